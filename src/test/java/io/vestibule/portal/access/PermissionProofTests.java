package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.portal.access.PermissionTable.Actor;
import io.vestibule.portal.access.PermissionTable.Rule;
import io.vestibule.portal.api.Peers;
import io.vestibule.portal.api.Scope;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Goes with everybody to every page and API call, and proves who is refused. */
class PermissionProofTests extends PortalTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private GeneratedSecrets secrets;

    @SuppressWarnings("NullAway.Init")
    private ProofWorld world;

    private final Map<Actor, Browser> browsers = new EnumMap<>(Actor.class);

    @BeforeEach
    void everybodySignsIn() {
        world = new ProofWorld(context, browser());
        for (Actor actor : Actor.values()) {
            browsers.put(actor, world.browserOf(actor));
        }
    }

    @Test
    void everyPageAndCallHasALineInTheTable() {
        assertThat(mapped()).isEqualTo(new TreeSet<>(PermissionTable.rules().keySet()));
    }

    @Test
    void everybodyIsRefusedEverythingTheTableDoesNotAllow() {
        SoftAssertions facts = new SoftAssertions();
        PermissionTable.rules().forEach((call, rule) -> {
            for (Actor actor : Actor.values()) {
                if (!rule.allows(actor)) {
                    refused(facts, call, rule, actor);
                }
            }
        });
        facts.assertAll();
    }

    @Test
    void whoIsAllowedIsLetThrough() {
        SoftAssertions facts = new SoftAssertions();
        PermissionTable.rules().forEach((call, rule) -> {
            for (Actor actor : Actor.values()) {
                if (rule.allows(actor) && !call.startsWith("ANY")) {
                    Page page = send(actor, call);
                    boolean through = page.status() != 403
                            && page.status() != 401
                            && page.status() < 500
                            && (rule == Rule.OPEN || !isDoor(page))
                            && (page.status() != 404 || call.contains("/console/"));
                    facts.assertThat(through)
                            .as("%s by %s: %s", call, actor, page.status())
                            .isTrue();
                }
            }
        });
        facts.assertAll();
    }

    @Test
    void aPrivateRequestIsForParticipantsAdminsAndStaffOnly() {
        String path = "/portal/requests/" + world.privateNumber();
        Set<Actor> allowed = Set.of(Actor.INTERNAL_ADMIN, Actor.INTERNAL_CONTRIBUTOR, Actor.CLIENT_ADMIN);
        SoftAssertions facts = new SoftAssertions();
        for (Actor actor : PermissionTable.actors()) {
            Browser browser = browserOf(actor);
            int expected = actor == Actor.NOBODY ? 302 : allowed.contains(actor) ? 200 : 404;
            facts.assertThat(browser.get(path).status()).as("%s", actor).isEqualTo(expected);
            boolean listed = browser.get("/portal/requests?status=all").text().contains("Private matter");
            facts.assertThat(listed).as("list of %s", actor).isEqualTo(allowed.contains(actor));
        }
        facts.assertAll();
    }

    @Test
    void whoTakesPartInAPrivateRequestLetsNobodyElseIn() {
        Browser participant = world.participant();
        String colleague = world.colleague();
        String path = "/portal/requests/" + world.privateNumber();
        assertThat(participant.get(path).html().select("form[action$=/participants]"))
                .isEmpty();
        String before = world.fingerprint();

        participant.post(path + "/participants", Map.of("person", colleague));

        assertThat(world.fingerprint()).isEqualTo(before);
    }

    @Test
    void internalNotesAndTheirFilesAreForStaffOnly() {
        SoftAssertions facts = new SoftAssertions();
        for (Actor actor : PermissionTable.actors()) {
            boolean staff = Rule.STAFF.allows(actor);
            Browser browser = browserOf(actor);
            boolean seen =
                    browser.get("/portal/requests/" + world.number()).text().contains("Between us");
            facts.assertThat(seen).as("note by %s", actor).isEqualTo(staff);
            boolean read = browser.get("/portal/files/" + world.internalFile()).status() == 200;
            facts.assertThat(read).as("file by %s", actor).isEqualTo(staff);
        }
        facts.assertAll();
    }

    @Test
    void listsAndTotalsShowTheOwnClientOnly() {
        Browser other = browserOf(Actor.ADMIN_OF_ANOTHER_CLIENT);
        for (String path : List.of("/portal", "/portal/requests?status=all", "/portal/invoices", "/portal/people")) {
            assertThat(other.get(path).text())
                    .as(path)
                    .doesNotContain("A question of ours", "Private matter", world.invoiceNumber(), world.targetEmail());
        }
        String borrowed = "/portal/requests?status=all&client=" + world.client();
        assertThat(other.get(borrowed).text()).doesNotContain("A question of ours");
    }

    @Test
    void theApiTakesTokensAndNothingElse() {
        SoftAssertions facts = new SoftAssertions();
        String token = secrets.get("peer-token");
        PermissionTable.rules().forEach((call, rule) -> {
            if (rule.scope() != null) {
                facts.assertThat(withToken(call, token)).as(call).isNotIn(401, 403);
                facts.assertThat(withToken(call, token + "x")).as(call).isEqualTo(401);
            } else if (rule != Rule.OPEN) {
                facts.assertThat(withToken(call, token)).as(call).isIn(302, 403);
            }
        });
        facts.assertAll();
    }

    @Test
    void aTokenOpensWhatItsScopesNameHoweverTheAddressIsSpelt() {
        SoftAssertions facts = new SoftAssertions();
        for (Scope scope : Scope.values()) {
            String token = Ids.token();
            context.getBean(Peers.class)
                    .admit(Access.system("test"), new Peers.Peer("only-" + scope, EnumSet.of(scope)), token);
            PermissionTable.rules().forEach((call, rule) -> {
                if (rule.scope() != null && rule.scope() != scope) {
                    facts.assertThat(withToken(call, token))
                            .as("%s for %s", call, scope)
                            .isEqualTo(403);
                    facts.assertThat(withToken(spelt(call), token))
                            .as("%s for %s", spelt(call), scope)
                            .isEqualTo(403);
                }
            });
        }
        facts.assertThat(withToken("GET /portal/api/v1/secrets", secrets.get("peer-token")))
                .isEqualTo(404);
        facts.assertAll();
    }

    /** The first letter behind the version as its code. */
    private static String spelt(String call) {
        int letter = call.indexOf("/v1/") + 4;
        return call.substring(0, letter) + "%" + Integer.toHexString(call.charAt(letter)) + call.substring(letter + 1);
    }

    private void refused(SoftAssertions facts, String call, Rule rule, Actor actor) {
        String before = world.fingerprint();
        Page page = send(actor, call);
        facts.assertThat(isRefusal(page, rule, actor))
                .as("%s by %s: %s", call, actor, page.status())
                .isTrue();
        facts.assertThat(world.fingerprint())
                .as("what %s by %s left behind", call, actor)
                .isEqualTo(before);
    }

    /** In the console "not there" is no refusal: the things named are not there for anybody. */
    private static boolean isRefusal(Page page, Rule rule, Actor actor) {
        if (rule.scope() != null) {
            return page.status() == 401;
        }
        boolean console = rule == Rule.CONSOLE_READ || rule == Rule.CONSOLE_WRITE;
        return page.status() == 403 || (page.status() == 404 && !console) || (actor == Actor.NOBODY && isDoor(page));
    }

    private Page send(Actor actor, String call) {
        String[] parts = call.split(" ", -1);
        Browser browser = browserOf(actor);
        if (parts[1].startsWith("/sign-in") || parts[1].startsWith("/set-up")) {
            browser = browser();
        }
        String path = world.address(parts[1]);
        if (parts[0].equals("GET")) {
            return browser.get(path);
        }
        browser.get(actor == Actor.NOBODY || parts[1].startsWith("/s") ? "/sign-in" : "/portal");
        return parts[0].equals("PUT")
                ? browser.send(browser.request(path).PUT(BodyPublishers.ofString("bytes")))
                : browser.post(path, world.form(parts[1]));
    }

    private int withToken(String call, String token) {
        String[] parts = call.split(" ", -1);
        Browser machine = browser();
        HttpRequest.Builder request = machine.request(world.address(parts[1]))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(parts[0], parts[0].equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
        return machine.send(request).status();
    }

    private Browser browserOf(Actor actor) {
        return Objects.requireNonNull(browsers.get(actor));
    }

    private static boolean isDoor(Page page) {
        return page.location() != null && page.location().startsWith("/sign-in");
    }

    /** Every call that Spring knows, as the table writes it. */
    private Set<String> mapped() {
        Set<String> calls = new TreeSet<>();
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> calls.addAll(calls(mapping)));
        return calls;
    }

    private static List<String> calls(RequestMappingInfo mapping) {
        List<String> calls = new ArrayList<>();
        for (String pattern : mapping.getPatternValues()) {
            String address = pattern.replaceAll("\\{([A-Za-z]+):[^/]*}", "{$1}");
            if (mapping.getMethodsCondition().getMethods().isEmpty()) {
                calls.add("ANY " + address);
            }
            mapping.getMethodsCondition().getMethods().forEach(method -> calls.add(method + " " + address));
        }
        return calls;
    }
}
