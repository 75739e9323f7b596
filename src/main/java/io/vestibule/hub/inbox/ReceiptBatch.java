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

    /**
     * One statement, because each is a turn to the database and back: the news, the bytes of those deliveries that brought
     * any which is new, and how much was seen, so that the daily sum can be checked against what came.
     */
    private static final String NEWS = """
            with delivery as (
                select coalesce(payload, nextval('hub.payload_id_seq')) as payload_id, number, app, content_type, headers,
                    bytes
                from unnest(:payload, :from, :contentType, :headers, :bytes)
                    with ordinality as delivery (payload, app, content_type, headers, bytes, number)
            ), news as (
                select * from unnest(:delivery, :kind, :app, :account, :externalId, :connection, :eventType, :orderingKey,
                    :event, :problem, :trace, :state, :reason, :result, :objectType, :objectId, :client)
                    with ordinality as news (delivery, kind, app, account, external_id, connection, event_type,
                    ordering_key, event, problem, trace, state, reason, result, object_type, object_id, client_id, position)
            ), fresh as (
                insert into hub.inbox_message (kind, app, account, external_id, connection, event_type,
                    ordering_key, payload_id, event, detail, trace, state, reason, result, object_type, object_id,
                    client_id, due_at)
                select kind, news.app, account, external_id, connection, event_type, ordering_key, payload_id,
                    event, problem, trace, state, reason, result, object_type, object_id, client_id,
                    case when state = 'RECEIVED' then %s else clock_timestamp() end
                from news join delivery on delivery.number = news.delivery
                order by position
                on conflict (app, account, external_id) do nothing
                returning id, app, account, external_id, payload_id
            ), kept as (
                insert into hub.payload (id, app, content_type, headers, bytes) overriding system value
                select payload_id, app, content_type, cast(headers as jsonb), bytes from delivery
                where bytes is not null and payload_id in (select payload_id from fresh)
                on conflict (id) do nothing
            ), seen as (
                insert into hub.inbox_batch (app, seen, duplicates)
                select app, count(*), count(*) - (select count(*) from fresh where fresh.app = news.app)
                from news group by app
            )
            select fresh.id, fresh.app, account, external_id, payload_id, number
            from fresh join delivery using (payload_id)
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
        Stored stored = storeNews();
        List<Receipt> receipts = receipts(stored.messages());
        PayloadStore.putLarge(database, stored.payloads(), deliveries);
        noteEnds(receipts);
        countDuplicates(receipts);
        return byDelivery(receipts);
    }

    /**
     * Ids of what is new.
     *
     * @param payloads under which the bytes of a delivery are kept, by its place
     */
    private record Stored(Map<Identity, Long> messages, Map<Integer, Long> payloads) {}

    private Stored storeNews() {
        Stored stored = new Stored(new HashMap<>(), new HashMap<>());
        withItems(withDeliveries(database.sql(NEWS))).query(row -> {
            Identity identity =
                    new Identity(row.getString("app"), row.getString("account"), row.getString("external_id"));
            stored.messages().put(identity, row.getLong("id"));
            stored.payloads().put(row.getInt("number") - 1, row.getLong("payload_id"));
        });
        return stored;
    }

    private StatementSpec withDeliveries(StatementSpec news) {
        return news.param("payload", deliveries.stream().map(Delivery::payload).toArray(Long[]::new))
                .param("from", Columns.texts(deliveries, Delivery::app))
                .param("contentType", Columns.texts(deliveries, delivery -> InboxJson.clean(delivery.contentType())))
                .param("headers", Columns.texts(deliveries, delivery -> InboxJson.write(delivery.headers())))
                .param("bytes", deliveries.stream().map(PayloadStore::small).toArray(byte[][]::new));
    }

    private StatementSpec withItems(StatementSpec news) {
        return news.param(
                        "delivery",
                        lines.stream().map(line -> line.delivery() + 1).toArray(Integer[]::new))
                .param("kind", texts(line -> line.from().kind()))
                .param("app", texts(line -> line.from().app()))
                .param("account", texts(line -> line.identity().account()))
                .param("externalId", texts(line -> line.identity().externalId()))
                .param("connection", texts(line -> line.item().connection()))
                .param("eventType", texts(line -> line.item().eventType()))
                .param("orderingKey", texts(line -> line.item().orderingKey()))
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
