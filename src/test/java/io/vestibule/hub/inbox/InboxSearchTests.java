package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.hub.canonical.ClientScope;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxSearchTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final ReceiptWriter WRITER = new ReceiptWriter(DATABASE);
    private static final ResultWriter RESULTS = new ResultWriter(DATABASE);

    private final Inbox inbox = new Inbox(
            DATABASE, WRITER, RESULTS, new InboxSettings(6, 4, 4, Duration.ofSeconds(90)), new SimpleMeterRegistry());
    private final InboxRows rows = new InboxRows(DATABASE);

    @AfterAll
    static void close() {
        WRITER.destroy();
        RESULTS.destroy();
        FRESH.close();
    }

    @BeforeEach
    void empty() {
        DATABASE.sql(
                        "truncate hub.inbox_message, hub.inbox_claim, hub.payload, hub.inbox_event, hub.inbox_batch cascade")
                .update();
    }

    @Test
    void aWindowOfTimeIsReadPageByPageAlsoWhereIdsAndTimesDisagree() {
        for (String id : List.of("a", "b", "c", "d", "e")) {
            receive("app", null, id);
        }
        received("a", "2026-03-01T10:00:00Z");
        received("b", "2026-03-01T13:00:00Z");
        received("c", "2026-03-01T12:00:00Z");
        received("d", "2026-03-01T11:00:00Z");
        received("e", "2026-03-01T14:00:00Z");
        InboxRows.Filter window = window("2026-03-01T11:00:00Z", "2026-03-01T14:00:00Z", null);

        InboxRows.Page first = rows.search(window, null, 2);
        InboxRows.Page second = rows.search(window, first.next(), 2);

        assertThat(ids(first)).containsExactly("b", "c");
        assertThat(ids(second)).containsExactly("d");
        assertThat(second.next()).isNull();
    }

    @Test
    void aTextIsLookedForInTheWindowOnly() {
        receive("app", null, "invoice-1");
        receive("app", null, "invoice-2");
        received("invoice-1", "2026-03-01T10:00:00Z");
        received("invoice-2", "2026-03-02T10:00:00Z");

        assertThat(ids(rows.search(window("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", "invoice"), null, 9)))
                .containsExactly("invoice-2");
    }

    @Test
    void onlyThoseOfTheReasonsAreFoundThatAreAskedFor() {
        Map.of("1", "burst", "2", "encrypted", "3", "no-link").forEach((id, reason) -> {
            receive("app", null, id);
            inbox.record(claimed(), new Handling.Held(reason, "Held", null, List.of()));
        });

        InboxRows.Filter two = InboxRows.Filter.of(InboxState.HELD, Set.of("burst", "encrypted"));

        assertThat(ids(rows.search(two, null, 9))).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void onlyWhatWasRefusedByItsHandlingCountsAsFailedAndNotWhatAPersonPutAway() {
        receive("app", null, "1");
        inbox.record(claimed(), new Handling.Refused("unknown-client", "No such client"));
        receive("app", null, "2");
        InboxMessage held = claimed();
        inbox.record(held, new Handling.Held("unknown-sender", "Nobody known", null, List.of()));

        inbox.dismiss(held.id(), Dismissal.refused("Olga", "Spam"));

        assertThat(rows.numbers()).singleElement().satisfies(source -> {
            assertThat(source.handled()).isOne();
            assertThat(source.failed()).isOne();
        });
    }

    private InboxMessage claimed() {
        return inbox.claim(new ClaimRoom(1, 1, 1, Long.MAX_VALUE)).getFirst();
    }

    @Test
    void aSourceIsAConnectionOrAnApp() {
        receive("xero", "acme-books", "1");
        receive("acme-books", null, "2");
        receive("xero", "birch-books", "3");

        InboxRows.Filter ofSource = new InboxRows.Filter(Set.of(), null, "acme-books", null, null, null, null);

        assertThat(ids(rows.search(ofSource, null, 9))).containsExactly("2", "1");
    }

    @Test
    void aClientsMessagesAreThoseAppliedToItAndThoseOfItsOwnConnectionsThatCameToNobody() {
        receive("xero", "acme-books", "dead");
        receive("mail", "firm-mail", "applied");
        receive("mail", "firm-mail", "others");
        receive("xero", "acme-books", "given-to-others");
        ended("dead", new Handling.Dead("mapping-failed", "/total"));
        ended("applied", new Handling.Applied("REQ-1 opened", "request", "1", "acme"));
        ended("others", new Handling.Applied("REQ-2 opened", "request", "2", "birch"));
        ended("given-to-others", new Handling.Applied("INV-1", "invoice", "3", "birch"));

        InboxRows.Filter ofClient = new InboxRows.Filter(
                Set.of(), null, null, new ClientScope("acme", Set.of("acme-books")), null, null, null);

        assertThat(ids(rows.search(ofClient, null, 9))).containsExactly("applied", "dead");
    }

    private void receive(String app, @Nullable String connection, String id) {
        Delivery.Item item = new Delivery.Item("", id, connection, "thing", "key-" + id, "{}", null);
        inbox.receive(new Delivery("test", app, new byte[] {1}, "text/plain", Map.of(), List.of(item)));
    }

    private void ended(String id, Handling handling) {
        InboxMessage message = inbox.claim(new ClaimRoom(9, 9, 9, Long.MAX_VALUE)).stream()
                .filter(claimed -> claimed.externalId().equals(id))
                .findFirst()
                .orElseThrow();
        inbox.record(message, handling);
        inbox.abandonClaims();
    }

    private static void received(String id, String at) {
        DATABASE.sql("update hub.inbox_message set received_at = :at where external_id = :id")
                .param("at", Database.at(Instant.parse(at)))
                .param("id", id)
                .update();
    }

    private static InboxRows.Filter window(String from, String to, @Nullable String text) {
        return new InboxRows.Filter(Set.of(), null, null, null, Instant.parse(from), Instant.parse(to), text);
    }

    private static List<String> ids(InboxRows.Page page) {
        return page.rows().stream().map(InboxRow::externalId).toList();
    }
}
