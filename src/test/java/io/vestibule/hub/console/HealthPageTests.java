package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.control.HealthReport;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.VestibuleTest;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the health page says of connections and deliveries, and that other pages say the same. */
class HealthPageTests extends VestibuleTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Apps apps;

    @Autowired
    private Connections connections;

    @Autowired
    private HealthReport report;

    private final String name = unique("sender");

    @SuppressWarnings("NullAway.Init")
    private Cast cast;

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    @BeforeEach
    void connect() {
        cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        Map<String, String> secret = Map.of("webhookSecret", "whsec_c2VjcmV0LW9mLXRoZS1oZWFsdGgtcGFnZXM=");
        assertThat(apps.save(new AppDraft(name, "standard-webhooks", secret, true), null, "test"))
                .isInstanceOf(Change.Saved.class);
        assertThat(connections.save(new ConnectionDraft(name, name, "", null, Map.of(), Map.of(), true), null, "test"))
                .isInstanceOf(Change.Saved.class);
    }

    @AfterEach
    void forget() {
        for (String table : List.of("outbox_message", "failing_connection")) {
            hubDatabase
                    .sql("delete from hub." + table + " where connection = :name")
                    .param("name", name)
                    .update();
        }
    }

    @Test
    void aConnectionIsCalledTheSameOnEveryPage() {
        assertThat(states()).containsOnly("Healthy");

        hubDatabase.sql("""
                        insert into hub.failing_connection (connection, reason, opened_at, probe_at)
                        values (:name, 'connection-timeout', now(), now() + interval '1 hour')
                        """).param("name", name).update();
        assertThat(states()).containsOnly("Retrying");

        apps.enable(name, false, "test");
        assertThat(states()).containsOnly("Disabled");
        assertThat(admin.get("/console/connections/" + name).text()).contains("The app " + name + " is switched off");
        assertThat(admin.get("/console/apps/" + name)
                        .html()
                        .select("h1 .v-badge")
                        .text())
                .isEqualTo("Disabled");
    }

    @Test
    void aDeliveryThatWasNotMadeIsStuckToo() {
        long before = report.now().stuck();
        hubDatabase.sql("""
                        insert into hub.outbox_message (source, channel, target, connection, purpose, priority, body,
                            state, reason, due_at, finished_at)
                        values (:name, 'mail', 'tom@acme.example', :name, 'comment', 5, '{}', 'REFUSED', 'smtp-refused',
                            now(), now())
                        """).param("name", name).update();

        assertThat(report.now().stuck()).isGreaterThan(before);
        assertThat(admin.get("/console")
                        .html()
                        .select("main a[href=/console/problems]")
                        .text())
                .contains("stuck");
    }

    /** It is replaced every few seconds under the hands of who reads it. */
    @Test
    void whatTakesTheFocusHasAnIdOfItsOwnAndNothingIsReadOutAgain() {
        Document page = admin.get("/console").html();

        assertThat(page.select("main a:not([id]), main button:not([id])")).isEmpty();
        assertThat(page.select("#connection-" + name)).hasSize(1);
        assertThat(page.select("main [role=alert]")).isEmpty();
        for (String path : List.of("/console", "/console/ledger")) {
            assertThat(admin.get(path).html().select("[id]").eachAttr("id"))
                    .as(path)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aContributorIsLedToNoFormThatCantBeSent() {
        Browser reader = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        for (String path : List.of(
                "/console/clients/new",
                "/console/connections/new",
                "/console/connections/new?connector=mailbox",
                "/console/apps/new?connector=xero")) {
            assertThat(reader.get(path).status()).as(path).isEqualTo(403);
        }
        for (String path : List.of("/console", "/console/clients", "/console/connections", "/console/apps")) {
            assertThat(reader.get(path).html().select("main a[href$=/new]"))
                    .as(path)
                    .isEmpty();
        }
    }

    /** On the health page, in the list and on its own page. */
    private List<String> states() {
        String link = "a[href=/console/connections/" + name + "]";
        return List.of(
                admin.get("/console")
                        .html()
                        .select("tr:has(" + link + ") .v-badge")
                        .text(),
                admin.get("/console/connections")
                        .html()
                        .select("tr:has(" + link + ") .v-badge")
                        .text(),
                admin.get("/console/connections/" + name)
                        .html()
                        .select("h1 .v-badge")
                        .text());
    }
}
