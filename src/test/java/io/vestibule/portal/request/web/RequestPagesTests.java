package io.vestibule.portal.request.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.client.ClientChange;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What clients and staff do with requests in a browser without script. */
class RequestPagesTests extends PortalTest {

    private static final byte[] FILE = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Clients clients;

    @SuppressWarnings("NullAway.Init")
    private Cast cast;

    @SuppressWarnings("NullAway.Init")
    private UUID acme;

    @BeforeEach
    void aClient() {
        cast = new Cast(context, browser());
        ClientChange named = new ClientChange(unique("Acme"), null, null, false, null, null);
        Applied created = (Applied) clients.create(Access.system("test"), named);
        acme = UUID.fromString(created.resource().id());
    }

    @Test
    void aClientOpensARequestAndStaffAnswersIt() {
        Browser tom = member();
        Person dana = cast.person(null, Role.INTERNAL_CONTRIBUTOR);
        Browser staff = cast.signIn(dana);
        String path = opened(tom, "VAT return <b>Q3</b>");

        Page page = staff.get(path);
        assertThat(page.text()).contains("VAT return <b>Q3</b>", "opened the request", "New");
        Page answer = staff.post(path + "/comments", Map.of("text", "We look into it.", "awaitAnswer", "true"));
        assertThat(answer.status()).isEqualTo(302);

        String seen = tom.get(path).text();
        assertThat(seen).contains("We look into it.", dana.name(), "Waiting on client", "We wait for your answer");
        assertThat(tom.get("/portal").text()).contains("1 thing waits for you");
    }

    @Test
    void internalNotesStayInside() {
        Browser tom = member();
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        String path = opened(tom, "A question");
        staff.get(path);
        staff.post(path + "/notes", Map.of("note", "Charge them double"));

        assertThat(staff.get(path).text()).contains("Charge them double", "the client never sees this");
        assertThat(tom.get(path).text()).doesNotContain("Charge them double");
    }

    @Test
    void filesAreSavedNeverShown() {
        Browser tom = member();
        String path = opened(tom, "With a file");
        tom.get(path);
        assertThat(tom.upload(path + "/comments", Map.of("text", "here"), "evil \"x\".html", FILE)
                        .status())
                .isEqualTo(302);

        Page file = tom.get(tom.get(path).link(".v-files a[href^=/portal/files/]"));
        assertThat(file.answer().body()).isEqualTo(new String(FILE, StandardCharsets.UTF_8));
        assertThat(file.header("Content-Disposition")).startsWith("attachment;");
        assertThat(file.header("Content-Type")).startsWith("text/html");
        assertThat(file.header("Content-Security-Policy")).startsWith("sandbox");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void aRefusedFormKeepsWhatWasTyped() {
        Browser tom = member();
        tom.get("/portal/requests/new");
        Page page = tom.post("/portal/requests/new", Map.of("subject", " ", "text", "a long story"));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html().select("#errors a[href=#field-subject]")).hasSize(1);
        assertThat(page.html().select("#field-subject[aria-invalid=true]")).hasSize(1);
        assertThat(page.html().select("textarea[name=text]").text()).isEqualTo("a long story");
    }

    @Test
    void anEmptyAnswerIsRefusedWithItsReason() {
        Browser tom = member();
        String path = opened(tom, "A question");
        tom.get(path);

        Page page = tom.post(path + "/comments", Map.of("text", "  "));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("The comment is empty");
    }

    @Test
    void theListFiltersByAddressAndPagesByKey() {
        Browser tom = member();
        for (int n = 1; n <= 27; n++) {
            opened(tom, "Question number " + n);
        }
        Page first = tom.get("/portal/requests?q=question");
        assertThat(first.text()).contains("27 found");
        assertThat(first.html().select("tbody tr")).hasSize(25);
        Page second = tom.get(first.link("a[rel=next]"));
        assertThat(second.html().select("tbody tr")).hasSize(2);
        assertThat(second.text()).contains("Question number 1 ", "27 found");
        assertThat(tom.get("/portal/requests?status=done").text()).contains("No request fits these filters");
    }

    @Test
    void staffAssignsMovesAndHidesARequest() {
        Browser tom = member();
        Person dana = cast.person(null, Role.INTERNAL_CONTRIBUTOR);
        Browser staff = cast.signIn(dana);
        String path = opened(tom, "A question");
        staff.get(path);

        staff.post(path + "/assignment", Map.of("owner", dana.id().toString(), "team", "Tax"));
        staff.post(path + "/status", Map.of("to", "DONE"));
        staff.post(path + "/privacy", Map.of("confidential", "true"));
        String seen = staff.get(path).text();
        assertThat(seen).contains(dana.name() + ", Tax", "Done", "Private", "changed the status: New → Done");
        assertThat(tom.get(path).status()).isEqualTo(200);
        assertThat(member().get(path).status()).isEqualTo(404);
    }

