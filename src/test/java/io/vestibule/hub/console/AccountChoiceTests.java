package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.Links;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.SimulatedWorld;
import io.vestibule.support.VestibuleTest;
import io.vestibule.support.vendors.SimulatedXero;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Signing in at a ledger with several organisations, in a browser without script. */
class AccountChoiceTests extends VestibuleTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Apps apps;

    @Autowired
    private Connections connections;

    @Autowired
    private Links links;

    @Autowired
    private SimulatedXero xero;

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    private final String app = unique("xero");
    private final String birch = UUID.randomUUID().toString();
    private final String cedar = UUID.randomUUID().toString();

    @BeforeEach
    void twoOrganisations() {
        Cast cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        xero.addOrganisation(birch, "Birch Ltd");
        xero.addOrganisation(cedar, "Cedar Ltd");
        Map<String, String> values =
                Map.of("clientId", "id", "clientSecret", "s", "webhookKey", SimulatedWorld.XERO_WEBHOOK_KEY);
        assertThat(apps.save(new AppDraft(app, "xero", values, true), null, "test"))
                .isInstanceOf(Change.Saved.class);
    }

    @AfterEach
    void everybodyMayUseEverythingAgain() {
        xero.consentToAll();
    }

    @Test
    void theFormDoesNotAskForWhatTheSignInTells() {
        Page form = admin.get("/console/connections/new?connector=xero&app=" + app);
        assertThat(form.html().select("[name=field.tenantId]")).isEmpty();

        String name = unique("books");
        admin.post(
                "/console/connections",
                Map.of("connector", "xero", "app", app, "name", name, "client", "firm", "field.tenantId", birch));
        assertThat(find(name).account()).isEmpty();
    }

    @Test
    void theOnlyOrganisationIsTakenAtOnce() {
        String name = created();
        xero.consentTo(cedar);
        Page back = signedIn(name);

        assertThat(back.location()).isEqualTo("/console/connections/" + name);
        assertThat(admin.follow(back).text()).contains("Cedar Ltd");
        assertThat(find(name).account()).isEqualTo(cedar);
        assertThat(find(name).settings()).containsEntry("tenantId", cedar);
        assertThat(connections.working(find(name))).isTrue();
    }

    @Test
    void ofTwoOrganisationsOneIsChosen() {
        String name = created();
        xero.consentTo(birch, cedar);
        Page back = signedIn(name);
        assertThat(back.location()).isEqualTo("/console/connections/" + name + "/account");

        Page page = admin.follow(back);
        assertThat(page.html().select("input[type=radio]").eachAttr("value")).containsExactly(birch, cedar);
        assertThat(page.text()).contains("Birch Ltd", "Cedar Ltd");
        assertThat(connections.working(find(name))).isFalse();

        admin.post("/console/connections/" + name + "/account", Map.of("account", cedar));
        assertThat(find(name).account()).isEqualTo(cedar);
        assertThat(connections.working(find(name))).isTrue();
        assertThat(connections.byAccount(app, cedar)).map(Connection::name).hasValue(name);
    }

    @Test
    void aConnectionWithoutItsAccountCantBeEnabledAndSaysWhatToDo() {
        String name = created();
        admin.post("/console/connections/" + name + "/state", Map.of("enabled", "true"));

        assertThat(find(name).enabled()).isFalse();
        assertThat(admin.get("/console/connections/" + name).text()).contains("Press \"Sign in to Xero\"");
        assertThat(connections.byAccount(app, "")).isEmpty();
    }

    @Test
    void anOrganisationIsNotGivenToTwoConnections() {
        String first = created();
        String second = created();
        xero.consentTo(birch);
        signedIn(first);

        Page back = signedIn(second);
        assertThat(admin.follow(back).text()).contains(first).contains("One account has one connection");
        assertThat(find(second).account()).isEmpty();

        xero.consentTo(birch, cedar);
        Page page = admin.follow(signedIn(second));
        assertThat(page.html().select("input[disabled]").eachAttr("value")).containsExactly(birch);
        admin.post("/console/connections/" + second + "/account", Map.of("account", birch));
        assertThat(find(second).account()).isEmpty();
        admin.post("/console/connections/" + second + "/account", Map.of("account", cedar));
        assertThat(connections.working(find(second))).isTrue();
    }

    @Test
    void whatTheVendorDoesNotOfferIsNotTaken() {
        String name = created();
        xero.consentTo(birch, cedar);
        signedIn(name);
        admin.post(
                "/console/connections/" + name + "/account",
                Map.of("account", UUID.randomUUID().toString()));
        assertThat(find(name).account()).isEmpty();
    }

    @Test
    void aSignInThatMayNotUseTheOrganisationSoFarStopsTheConnection() {
        String name = created();
        xero.consentTo(birch);
        signedIn(name);
        xero.consentTo(cedar);
        Page page = admin.follow(signedIn(name));

        assertThat(page.text()).contains("Cedar Ltd").contains("not the account this connection has had so far");
        assertThat(find(name).account()).isEqualTo(birch);
        assertThat(connections.working(find(name))).isFalse();
        xero.consentTo(birch);
        signedIn(name);
        assertThat(connections.working(find(name))).isTrue();
    }

    @Test
    void anOrganisationWhoseRecordsAreLinkedIsNotExchangedForAnother() {
        String name = created();
        String choice = "/console/connections/" + name + "/account";
        xero.consentTo(birch, cedar);
        signedIn(name);
        admin.post(choice, Map.of("account", birch));
        links.put(new Links.Key(name, "contact", "c1"), null, new ClientId("c1"), new Links.By("Olga", "Acme Ltd"));

        Page page = admin.get(choice);
        assertThat(page.html().select("input[disabled]").eachAttr("value")).containsExactly(cedar);
        assertThat(page.text()).contains("Needs a connection of its own");
        Page refused = admin.follow(admin.post(choice, Map.of("account", cedar)));
        assertThat(refused.text()).contains("already stands for account " + birch);
        assertThat(find(name).account()).isEqualTo(birch);

        signedIn(name);
        admin.post(choice, Map.of("account", birch));
        assertThat(find(name).account()).isEqualTo(birch);
        assertThat(connections.working(find(name))).isTrue();
    }

    private String created() {
        String name = unique("books");
        admin.get("/console/connections/new?connector=xero&app=" + app);
        Page answer = admin.post(
                "/console/connections", Map.of("connector", "xero", "app", app, "name", name, "client", "firm"));
        assertThat(admin.follow(answer).text()).contains("Now press “Sign in to Xero”");
        return name;
    }

    /** Goes to the vendor, allows access there, and comes back to what is returned. */
    private Page signedIn(String name) {
        Page away = admin.post("/console/connections/" + name + "/authorization", Map.of());
        String consent = new Browser("")
                .get(Objects.requireNonNull(away.header("Location")))
                .answer()
                .body();
        URI back = URI.create(Jsoup.parse(consent).select("#allow").attr("href"));
        return admin.get(back.getRawPath() + "?" + back.getRawQuery());
    }

    private Connection find(String name) {
        return connections.find(name).orElseThrow();
    }
}
