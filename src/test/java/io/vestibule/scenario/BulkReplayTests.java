package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.support.vendors.StandardWebhooksSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Five hundred messages died of one gap in a mapping: it is closed in the console, and all of them replayed from there. */
class BulkReplayTests extends ScenarioTest {

    private static final int MANY = 500;
    private static final Duration LONG = Duration.ofMinutes(4);

    @Autowired
    private Connections connections;

    private final String app = unique("shop");
    private final StandardWebhooksSender sender =
            new StandardWebhooksSender(StandardWebhooksSender.secretOf("bulk replay"));

    @Test
    void fiveHundredInvoicesThatCouldNotBeMappedAreEachOneInvoiceAfterTheReplay() {
        var client = firm.client();
        firm.app(app, "standard-webhooks", Map.of("webhookSecret", sender.secret()));
        firm.connection(app, app, client.clientId(), Map.of());
        for (int n = 0; n < MANY; n++) {
            assertThat(sender.sign(unique("msg"), clock.instant(), settled(n))
                            .sendTo(hook(app))
                            .statusCode())
                    .isEqualTo(202);
        }
        await().atMost(LONG).until(() -> count("state = 'DEAD' and reason = 'mapping-failed'") == MANY);
        assertThat(invoices()).containsExactly(0L, 0L);

        settledMeansPaid();
        var admin = signedIn(FirmPeople.OWNER);
        var list = admin.get("/console/messages?state=dead&source=" + app);
        var look = admin.get(list.select("main a[href^=/console/replays/new]").attr("href"));
        assertThat(look.select("h1").text()).contains(MANY + " messages would be replayed");
        assertThat(count("state = 'DEAD' and replays = 0"))
                .as("after the dry run")
                .isEqualTo(MANY);
        var run = admin.submit(
                look,
                "form[action='/console/replays']",
                Map.of("perMinute", "1200", "reason", "“settled” means paid now"));

        await().atMost(LONG).until(() -> count("state = 'APPLIED' and replays = 1") == MANY);
        assertThat(invoices()).as("invoices and distinct numbers").containsExactly((long) MANY, (long) MANY);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                admin.get(run.location()).select("main").text())
                        .contains(MANY + " of " + MANY + " taken; " + MANY + " applied, 0 stuck again"));
    }

    private String settled(int number) {
        return """
                {"type":"invoice.upserted","timestamp":"2026-09-01T01:15:40Z","data":{"id":"%1$s-%2$d",
                "number":"%1$s-%2$d","status":"settled","currency":"EUR","total":"12.00","amountDue":"0.00",
                "issueDate":"2026-09-01","client":{"id":"c","name":"C","email":"c@c.example"}}}""".formatted(app, number);
    }

    private void settledMeansPaid() {
        var present = connections.find(app).orElseThrow();
        var in = Map.of("draft", "hidden", "open", "open", "paid", "paid", "void", "void", "settled", "paid");
        var draft = new ConnectionDraft(
                app,
                app,
                present.account(),
                present.client(),
                Map.of(),
                Map.of("invoice", new StatusTable(in, Map.of())),
                true);
        assertThat(connections.save(draft, present.version(), "test")).isInstanceOf(Change.Saved.class);
    }

    private int count(String which) {
        return hubDatabase
                .sql("select count(*) from hub.inbox_message where app = :app and " + which)
                .param("app", app)
                .query(Integer.class)
                .single();
    }

    private List<Long> invoices() {
        return portalDatabase
                .sql("select count(*) as n, count(distinct number) as d from portal.invoice where number like :prefix")
                .param("prefix", app + "-%")
                .query((row, number) -> List.of(row.getLong("n"), row.getLong("d")))
                .single();
    }
}