    @Test
    void aPageThatIsOvertakenSetsNoOwnerBack() {
        Person dana = cast.person(null, Role.INTERNAL_CONTRIBUTOR);
        Browser staff = cast.signIn(dana);
        String path = opened(member(), "A question");
        String seen = staff.get(path).html().select("input[name=seen]").val();
        staff.post(path + "/assignment", Map.of("owner", dana.id().toString(), "seen", seen));

        staff.post(path + "/assignment", Map.of("owner", "", "team", "Tax", "seen", seen));

        assertThat(staff.get(path)
                        .html()
                        .select("#field-owner option[selected]")
                        .text())
                .isEqualTo(dana.name());
        staff.post(path + "/assignment", Map.of("owner", "", "team", "Tax", "seen", seen));
        Page told = staff.get(path);
        assertThat(told.text()).contains("Somebody else changed owner or team meanwhile");
        String now = told.html().select("input[name=seen]").val();
        staff.post(path + "/assignment", Map.of("owner", "", "team", "Tax", "seen", now));
        assertThat(staff.get(path).text()).contains("Owner and team are saved");
    }

    @Test
    void staffChoosesTheClientAndNobodyBecomesAContactByASlip() {
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        ClientChange named = new ClientChange(unique("Globex"), null, null, false, null, null);
        UUID globex = UUID.fromString(((Applied) clients.create(Access.system("test"), named))
                .resource()
                .id());
        Person tom = cast.person(globex, Role.CLIENT_MEMBER);
        Page form = staff.get("/portal/requests/new");
        assertThat(form.html().select("select[name=client] option").getFirst().val())
                .isEmpty();

        Map<String, String> words = Map.of("subject", "A question", "text", "x");
        assertThat(staff.post("/portal/requests/new", words).text()).contains("Choose the client.");
        assertThat(staff.post("/portal/requests/new", asked(acme, tom.email())).text())
                .contains("belongs to another client");
        assertThat(staff.post("/portal/requests/new", asked(acme, "bob")).text())
                .contains("This is no mail address");
        assertThat(staff.post("/portal/requests/new", asked(globex, tom.email()))
                        .location())
                .startsWith("/portal/requests/REQ-");
    }

    private static Map<String, String> asked(UUID client, String requester) {
        return Map.of("client", client.toString(), "requester", requester, "subject", "A question", "text", "x");
    }

    @Test
    void staffLooksAtWhatAMoveDoesBeforeItIsDone() {
        Browser tom = member();
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        String from = opened(tom, "Two matters");
        String to = opened(tom, "The other matter");
        tom.get(from);
        tom.post(from + "/comments", Map.of("text", "belongs elsewhere"));
        Page marking = staff.get(staff.get(from).link("a[href$=/relocation]"));
        assertThat(marking.text()).contains("belongs elsewhere");
        assertThat(marking.html().select("input[name=target]").eachAttr("value"))
                .containsOnly("");
        Map<String, String> marked = Map.of(
                "entries", marking.html().select("input[name=entries]").val(),
                "version", marking.html().select("input[name=version]").val(),
                "goal", "other",
                "target", to.substring(to.lastIndexOf('/') + 1));

        Map<String, String> nothing = new HashMap<>(marked);
        nothing.put("entries", ",");
        assertThat(staff.post(from + "/relocation/look", nothing).text()).contains("Mark at least one entry.");
        Page look = staff.post(from + "/relocation/look", marked);
        assertThat(look.text()).contains("1 entry goes to", "The other matter", "Nothing is done yet");
        assertThat(staff.get(from).text()).contains("belongs elsewhere");
        staff.post(from + "/relocation", marked);

        assertThat(staff.get(from).text()).doesNotContain("belongs elsewhere").contains("The other matter");
        assertThat(tom.get(to).text()).contains("belongs elsewhere", "moved entries here from", "Two matters");
        assertThat(staff.post(from + "/relocation", marked).text()).contains("Look again");
    }

    @Test
    void aMoveThatShowsMoreAsksFirst() {
        Browser tom = member();
        Browser ann = cast.signIn(cast.person(acme, Role.CLIENT_MEMBER));
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        String from = opened(tom, "Salaries");
        String to = opened(tom, "For all");
        staff.get(from);
        staff.post(from + "/comments", Map.of("text", "how much"));
        staff.post(from + "/privacy", Map.of("confidential", "true"));
        Page marking = staff.get(from + "/relocation");
        Map<String, String> marked = new HashMap<>(Map.of(
                "entries", marking.html().select("input[name=entries]").val(),
                "version", marking.html().select("input[name=version]").val(),
                "goal", "other",
                "target", to.substring(to.lastIndexOf('/') + 1)));

        Page look = staff.post(from + "/relocation/look", marked);
        assertThat(look.text()).contains("They would see what they can’t see now", "They may see it");
        assertThat(staff.post(from + "/relocation", marked).status()).isEqualTo(422);
        assertThat(ann.get(to).text()).doesNotContain("how much");
        marked.put("gaining", look.html().select("input[name=gaining]").val());
        marked.put("agreed", "true");
        assertThat(staff.post(from + "/relocation", marked).status()).isEqualTo(302);

        assertThat(ann.get(to).text()).contains("how much", "another request").doesNotContain("Salaries");
    }

