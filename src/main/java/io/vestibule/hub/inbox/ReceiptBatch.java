package io.vestibule.hub.inbox;

import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Columns;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.observe.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Stores deliveries that share one commit, in a fixed number of statements however many they are. Runs in a transaction
 * of {@link Inbox}; what one of them breaks, it breaks for all, so {@link ReceiptWriter} then takes them one by one.
 */
final class ReceiptBatch {

    private static final String NEWS = """
            insert into hub.inbox_message (kind, app, account, external_id, connection, event_type,
                ordering_key, payload_id, event, detail, trace, state, reason, result, object_type, object_id,
                client_id, due_at)
            select kind, app, account, external_id, connection, event_type, ordering_key, payload_id,
                event, problem, trace, state, reason, result, object_type, object_id, client_id,
                case when state = 'RECEIVED' then %s else clock_timestamp() end
            from unnest(:kind, :app, :account, :externalId, :connection, :eventType, :orderingKey,
                :payload, :event, :problem, :trace, :state, :reason, :result, :objectType, :objectId, :client)
                with ordinality as news (kind, app, account, external_id,
                connection, event_type, ordering_key, payload_id, event, problem, trace, state, reason, result,
                object_type, object_id, client_id, position)
            order by position
            on conflict (app, account, external_id) do nothing
            returning id, app, account, external_id
            """.formatted(WaitingBehind.dueAt("news", ""));

    private final Database database;
    private final List<Delivery> deliveries;
    private final List<Line> lines = new ArrayList<>();

    ReceiptBatch(Database database, List<Delivery> deliveries) {
        this.database = database;
        this.deliveries = deliveries;
    }

    /** What makes a piece of news the same news. */
    private record Identity(String app, String account, String externalId) {}

    /** One item with the delivery that brought it. */
    private record Line(int delivery, Delivery from, Delivery.Item item, Identity identity) {
        Trace trace() {
            return item.trace() == null ? from.trace() : item.trace();
        }

        InboxState state() {
            if (item.problem() != null) {
                return InboxState.DEAD;
            }
            return item.settled() == null ? InboxState.RECEIVED : InboxState.APPLIED;
        }

        boolean opens() {
            return state() == InboxState.RECEIVED;
        }

        @Nullable
        String reason() {
            return item.problem() == null ? null : Inbox.UNREADABLE;
        }

        @Nullable
        String settled(Function<Handling.Applied, @Nullable String> part) {
            return item.settled() == null ? null : part.apply(item.settled());
        }
    }

