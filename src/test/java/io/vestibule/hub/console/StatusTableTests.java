package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.connector.VendorStatuses.Listing;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.SimulatedWorld;
import io.vestibule.support.VestibuleTest;
import io.vestibule.support.vendors.SimulatedHubSpot;
import io.vestibule.support.vendors.VendorFault;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The form in which the stages of a CRM get our statuses, in a browser without script. */
class StatusTableTests extends VestibuleTest {

    private static final String TOKEN = "private-app-token-of-status-tables";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Apps apps;

    @Autowired
    private Connections connections;

    @Autowired
    private SimulatedHubSpot hubSpot;

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    private final String app = unique("crm");
    private final String name = unique("crm");

    @BeforeEach
    void anApp() {
        Cast cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        hubSpot.acceptToken(TOKEN);
        Map<String, String> values = Map.of("clientSecret", SimulatedWorld.HUBSPOT_CLIENT_SECRET);
        assertThat(apps.save(new AppDraft(app, "hubspot", values, true), null, "test"))
                .isInstanceOf(Change.Saved.class);
    }

    @AfterEach
    void noFaults() {
        hubSpot.forgetFaults();
    }

    @Test
    void everyStageOfTheVendorHasALabelledChoice() {
        create("tickets", "0");
        Document page = page();

        assertThat(page.select("label[for^=field-statuses.request.ours]").eachText())
                .containsExactly("New (1)", "Waiting on contact (2)", "Waiting on us (3)", "Closed (4)");
        assertThat(chosen(page, "statuses.request.ours.1")).isEqualTo("waiting-on-client");
        assertThat(chosen(page, "statuses.request.out.done")).isEqualTo("4");
        assertThat(page.select("textarea")).isEmpty();
        for (Element field : page.select("main select, main input[type=text]")) {
            assertThat(page.select("label[for=" + field.id() + "]"))
                    .as(field.id())
                    .isNotEmpty();
        }
        assertThat(connections.working(find())).isTrue();
    }

    @Test
    void whatIsChosenIsStored() {
        create("tickets", "0");
        Map<String, String> form = filled(page());
        form.put("statuses.request.ours.2", "waiting-on-client");
        form.put("statuses.request.out.in-progress", "");
        admin.post("/console/connections/" + name, form);

        assertThat(requestTable().in()).containsEntry("3", "waiting-on-client").hasSize(4);
        assertThat(requestTable().out()).doesNotContainKey("in-progress").containsEntry("done", "4");
        assertThat(chosen(page(), "statuses.request.out.in-progress")).isEmpty();
        assertThat(connections.working(find())).isTrue();
    }

    @Test
    void aStageThatMeansNothingKeepsTheConnectionOffAndIsNamed() {
        create("tickets", "0");
        Map<String, String> form = filled(page());
        form.put("statuses.request.ours.3", "");
        form.put("statuses.request.out.done", "");
        admin.post("/console/connections/" + name, form);

        assertThat(find().enabled()).isFalse();
        assertThat(admin.get("/console/connections/" + name).text()).contains("\"4\" maps to nothing");
        admin.post("/console/connections/" + name + "/state", Map.of("enabled", "true"));
        assertThat(find().enabled()).isFalse();
        assertThat(chosen(page(), "statuses.request.ours.3")).isEmpty();
    }

    @Test
    void aStageOnlyTheVendorKnowsKeepsTheConnectionOffToo() {
        create("deals", "default");

        assertThat(find().enabled()).isFalse();
        Page page = admin.get("/console/connections/" + name);
        assertThat(page.text()).contains("\"Appointment scheduled\" (appointmentscheduled) maps to nothing");
        assertThat(page.html().select("label[for^=field-statuses.request.ours]"))
                .hasSize(5);
        admin.post("/console/connections/" + name + "/state", Map.of("enabled", "true"));
        assertThat(find().enabled()).isFalse();

        Map<String, String> form = filled(page());
        for (int row = 0; row < 5; row++) {
            form.put("statuses.request.ours." + row, "in-progress");
        }
        admin.post("/console/connections/" + name, form);
        admin.post("/console/connections/" + name + "/state", Map.of("enabled", "true"));
        assertThat(connections.working(find())).isTrue();
    }

