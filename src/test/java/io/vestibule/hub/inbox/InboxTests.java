package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.platform.database.RetentionSettings;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final MeterRegistry METERS = new SimpleMeterRegistry();
    private static final ReceiptWriter WRITER = new ReceiptWriter(DATABASE);

    private static final RetentionSettings RETENTION =
            new RetentionSettings(Duration.ofDays(30), Duration.ofDays(100), Duration.ofDays(30));

    private final PayloadStore payloads = new PayloadStore(DATABASE);
    private static final InboxSettings SETTINGS = new InboxSettings(6, 4, 4, Duration.ofSeconds(90));

    private final Inbox inbox = new Inbox(DATABASE, WRITER, new ResultWriter(DATABASE), SETTINGS, METERS);
    private final InboxRows rows = new InboxRows(DATABASE);

    @BeforeEach
    void empty() {
        DATABASE.sql(
                        "truncate hub.inbox_message, hub.inbox_claim, hub.payload, hub.inbox_event, hub.inbox_batch cascade")
                .update();
    }

    @Test
    void keepsOneRowWhenTheSameNewsArrivesTwice() {
        Receipt first = receive("a", item("1", "k")).getFirst();
        Receipt second = receive("a", item("1", "k")).getFirst();

        assertThat(first.duplicate()).isFalse();
        assertThat(second).isEqualTo(new Receipt(first.id(), true));
        assertThat(rows.find(first.id()).orElseThrow().duplicates()).isEqualTo(1);
        assertThat(count("hub.payload")).isEqualTo(1);
    }

    @Test
    void keepsTheBytesAndHeadersAsTheyCame() {
        long id = receive("a", item("1", "k")).getFirst().id();

        PayloadStore.Payload payload =
                payloads.find(rows.find(id).orElseThrow().payloadId()).orElseThrow();

        assertThat(payload.bytes()).isEqualTo(new byte[] {0, 1, (byte) 0xff});
        assertThat(payload.headers()).containsEntry("x-note", "a\uFFFDb");
    }

    @Test
    void storesNewsThatCantBeReadAsDeadWithTheReason() {
        Delivery.Item broken = new Delivery.Item("", "x", null, "unknown", "x", null, "/events/0/id: missing");
        long id = receive("a", broken).getFirst().id();

        InboxRow row = rows.find(id).orElseThrow();
        assertThat(row.state()).isEqualTo(InboxState.DEAD);
        assertThat(row.detail()).isEqualTo("/events/0/id: missing");
        assertThat(inbox.claim(new ClaimRoom(10, 10, 9, Long.MAX_VALUE))).isEmpty();
    }

    @Test
    void handsOutNewsOfOneKeyOneByOneInOrderOfReceipt() {
        receive("a", item("1", "k"), item("2", "k"), item("3", "other"));

        List<InboxMessage> first = inbox.claim(new ClaimRoom(10, 10, 9, Long.MAX_VALUE));
        assertThat(ids(first)).containsExactlyInAnyOrder("1", "3");
        assertThat(inbox.claim(new ClaimRoom(10, 10, 9, Long.MAX_VALUE))).isEmpty();

        inbox.record(byId(first, "1"), applied());
        assertThat(ids(inbox.claim(new ClaimRoom(10, 10, 9, Long.MAX_VALUE)))).containsExactly("2");
    }

    @Test
    void letsAMessageInRetryHoldUpOnlyItsOwnKey() {
        receive("a", item("1", "k"), item("2", "k"), item("3", "other"));
        inbox.record(
                byId(inbox.claim(new ClaimRoom(10, 10, 9, Long.MAX_VALUE)), "1"),
                new Handling.Retry("poison", null, Duration.ofHours(1)));

        receive("a", item("4", "other2"));

        assertThat(ids(inbox.claim(new ClaimRoom(10, 10, 9, Long.MAX_VALUE)))).containsExactly("4");
    }

    @Test
    void letsADeadMessageReleaseItsKey() {
        receive("a", item("1", "k"), item("2", "k"));
        inbox.record(
                inbox.claim(new ClaimRoom(10, 10, 9, Long.MAX_VALUE)).getFirst(),
                new Handling.Dead("mapping-failed", "/total"));

        assertThat(ids(inbox.claim(new ClaimRoom(10, 10, 9, Long.MAX_VALUE)))).containsExactly("2");
    }

    @Test
    void claimsAgainWhenALeaseRanOutAndDropsTheLateResult() {
        receive("a", item("1", "k"));
        InboxMessage slow = inbox.claim(new ClaimRoom(1, 10, 9, Long.MAX_VALUE)).getFirst();
        inbox.abandonClaims();

        InboxMessage again =
                inbox.claim(new ClaimRoom(1, 10, 9, Long.MAX_VALUE)).getFirst();

        assertThat(again.claim()).isNotEqualTo(slow.claim());
        assertThat(inbox.record(slow, applied())).isFalse();
        assertThat(inbox.record(again, applied())).isTrue();
        assertThat(again.attempts()).isEqualTo(2);
    }

    @Test
    void keepsALeaseThatIsRenewed() {
        receive("a", item("1", "k"));
        InboxMessage message =
                inbox.claim(new ClaimRoom(1, 10, 9, Long.MAX_VALUE)).getFirst();
        inbox.abandonClaims();
        inbox.renew(Set.of(message.claim()));

        assertThat(inbox.claim(new ClaimRoom(1, 10, 9, Long.MAX_VALUE))).isEmpty();
    }

    @Test
    void keepsALeaseThatIsRenewedWhileTheHandlingOfAnotherEnds() {
        receive("a", item("1", "k"));
        UUID mine =
                inbox.claim(new ClaimRoom(1, 10, 9, Long.MAX_VALUE)).getFirst().claim();
        inbox.abandonClaims();

        inbox.renew(new AbstractCollection<>() {
            private boolean seen;

            @Override
            public Iterator<UUID> iterator() {
                List<UUID> claims = seen ? List.of(mine) : List.of(mine, UUID.randomUUID());
                seen = true;
                return claims.iterator();
            }

            @Override
            public int size() {
                return seen ? 1 : 2;
            }
        });

        assertThat(inbox.claim(new ClaimRoom(1, 10, 9, Long.MAX_VALUE))).isEmpty();
    }

    @Test
    void givesAFloodOfOneAppNoMoreThanItsShare() {
        for (int i = 0; i < 20; i++) {
            receive("flood", item("f" + i, "f" + i));
        }
        receive("quiet", item("q", "q"));

        List<InboxMessage> claimed = inbox.claim(new ClaimRoom(6, 4, 9, Long.MAX_VALUE));

        assertThat(claimed).hasSize(5);
        assertThat(ids(claimed)).contains("q");
        assertThat(inbox.claim(new ClaimRoom(6, 4, 9, Long.MAX_VALUE))).isEmpty();
    }

    @Test
    void neverHandsOutAMessageTwiceToCompetingClaimers() throws Exception {
        for (int i = 0; i < 60; i++) {
            receive("a", item("m" + i, "k" + i % 7));
        }
        Set<String> handled = ConcurrentHashMap.newKeySet();
        Set<String> keysInWork = ConcurrentHashMap.newKeySet();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (var pool = Executors.newFixedThreadPool(6)) {
            Callable<Void> worker = () -> {
                while (handled.size() < 60) {
                    for (InboxMessage message : inbox.claim(new ClaimRoom(3, 60, 9, Long.MAX_VALUE))) {
                        assertThat(keysInWork.add(message.orderingKey())).isTrue();
                        assertThat(handled.add(message.externalId())).isTrue();
                        order.add(message.externalId());
                        keysInWork.remove(message.orderingKey());
                        assertThat(inbox.record(message, applied())).isTrue();
                    }
                }
                return null;
            };
            for (var done : pool.invokeAll(List.of(worker, worker, worker, worker, worker, worker))) {
                done.get();
            }
        }
        assertThat(order.stream().filter(id -> Integer.parseInt(id.substring(1)) % 7 == 3))
                .isSortedAccordingTo(Comparator.comparingInt(id -> Integer.parseInt(id.substring(1))));
    }

    @Test
    void handlesAHeldMessageAgainWithThePersonsAnswer() {
        long id = receive("a", item("1", "k")).getFirst().id();
        Handling held = new Handling.Held(
                "unknown-sender", "Whose?", null, List.of(new Suggestion("c1", "Acme", null, "same domain")));
        inbox.record(inbox.claim(new ClaimRoom(1, 1, 9, Long.MAX_VALUE)).getFirst(), held);
        assertThat(rows.find(id).orElseThrow().suggestions()).hasSize(1);

        Assignment answer = new Assignment("c1", "ann@acme.example", "Olga");
        assertThat(inbox.assign(id, answer)).isTrue();

        InboxMessage again = inbox.claim(new ClaimRoom(1, 1, 9, Long.MAX_VALUE)).getFirst();
        assertThat(again.assignment()).isEqualTo(answer);
        assertThat(again.key(1)).isEqualTo(id + ".1");
        assertThat(inbox.assign(id, answer)).isFalse();
    }

    @Test
    void releasesAllMessagesThatWaitForOneAnswer() {
        receive("a", item("1", "k1"), item("2", "k2"), item("3", "k3"));
        for (InboxMessage message : inbox.claim(new ClaimRoom(9, 9, 9, Long.MAX_VALUE))) {
            String key = message.externalId().equals("3") ? "link:b" : "link:a";
            inbox.record(message, new Handling.Held("no-link", "Whose?", key, List.of()));
        }

        assertThat(inbox.release("link:a", new Assignment("c1", null, "Olga"))).isEqualTo(2);
        assertThat(ids(inbox.claim(new ClaimRoom(9, 9, 9, Long.MAX_VALUE)))).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void letsInOnlyForTheDoubtThatWasSeenAndKeepsTheAnswerThroughAReplay() {
        long id = receive("a", item("1", "k")).getFirst().id();
        inbox.record(claimed(), new Handling.Held("burst", "Many", "burst:a", List.of()));

        assertThat(inbox.letIn(id, null, "not-genuine", "Olga")).isZero();
        assertThat(inbox.letIn(id, "burst:a", "burst", "Olga")).isOne();
        assertThat(inbox.letIn(id, "burst:a", "burst", "Olga")).isZero();
        InboxMessage again = claimed();
        assertThat(again.accepted()).containsExactly(Map.entry("burst", "Olga"));

        inbox.record(again, new Handling.Held("not-genuine", "Forged", null, List.of()));
        assertThat(inbox.letIn(id, null, "not-genuine", "Ann")).isOne();
        inbox.record(claimed(), new Handling.Dead("broken", "Broken"));
        inbox.replay(id, "Tom");

        assertThat(claimed().accepted()).containsOnly(Map.entry("burst", "Olga"), Map.entry("not-genuine", "Ann"));
        assertThat(rows.history(id))
                .filteredOn(change -> Inbox.LET_IN.equals(change.reason()))
                .extracting(InboxRow.Change::detail, InboxRow.Change::by)
                .containsExactly(tuple("burst", "Olga"), tuple("not-genuine", "Ann"));
    }

    private InboxMessage claimed() {
        return inbox.claim(new ClaimRoom(1, 1, 9, Long.MAX_VALUE)).getFirst();
    }

    @Test
    void replaysWhatEndedWithKeysOfItsOwnAndRemembersWhoAsked() {
        long id = receive("a", item("1", "k")).getFirst().id();
        assertThat(inbox.replay(id, "Olga")).isEqualTo(Inbox.Replay.STILL_OPEN);
        inbox.record(
                inbox.claim(new ClaimRoom(1, 1, 9, Long.MAX_VALUE)).getFirst(),
                new Handling.Refused("unknown-client", "No such client"));

        assertThat(inbox.replay(id, "Olga")).isEqualTo(Inbox.Replay.DONE);

        assertThat(inbox.claim(new ClaimRoom(1, 1, 9, Long.MAX_VALUE))
                        .getFirst()
                        .key(2))
                .isEqualTo(id + ".2.r1");
        assertThat(rows.history(id))
                .extracting(change -> change.state() + "/" + change.reason() + "/" + change.by())
                .containsExactly("RECEIVED/null/null", "REFUSED/unknown-client/null", "RECEIVED/replayed/Olga");
    }

    @Test
    void givesUpAfterDaysAndSaysSo() {
        long id = receive("a", item("1", "k")).getFirst().id();
        DATABASE.sql("update hub.inbox_message set open_since = now() - interval '5 days'")
                .update();
        InboxMessage message =
                inbox.claim(new ClaimRoom(1, 1, 9, Long.MAX_VALUE)).getFirst();

        inbox.record(message, new Handling.Retry("vendor-down", "503", null));

        InboxRow row = rows.find(id).orElseThrow();
        assertThat(row.state()).isEqualTo(InboxState.DEAD);
        assertThat(row.reason()).isEqualTo("vendor-down");
        assertThat(row.detail()).contains("given up after 4 days");
    }

    @Test
    void balancesWhatWasSeenAgainstWhatBecameOfIt() {
        receive("a", item("1", "k1"), item("2", "k2"), item("1", "k1"));
        receive("a", item("2", "k2"));
        inbox.record(byId(inbox.claim(new ClaimRoom(9, 9, 9, Long.MAX_VALUE)), "1"), applied());
        LocalDate today = LocalDate.ofInstant(
                DATABASE.sql("select now()")
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant(),
                ZoneOffset.UTC);

        Conservation.Sum sum =
                new Conservation(DATABASE, RETENTION).store(today).getFirst();

        assertThat(sum).isEqualTo(new Conservation.Sum(today, "a", 4, 1, 2, 0, 0, 0, 0, 1, true));
    }

    @Test
    void noticesALostRow() {
        receive("a", item("1", "k1"), item("2", "k2"));
        LocalDate today = DATABASE.sql("select (now() at time zone 'UTC')::date")
                .query(LocalDate.class)
                .single();
        DATABASE.sql("delete from hub.inbox_message where external_id = '2'").update();

        assertThat(new Conservation(DATABASE, RETENTION).store(today).getFirst().balanced())
                .isFalse();
    }

    @Test
    void findsRowsByStateAndText() {
        receive("a", item("alpha", "k1"), item("beta", "k2"), item("gamma", "k3"));
        inbox.record(
                byId(inbox.claim(new ClaimRoom(9, 9, 9, Long.MAX_VALUE)), "beta"),
                new Handling.Ignored("not-marked", null));

        InboxRows.Filter ignored =
                new InboxRows.Filter(Set.of(InboxState.IGNORED), "test", "a", null, null, null, "BETA");
        assertThat(rows.search(ignored, null, 10).rows()).hasSize(1);
        InboxRows.Page page = rows.search(InboxRows.Filter.all(), null, 2);
        assertThat(page.rows()).extracting(InboxRow::externalId).containsExactly("gamma", "beta");
        assertThat(rows.search(InboxRows.Filter.all(), page.next(), 2).rows()).hasSize(1);
        assertThat(rows.numbers().getFirst().open()).isEqualTo(2);
    }

    @Test
    void countsRefusedSignaturesPerApp() {
        RefusedSignatures refused = new RefusedSignatures(DATABASE, METERS);
        refused.count("shop", "wrong-signature");
        refused.count("shop", "too-old");

        RefusedSignatures.Refusals refusals =
                refused.within(Duration.ofHours(2)).getFirst();
        assertThat(refusals.refused()).isEqualTo(2);
        assertThat(refusals.reason()).isEqualTo("too-old");
    }

    private List<Receipt> receive(String app, Delivery.Item... items) {
        Map<String, String> headers = Map.of("x-note", "a\0b");
        return inbox.receive(
                new Delivery("test", app, new byte[] {0, 1, (byte) 0xff}, "application/json", headers, List.of(items)));
    }

    private static Delivery.Item item(String externalId, String orderingKey) {
        return new Delivery.Item("", externalId, null, "thing.changed", orderingKey, "{}", null);
    }

    private static Handling applied() {
        return new Handling.Applied("done", null, null, null);
    }

    private static List<String> ids(List<InboxMessage> messages) {
        return messages.stream().map(InboxMessage::externalId).toList();
    }

    private static InboxMessage byId(List<InboxMessage> messages, String externalId) {
        return messages.stream()
                .filter(message -> message.externalId().equals(externalId))
                .findFirst()
                .orElseThrow();
    }

    private static long count(String table) {
        Long count =
                DATABASE.sql("select count(*) from " + table).query(Long.class).single();
        return count;
    }
}
