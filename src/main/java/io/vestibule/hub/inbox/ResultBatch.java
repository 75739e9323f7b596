package io.vestibule.hub.inbox;

import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.ResultWriter.Result;
import io.vestibule.platform.database.Columns;
import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the ends of handlings into their rows and histories, in one statement however many they are, in the transaction
 * of {@link ResultWriter}. A row whose claim is another's by now stays as it is.
 */
final class ResultBatch {

    /** Nobody could be asked until now: that time is not held against it. */
    private static final String WAITED_UNASKED = "m.state = 'RETRY' and m.attempts = 0";

    private static final String WRITE = """
            with e as (
                delete from hub.inbox_claim c using unnest(:id, cast(:claim as uuid[]), :state, :reason, :detail, :result, :objectType,
                    :objectId, :client, :holdKey, :suggestions, :delay, :attempted)
                    as r (id, claim, state, reason, detail, result, object_type,
                        object_id, client_id, hold_key, suggestions, delay, attempted)
                where c.message_id = r.id and c.claim = r.claim
                returning r.*, c.attempts
            ), ended as (
                update hub.inbox_message m set state = e.state, reason = e.reason, detail = e.detail,
                    result = e.result, object_type = coalesce(e.object_type, m.object_type),
                    object_id = coalesce(e.object_id, m.object_id),
                    client_id = coalesce(e.client_id, m.client_id), hold_key = e.hold_key,
                    suggestions = cast(e.suggestions as jsonb), attempts = m.attempts + e.attempts - (not e.attempted)::int,
                    due_at = clock_timestamp() + make_interval(secs => e.delay),
                    open_since = case when %1$s and e.attempted and e.state = 'RETRY' then clock_timestamp()
                        else m.open_since end,
                    changed_at = clock_timestamp()
                from e where m.id = e.id
                returning m.id, m.app, m.ordering_key, m.is_open, m.open_since, e.claim, e.state, e.reason,
                    coalesce(e.result, e.detail) as words, e.attempted
            ), noted as (
                insert into hub.inbox_event (message_id, state, reason, detail)
                select id, state, reason, words from ended
                where attempted or not exists (
                    select from hub.inbox_event told where told.message_id = ended.id and told.reason = ended.reason)
            ), let_go as (
                %2$s)
            select claim from ended
            """.formatted(WAITED_UNASKED, WaitingBehind.LET_NEXT_GO);

    private final Database database;
    private final List<Result> results;

    ResultBatch(Database database, List<Result> results) {
        this.database = database;
        this.results = results;
    }

    /** @return for each result whether it was stored */
    List<Boolean> store() {
        KeyLocks.take(
                database,
                results.stream()
                        .map(Result::message)
                        .map(message -> KeyLocks.of(message.app(), message.orderingKey())));
        Map<UUID, Duration> ages = agesOfFailures();
        List<Ending> endings = results.stream()
                .map(result -> Ending.of(
                        result.message(),
                        result.handling(),
                        ages.get(result.message().claim())))
                .toList();
        Set<UUID> stored = write(endings);
        return results.stream()
                .map(result -> stored.contains(result.message().claim()))
                .toList();
    }

    /** How long those that failed have been open: it decides whether they are tried again. */
    private Map<UUID, Duration> agesOfFailures() {
        Map<UUID, Duration> ages = new HashMap<>();
        Long[] failed = results.stream()
                .filter(result -> result.handling() instanceof Handling.Retry)
                .map(result -> result.message().id())
                .toArray(Long[]::new);
        if (failed.length > 0) {
            database.sql("""
                            select c.claim, case when %s then 0
                                else extract(epoch from clock_timestamp() - m.open_since) * 1000 end as age
                            from hub.inbox_claim c join hub.inbox_message m on m.id = c.message_id
                            where c.message_id = any(:ids)
                            """.formatted(WAITED_UNASKED)).param("ids", failed).query(row -> {
                ages.put(row.getObject("claim", UUID.class), Duration.ofMillis(row.getLong("age")));
            });
        }
        return ages;
    }

    private Set<UUID> write(List<Ending> endings) {
        return new HashSet<>(database.sql(WRITE)
                .param("id", endings.stream().map(Ending::id).toArray(Long[]::new))
                .param("claim", Columns.texts(endings, ending -> ending.claim().toString()))
                .param("state", Columns.texts(endings, ending -> ending.state().name()))
                .param("reason", Columns.texts(endings, Ending::reason))
                .param("detail", Columns.texts(endings, ending -> InboxJson.cleanOrNull(ending.detail())))
                .param("result", Columns.texts(endings, ending -> InboxJson.cleanOrNull(ending.became())))
                .param("objectType", Columns.texts(endings, Ending::objectType))
                .param("objectId", Columns.texts(endings, Ending::objectId))
                .param("client", Columns.texts(endings, Ending::clientId))
                .param("holdKey", Columns.texts(endings, Ending::holdKey))
                .param("suggestions", Columns.texts(endings, ending -> InboxJson.write(ending.suggestions())))
                .param(
                        "delay",
                        endings.stream()
                                .map(ending -> ending.delay().toMillis() / 1000.0)
                                .toArray(Double[]::new))
                .param(
                        "attempted",
                        results.stream()
                                .map(result -> !(result.handling() instanceof Handling.NotYet))
                                .toArray(Boolean[]::new))
                .query(UUID.class)
                .list());
    }
}