    /** @return for each delivery one receipt per item, in order */
    List<List<Receipt>> store() {
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            for (Delivery.Item item : delivery.items()) {
                String account = InboxJson.clean(item.account());
                String externalId = InboxJson.clean(item.externalId());
                lines.add(new Line(i, delivery, item, new Identity(delivery.app(), account, externalId)));
            }
        }
        KeyLocks.take(
                database,
                lines.stream()
                        .filter(Line::opens)
                        .map(line -> KeyLocks.of(line.from().app(), line.item().orderingKey())));
        List<Long> payloads = payloadIds();
        Map<Identity, Long> stored = storeNews(payloads);
        List<Receipt> receipts = receipts(stored);
        storePayloads(payloads, receipts);
        noteEnds(receipts);
        countDuplicates(receipts);
        noteSeen(receipts);
        return byDelivery(receipts);
    }

    /** Taken before the rows that name them, because the bytes are only kept where at least one row is new. */
    private List<Long> payloadIds() {
        return database.sql("select nextval('hub.payload_id_seq') from generate_series(1, :number)")
                .param("number", deliveries.size())
                .query(Long.class)
                .list();
    }

    private Map<Identity, Long> storeNews(List<Long> payloads) {
        Map<Identity, Long> stored = new HashMap<>();
        bound(database.sql(NEWS), payloads).query(row -> {
            Identity identity =
                    new Identity(row.getString("app"), row.getString("account"), row.getString("external_id"));
            stored.put(identity, row.getLong("id"));
        });
        return stored;
    }

    private StatementSpec bound(StatementSpec news, List<Long> payloads) {
        return news.param("kind", texts(line -> line.from().kind()))
                .param("app", texts(line -> line.from().app()))
                .param("account", texts(line -> line.identity().account()))
                .param("externalId", texts(line -> line.identity().externalId()))
                .param("connection", texts(line -> line.item().connection()))
                .param("eventType", texts(line -> line.item().eventType()))
                .param("orderingKey", texts(line -> line.item().orderingKey()))
                .param(
                        "payload",
                        lines.stream()
                                .map(line -> payloads.get(line.delivery()))
                                .toArray(Long[]::new))
                .param("event", texts(line -> line.item().event()))
                .param("problem", texts(line -> line.item().problem()))
                .param("trace", texts(line -> line.trace().traceparent()))
                .param("state", texts(line -> line.state().name()))
                .param("reason", texts(Line::reason))
                .param("result", texts(line -> line.settled(Handling.Applied::result)))
                .param("objectType", texts(line -> line.settled(Handling.Applied::objectType)))
                .param("objectId", texts(line -> line.settled(Handling.Applied::objectId)))
                .param("client", texts(line -> line.settled(Handling.Applied::clientId)));
    }

    private @Nullable String[] texts(Function<Line, @Nullable String> column) {
        return Columns.texts(lines, line -> InboxJson.cleanOrNull(column.apply(line)));
    }

    /** News that isn't new was there before, or came twice in this batch: then the first one counts. */
    private List<Receipt> receipts(Map<Identity, Long> stored) {
        Map<Identity, Long> present = stored.size() == lines.size() ? Map.of() : present(stored.keySet());
        Set<Identity> seen = new HashSet<>();
        List<Receipt> receipts = new ArrayList<>();
        for (Line line : lines) {
            Long fresh = stored.get(line.identity());
            boolean duplicate = fresh == null || !seen.add(line.identity());
            receipts.add(new Receipt(fresh == null ? known(present, line.identity()) : fresh, duplicate));
        }
        return receipts;
    }

    private static long known(Map<Identity, Long> present, Identity identity) {
        Long id = present.get(identity);
        if (id == null) {
            throw new IllegalStateException("News of " + identity.app() + " was removed while it came again");
        }
        return id;
    }

    private Map<Identity, Long> present(Set<Identity> fresh) {
        List<Identity> wanted = lines.stream()
                .map(Line::identity)
                .filter(identity -> !fresh.contains(identity))
                .distinct()
                .toList();
        Map<Identity, Long> present = new HashMap<>();
        database.sql("""
                        select m.id, m.app, m.account, m.external_id from hub.inbox_message m
                        join unnest(:app, :account, :externalId) as news (app, account, external_id)
                            using (app, account, external_id)
                        """)
                .param("app", wanted.stream().map(Identity::app).toArray(String[]::new))
                .param("account", wanted.stream().map(Identity::account).toArray(String[]::new))
                .param("externalId", wanted.stream().map(Identity::externalId).toArray(String[]::new))
                .query(row -> {
                    Identity identity =
                            new Identity(row.getString("app"), row.getString("account"), row.getString("external_id"));
                    present.put(identity, row.getLong("id"));
                });
        return present;
    }

    private void storePayloads(List<Long> ids, List<Receipt> receipts) {
        Set<Integer> wanted = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!receipts.get(i).duplicate()) {
                wanted.add(lines.get(i).delivery());
            }
        }
        PayloadStore.put(
                database,
                wanted.stream().sorted().map(ids::get).toList(),
                wanted.stream().sorted().map(deliveries::get).toList());
    }

    /** Those that can't be read, and those on which nobody has to act. */
    private void noteEnds(List<Receipt> receipts) {
        List<Integer> ended = IntStream.range(0, lines.size())
                .filter(i -> !lines.get(i).opens() && !receipts.get(i).duplicate())
                .boxed()
                .toList();
        if (ended.isEmpty()) {
            return;
        }
        database.sql("""
                        insert into hub.inbox_event (message_id, state, reason, detail)
                        select * from unnest(:id, :state, :reason, :words)
                        """)
                .param("id", ended.stream().map(i -> receipts.get(i).id()).toArray(Long[]::new))
                .param("state", Columns.texts(ended, i -> lines.get(i).state().name()))
                .param("reason", Columns.texts(ended, i -> lines.get(i).reason()))
                .param("words", Columns.texts(ended, i -> InboxJson.cleanOrNull(words(lines.get(i)))))
                .update();
    }

    private static @Nullable String words(Line line) {
        return line.item().problem() == null
                ? line.settled(Handling.Applied::result)
                : line.item().problem();
    }

    private void countDuplicates(List<Receipt> receipts) {
        Long[] duplicates = receipts.stream()
                .filter(Receipt::duplicate)
                .map(Receipt::id)
                .sorted()
                .toArray(Long[]::new);
        if (duplicates.length > 0) {
            database.sql("""
                            update hub.inbox_message m set duplicates = m.duplicates + again.times
                            from (select id, count(*) as times from unnest(:ids) as d (id) group by id) again
                            where m.id = again.id
                            """).param("ids", duplicates).update();
        }
    }

    /** Committed with the rows, so that the daily sum can be checked against what came. */
    private void noteSeen(List<Receipt> receipts) {
        Map<String, int[]> counts = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            int[] seenAndDuplicates = counts.computeIfAbsent(lines.get(i).from().app(), app -> new int[2]);
            seenAndDuplicates[0]++;
            seenAndDuplicates[1] += receipts.get(i).duplicate() ? 1 : 0;
        }
        counts.forEach((app, seenAndDuplicates) -> database.sql(
                        "insert into hub.inbox_batch (app, seen, duplicates) values (:app, :seen, :duplicates)")
                .param("app", app)
                .param("seen", seenAndDuplicates[0])
                .param("duplicates", seenAndDuplicates[1])
                .update());
    }

    private List<List<Receipt>> byDelivery(List<Receipt> receipts) {
        List<List<Receipt>> answers = new ArrayList<>();
        int next = 0;
        for (Delivery delivery : deliveries) {
            answers.add(
                    List.copyOf(receipts.subList(next, next + delivery.items().size())));
            next += delivery.items().size();
        }
        return answers;
    }
}
