package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who goes first when much waits: nobody's long queue holds up another's single row. */
class OutboxTurnsTests {

    private static final FreshDatabase fresh = new FreshDatabase(TestPostgres.newDatabase());
    private static final OutboxSettings SETTINGS =
            new OutboxSettings(64, 4, Duration.ofMinutes(1), Duration.ofSeconds(1), List.of(Duration.ofMinutes(1)));

    private final Outbox outbox = new Outbox(fresh.database(), SETTINGS, "portal.example");

    @AfterAll
    static void close() {
        fresh.close();
    }

    @BeforeEach
    void startEmpty() {
        fresh.database().sql("truncate hub.outbox_message cascade").update();
    }

    @Test
    void clientsOfOneConnectionTakeTurns() {
        fill("support", "busy", 5_000);
        for (int client = 0; client < 20; client++) {
            fill("support", "quiet-" + client, 1);
        }

        List<String> served = served(7);

        assertThat(served).filteredOn(client -> client.startsWith("quiet")).hasSize(20);
    }

    @Test
    void connectionsTakeTurns() {
        fill("busy", "acme", 5_000);
        for (int connection = 0; connection < 20; connection++) {
            fill("quiet-" + connection, "acme", 1);
        }

        assertThat(outbox.claim(21, List.of()))
                .extracting(message -> message.draft().connection())
                .filteredOn(connection -> connection.startsWith("quiet"))
                .hasSize(20);
    }

    @Test
    void mailsToPeopleGoBeforeRoutineOfAnyClient() {
        fill("support", "busy", 100);
        fresh.database()
                .sql("update hub.outbox_message set priority = :routine")
                .param("routine", Urgency.ROUTINE.ordinal())
                .update();
        outbox.enqueue(
                mail("reply", "comment"), mail("acknowledgement", "acknowledgement"), mail("reminder", "reminder"));

        assertThat(outbox.claim(2, List.of()))
                .extracting(message -> message.draft().source())
                .containsExactly("acknowledgement", "reply");
    }

    @Test
    void writesToVendorsAreLessUrgentThanMails() {
        OutboxDraft write = new OutboxDraft("s", "vendor", "crm", "crm", null, null, "status", "{}", null);

        assertThat(Urgency.of(mail("m", "comment"))).isEqualTo(Urgency.WRITTEN).isLessThan(Urgency.of(write));
    }

    /** Clients whose rows leave in so many turns, each four at a time. */
    private List<String> served(int turns) {
        List<String> clients = new ArrayList<>();
        for (int turn = 0; turn < turns; turn++) {
            for (OutboxMessage message : outbox.claim(64, List.of())) {
                clients.add(String.valueOf(message.draft().clientId()));
                outbox.record(message, new Outcome.Sent(null));
            }
        }
        return clients;
    }

    private static OutboxDraft mail(String source, String purpose) {
        return new OutboxDraft(source, "mail", "ann@client.example", "support", null, "calm", purpose, "{}", null);
    }

    private static void fill(String connection, String client, int rows) {
        fresh.database()
                .sql("""
                        insert into hub.outbox_message (source, channel, target, connection, object_type, object_id,
                            client_id, purpose, priority, body, due_at)
                        select :connection || :client || n, 'mail', 'ann@client.example', :connection, 'request', :client || n, :client,
                            'comment', 1, '{}', clock_timestamp()
                        from generate_series(1, :rows) n
                        """)
                .param("connection", connection)
                .param("client", client)
                .param("rows", rows)
                .update();
    }
}
