package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.VestibuleTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The forms of connections and apps lose nothing silently, in a browser without script. */
class ConnectionFormTests extends VestibuleTest {

    private static final String SECRET = "whsec_c2VjcmV0LW9mLXRoZS1mb3Jtcy1vZi1jb25uZWN0aW9ucw==";
    private static final String NEW = "/console/connections/new?connector=standard-webhooks";
    private static final String AGAIN = "Type “Signing secret” again: it was not saved.";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Apps apps;

    @Autowired
    private Connections connections;

    @Autowired
    private Links links;

    @Autowired
    private PortalGateway portal;

    private final String name = unique("sender");

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    @BeforeEach
    void signIn() {
        Cast cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
    }

    @Test
    void nobodyIsServedByANewConnectionBeforeAPersonChooses() {
        Document form = admin.get(NEW).html();
        assertThat(form.select("#field-client option").eachAttr("value")).startsWith("", "firm");
        assertThat(form.select("#field-client option[selected]")).isEmpty();

        Page again = create(Map.of("name", name, "client", "", "field.webhookSecret", SECRET));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.html().select("#about-client").text()).contains("a client, or the whole firm");
        assertThat(again.html().select("#field-name").val()).isEqualTo(name);
        assertThat(connections.find(name)).isEmpty();
    }

    @Test
    void allThatIsWrongWithANewConnectionIsSaidAtOnce() {
        admin.get(NEW);

        Document again = create(Map.of("name", "Not a name", "client", "", "field.webhookSecret", ""))
                .html();

        assertThat(again.select(".v-errors a").eachAttr("href"))
                .containsExactlyInAnyOrder("#field-name", "#field-client", "#field-field.webhookSecret");
    }

    @Test
    void noIdOfAClientIsTakenForTheFirm() {
        String path = created();

        admin.post(path, Map.of("client", "client:firm"));
        assertThat(find().client()).isEqualTo(new ClientId("firm"));
        assertThat(chosen(path)).isEqualTo("client:firm");

        Page unknown = admin.post(path, Map.of("client", "an-id"));
        assertThat(unknown.text()).contains("a client, or the whole firm");
        // A browser sends the first choice where none is marked
        assertThat(unknown.html()
                        .select("#field-client option")
                        .eachAttr("value")
                        .getFirst())
                .isEmpty();
        assertThat(admin.post(path, Map.of("client", "")).text()).contains("a client, or the whole firm");
        assertThat(find().client()).isEqualTo(new ClientId("firm"));
    }

    @Test
    void whomAConnectionServesChangesOnlyWhereTheFormNamesSomebody() {
        String path = created();
        assertThat(find().client()).isNull();
        assertThat(chosen(path)).isEqualTo("firm");
        ClientId client = client();

        admin.post(path, Map.of("client", "client:" + client.value()));
        assertThat(find().client()).isEqualTo(client);
        assertThat(chosen(path)).isEqualTo("client:" + client.value());
        admin.post(path, Map.of("field.webhookSecret", SECRET));
        assertThat(find().client()).isEqualTo(client);
        admin.post(path, Map.of("client", "firm"));
        assertThat(find().client()).isNull();
    }

    @Test
    void aSecretThatWasNotStoredIsAskedForAgain() {
        admin.get(NEW);
        Page wrongName = create(Map.of("name", "Not a name", "client", "firm", "field.webhookSecret", SECRET));
        assertThat(wrongName.html().select(".v-errors").text()).contains(AGAIN);

        Page nothingTyped = create(Map.of("name", "Not a name", "client", "firm"));
        assertThat(nothingTyped.html().select(".v-errors").text()).doesNotContain(AGAIN);

        Page overtaken = overtaken(created());
        assertThat(overtaken.html().select(".v-errors").text()).contains(AGAIN);
    }

    @Test
    void whoIsOvertakenLearnsThatSavingAgainOverwritesAndIsLedToAFieldThatIsThere() {
        Page app = overtaken("/console/apps/" + nameOf(created()));

        assertThat(app.html().select(".v-errors").text())
                .contains("Look at it in another tab; saving again overwrites it", AGAIN);
        List<String> fields = app.html().select(".v-errors a").eachAttr("href");
        assertThat(fields).hasSize(2);
        for (String field : fields) {
            assertThat(app.html().getElementById(field.substring(1))).as(field).isNotNull();
        }
    }

    @Test
    void noPasswordStoreFillsInWhatIsNoSignInAndHelpOpensBesideTheForm() {
        Document form = admin.get(NEW).html();

        assertThat(form.select("main input[type=password]").eachAttr("autocomplete"))
                .containsExactly("new-password");
        assertThat(form.select(".v-where a")).isNotEmpty();
        assertThat(form.select(".v-where a:not([target=_blank][rel*=noopener])"))
                .isEmpty();
    }

    @Test
    void anAccountWhoseRecordsAreLinkedIsRefusedAtItsField() {
        Map<String, String> values = Map.of("portalId", "33", "accessToken", "t", "markerProperty", "in_portal");
        apps.save(new AppDraft(name, "hubspot", Map.of("clientSecret", "s"), true), null, "test");
        assertThat(connections.save(new ConnectionDraft(name, name, "", null, values, Map.of(), true), null, "test"))
                .isInstanceOf(Change.Saved.class);
        links.put(new Links.Key(name, "company", "51"), null, client(), new Links.By("Olga", "Acme Ltd"));
        String path = "/console/connections/" + name;
        admin.get(path);

        Page told = admin.post(
                path,
                Map.of(
                        "client", "firm",
                        "field.portalId", "44",
                        "field.object", "deals",
                        "field.markerProperty", "in_portal"));

        assertThat(told.status()).isEqualTo(200);
        assertThat(told.html().select("[id=about-field.portalId]").text())
                .contains("This connection already stands for account 33: its records are linked.");
        assertThat(told.html().select("[id=about-field.object]").text()).contains("already stands for \"Tickets\"");
        assertThat(find().account()).isEqualTo("33");
    }

    /** What comes back when somebody else saved the page's form first. */
    private Page overtaken(String path) {
        String version = admin.get(path).html().select("input[name=version]").val();
        Map<String, String> form = Map.of("client", "firm", "field.webhookSecret", SECRET, "version", version);
        assertThat(admin.post(path, form).status()).isEqualTo(302);
        Page told = admin.post(path, form);
        assertThat(told.status()).isEqualTo(200);
        return told;
    }

    private Page create(Map<String, String> fields) {
        Map<String, String> form = new HashMap<>(fields);
        form.put("connector", "standard-webhooks");
        return admin.post("/console/connections", form);
    }

    /** The path of a new connection's page. */
    private String created() {
        admin.get(NEW);
        Page answer = create(Map.of("name", name, "client", "firm", "field.webhookSecret", SECRET));
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
        return "/console/connections/" + name;
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String chosen(String path) {
        Element option = admin.get(path).html().selectFirst("#field-client option[selected]");
        return option == null ? "" : option.val();
    }

    private Connection find() {
        return connections.find(name).orElseThrow();
    }

    private ClientId client() {
        UpsertClient command = new UpsertClient(null, unique("Client"), List.of(), null, null, null);
        Answer answer = portal.execute(Envelope.of(unique("test"), command));
        return new ClientId(((Answer.Applied) answer).resource().id());
    }
}