    @Test
    void aClientAdminLetsAColleagueTakePartInAPrivateRequest() {
        Browser admin = cast.signIn(cast.person(acme, Role.CLIENT_ADMIN));
        Person ann = cast.person(acme, Role.CLIENT_MEMBER);
        Browser colleague = cast.signIn(ann);
        String path = opened(admin, "Salaries");
        admin.get(path);
        admin.post(path + "/privacy", Map.of("confidential", "true"));
        assertThat(colleague.get(path).status()).isEqualTo(404);

        admin.post(path + "/participants", Map.of("person", ann.id().toString()));
        assertThat(colleague.get(path).status()).isEqualTo(200);
        admin.post(path + "/participants/" + ann.id() + "/removal", Map.of());
        assertThat(colleague.get(path).status()).isEqualTo(404);
    }

    @Test
    void whoIsKnownByDomainOnlySeesOwnRequestsOnly() {
        String others = opened(member(), "Not yours");
        Browser stranger = cast.signIn(cast.stranger(acme));
        String own = opened(stranger, "Mine");

        assertThat(stranger.get(own).status()).isEqualTo(200);
        assertThat(stranger.get(others).status()).isEqualTo(404);
        assertThat(stranger.get("/portal/requests?status=all").html().select("tbody tr"))
                .hasSize(1);
    }

    @Test
    void whoDeactivatesSomebodySeesWhatTheyLookAfter() {
        Person dana = cast.person(null, Role.INTERNAL_CONTRIBUTOR);
        Browser admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        String path = opened(member(), "Danas matter");
        admin.get(path);
        admin.post(path + "/assignment", Map.of("owner", dana.id().toString(), "team", "Tax"));
        String onlyDana = "/console/people?text=" + dana.email();
        assertThat(admin.get(onlyDana).html().select("#person-" + dana.id()).text())
                .contains("looks after 1 open request", "counts as without an owner");

        admin.post("/console/people/" + dana.id() + "/deactivation", Map.of());

        Page people = admin.get(onlyDana);
        Page left = admin.get(people.link("#person-" + dana.id() + " a[href*=owner]"));
        assertThat(left.text()).contains("Danas matter", "One person");
        assertThat(admin.get(path)
                        .html()
                        .select("#field-owner option[selected]")
                        .text())
                .doesNotContain(dana.name());
    }

    @Test
    void thePeopleOfAClientStandUnderItsName() {
        Browser admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        Page client = admin.get("/console/clients/" + acme);
        String name = client.html().select("h1").text();

        assertThat(admin.get("/console/people?client=" + acme)
                        .html()
                        .select("h1")
                        .text())
                .isEqualTo("People of " + name);
    }

    @Test
    void nobodyLearnsByInvitingSomebodyWhomTheFirmServes() {
        String domain = unique("rival") + ".example";
        ClientChange rival = new ClientChange(unique("Rival"), List.of(domain), null, false, null, null);
        clients.create(Access.system("test"), rival);
        Browser admin = cast.signIn(cast.person(acme, Role.CLIENT_ADMIN));
        admin.get("/portal/people");

        Page refused = admin.post(
                "/portal/people", Map.of("name", "Ann", "email", "ann@" + domain, "role", Role.CLIENT_MEMBER.name()));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text())
                .contains("Ask us to invite this person")
                .doesNotContain("another company", "that we serve");
    }

    @Test
    void numbersThatDoNotExistAreNotFound() {
        Browser tom = member();
        for (String path : List.of("/portal/requests/REQ-99999999", "/portal/requests/x", "/portal/requests/REQ-1'")) {
            assertThat(tom.get(path.replace("'", "%27")).status()).as(path).isEqualTo(404);
        }
    }

    private Browser member() {
        return cast.signIn(cast.person(acme, Role.CLIENT_MEMBER));
    }

    private static String opened(Browser browser, String subject) {
        browser.get("/portal/requests/new");
        String path = Objects.requireNonNull(
                browser.post("/portal/requests/new", Map.of("subject", subject, "text", "text of it"))
                        .location());
        assertThat(path).startsWith("/portal/requests/REQ-");
        return path;
    }
}