    @Test
    void aVendorThatCantBeAskedLeavesRowsToTypeInto() {
        create("tickets", "0");
        hubSpot.planFault(4, "/crm/v3/pipelines/.*", new VendorFault.Status(503, Map.of(), "{}"));
        Document page = page();

        assertThat(page.text()).contains("could not be asked for its list");
        assertThat(page.select("input[type=text][name^=statuses.request.value]").eachAttr("value"))
                .containsExactlyInAnyOrder("1", "2", "3", "4", "", "", "");
        Map<String, String> form = filled(page);
        form.put("statuses.request.value.4", "5");
        form.put("statuses.request.ours.4", "done");
        admin.post("/console/connections/" + name, form);
        assertThat(requestTable().in()).containsEntry("5", "done").hasSize(5);
        assertThat(connections.working(find())).isTrue();
    }

    @Test
    void theVendorIsAskedAgainOnlyAfterAWhileOrWhenSomebodyWantsItOrTheTokenIsAnother() {
        create("tickets", "0");
        page();
        KnownStatuses known = context.getBean(KnownStatuses.class);
        VendorAccount account = context.getBean(VendorAccounts.class).of(find()).orElseThrow();
        VendorAccount another = new VendorAccount(
                account.name(),
                account.connector(),
                account.settings(),
                Map.of("accessToken", "another"),
                account.statuses());
        hubSpot.planFault(4, "/crm/v3/pipelines/.*", new VendorFault.Status(503, Map.of(), "{}"));

        Page kept = admin.get("/console/connections/" + name);
        assertThat(kept.html().select("label[for^=field-statuses.request.ours]"))
                .hasSize(4);
        assertThat(kept.text()).contains("listed its statuses");
        assertThat(admin.get(kept.link("fieldset a[href*=again]")).text()).contains("could not be asked for its list");
        assertThat(known.list(another, "request").listing()).isInstanceOf(Listing.NotListed.class);
    }

    @Test
    void whoDecidesWhenBothChangeIsASetting() {
        create("tickets", "0");
        assertThat(chosen(page(), "field.statusOwner")).isEqualTo("record");
        Map<String, String> form = filled(page());
        form.put("field.statusOwner", "portal");
        admin.post("/console/connections/" + name, form);
        assertThat(find().settings()).containsEntry("statusOwner", "portal");
    }

    @Test
    void nobodyIsSentToSignInWhereAPrivateTokenIsSet() {
        create("tickets", "0");
        assertThat(page().select("form[action$=/authorization]")).isEmpty();
    }

    private void create(String object, String pipeline) {
        admin.get("/console/connections/new?connector=hubspot&app=" + app);
        Map<String, String> form = filled(admin.get("/console/connections/new?connector=hubspot&app=" + app)
                .html());
        form.putAll(Map.of(
                "name", name,
                "client", "firm",
                "field.portalId", Long.toString(hubSpot.portalId()),
                "field.accessToken", TOKEN,
                "field.object", object,
                "field.pipeline", pipeline,
                "field.markerProperty", "show_in_portal"));
        Page answer = admin.post("/console/connections", form);
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
    }

    /** What a browser would send when nothing is changed. */
    private static Map<String, String> filled(Document page) {
        Map<String, String> form = new HashMap<>();
        Element shown = Objects.requireNonNull(page.selectFirst("form.v-card[method=post]"));
        shown.select("input[name]").forEach(field -> form.put(field.attr("name"), field.val()));
        shown.select("select").forEach(field -> form.put(field.attr("name"), chosen(page, field.attr("name"))));
        form.remove("_csrf");
        return form;
    }

    private static String chosen(Document page, String field) {
        Element option = page.selectFirst("select[name=" + field + "] option[selected]");
        return option == null ? page.select("select[name=" + field + "] option").val() : option.val();
    }

    private Document page() {
        return admin.get("/console/connections/" + name).html();
    }

    private StatusTable requestTable() {
        return Objects.requireNonNull(find().statuses().get("request"));
    }

    private Connection find() {
        return connections.find(name).orElseThrow();
    }
}
