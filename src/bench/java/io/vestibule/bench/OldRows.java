package io.vestibule.bench;

import io.vestibule.bench.machine.BenchFirm;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Fills a database with what a busy year leaves behind: news that was handled, its bytes and events, and its effects. */
record OldRows(JdbcClient jdbc) {

    private static final Logger LOG = LoggerFactory.getLogger(OldRows.class);
    private static final int SLICE = 250_000;
    private static final int WRITERS = 2;

    /** Through a year that ended yesterday, one after the other as years bring them. */
    private static final String AT = "now() - interval '1 day' - (1 - number::float8 / :all) * interval '365 days'";

    /** What the portal has not deleted yet of its feed and its answers. */
    private static final String LATELY = "now() - interval '1 day' - (1 - number::float8 / :all) * interval '80 days'";

    private static final List<String> FILLS = List.of("""
            with old as (
                select number, %1$s as at, nextval('hub.payload_id_seq') as payload
                from generate_series(:from, :to) number
            ), bytes as (
                insert into hub.payload (id, app, content_type, headers, bytes, stored_at) overriding system value
                select payload, :app, 'application/json', '{"webhook-id": "old"}',
                    convert_to(repeat(md5(number::text), 22), 'UTF8'), at from old
            ), message as (
                insert into hub.inbox_message (kind, app, account, external_id, connection, event_type, ordering_key,
                    payload_id, event, received_at, state, due_at, open_since, changed_at, attempts, object_type, object_id)
                select 'webhook', :app, '', 'old-' || number, :app, 'invoice.upserted', 'O-' || number %% 100000, payload,
                    '{"type":"invoice.upserted"}', at, 'APPLIED', at, at, at, 1, 'invoice', md5(number::text) from old
                returning id, received_at
            ), batch as (
                insert into hub.inbox_batch (app, day, seen, duplicates)
                select :app, (received_at at time zone 'UTC')::date, count(*), 0 from message group by 2
            )
            insert into hub.inbox_event (message_id, at, state) select id, received_at, 'APPLIED' from message
            """, """
            insert into portal.applied_command (peer, key, sha256, result, applied_at)
            select 'old', 'old-' || number, md5(number::text), '{"outcome":"applied"}', %2$s
            from generate_series(:from, :to) number where :app <> ''
            """, """
            insert into portal.feed_event (id, stamp, object_type, object_id, sequence, at, type, data, recorded_at)
            select gen_random_uuid(), 3, 'invoice', md5((number %% 100000)::text)::uuid, number / 100000 + 1, at,
                'invoice-changed', '{}', at
            from (select number, %2$s as at from generate_series(:from, :to) number where :app <> '') old
            """);

    void add(int count) {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<CompletableFuture<Void>> slices = IntStream.iterate(1, first -> first <= count, first -> first + SLICE)
                    .mapToObj(first -> CompletableFuture.runAsync(
                            () -> addSlice(first, Math.min(count, first + SLICE - 1), count), writers))
                    .toList();
            slices.forEach(CompletableFuture::join);
        }
        jdbc.sql("vacuum analyze").update();
        // What was written just now is on the disk, as years of it would be, and not on its way there
        jdbc.sql("checkpoint").update();
    }

    private void addSlice(int first, int last, int count) {
        for (String fill : FILLS) {
            jdbc.sql(fill.formatted(AT, LATELY))
                    .param("from", first)
                    .param("to", last)
                    .param("all", count)
                    .param("app", BenchFirm.PUSH_APP)
                    .update();
        }
        LOG.info("{} of {} old rows", last, count);
    }

    /** Clocks that run, none of which is due this year, with both of their reminders. */
    void addClocks(int count) {
        jdbc.sql("""
                        insert into hub.sla_clock (request_id, metric, request_number, client_id, policy, state, due_at)
                        select 'old-' || number, 'resolution', 'REQ-' || number, 'c', 'standard', 'RUNNING',
                            now() + interval '365 days' + number * interval '1 second'
                        from generate_series(1, :count) number
                        """).param("count", count).update();
        jdbc.sql("""
                        insert into hub.sla_reminder (request_id, metric, kind, due_at)
                        select request_id, metric, kind, due_at
                        from hub.sla_clock cross join unnest(array['before', 'breach']) kind
                        where request_id like 'old-%'
                        """).update();
        jdbc.sql("analyze hub.sla_clock, hub.sla_reminder").update();
    }
}
