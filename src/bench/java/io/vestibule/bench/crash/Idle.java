package io.vestibule.bench.crash;

import io.vestibule.bench.Patience;
import io.vestibule.bench.machine.BenchFirm;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Waits until nothing is open any more: no mail that is still to be fetched, no message, no delivery, no event of the
 * portal, no reminder, no sum.
 */
final class Idle {

    private static final String OPEN = """
            select greatest(0, :mails - (select count(*) from hub.inbox_message where app = :mailbox))
                + (select count(*) from hub.inbox_message where is_open)
                + (select count(*) from hub.outbox_message where finished_at is null)
                + (select count(*) from hub.sla_reminder where state = 'OPEN' and due_at is not null)
                + (select count(*) from portal.feed_backlog)
                + (select count(*) from portal.feed_event e where not exists (
                    select from hub.inbox_message m where m.kind = 'feed' and m.external_id = e.id::text))
            """;

    private Idle() {}

    /**
     * @param mails how many were sent to the mailbox
     * @param patience for how long nothing may come to its end; as long as something does, this waits on
     * @return what is still open when patience ends, 0 else
     */
    static long await(JdbcClient jdbc, int mails, Duration patience) {
        AtomicLong least = new AtomicLong(Long.MAX_VALUE);
        boolean less = true;
        while (less && least.get() > 0) {
            long before = least.get();
            Patience.await(patience, () -> least.accumulateAndGet(open(jdbc, mails), Math::min) < before);
            less = least.get() < before;
        }
        String now =
                jdbc.sql("select clock_timestamp()::text").query(String.class).single();
        Patience.await(patience, () -> summed(jdbc, now));
        return open(jdbc, mails);
    }

    private static long open(JdbcClient jdbc, int mails) {
        return jdbc.sql(OPEN)
                .param("mails", mails)
                .param("mailbox", BenchFirm.MAILBOX_APP)
                .query(Long.class)
                .single();
    }

    /** Each source is summed in a commit of its own. */
    private static boolean summed(JdbcClient jdbc, String since) {
        return jdbc.sql("""
                        select not exists (
                            select from (select distinct app, day from hub.inbox_batch) batch
                            where not exists (
                                select from hub.conservation c where c.app = batch.app and c.day = batch.day
                                  and c.stored_at > cast(:since as timestamptz)))
                        """).param("since", since).query(Boolean.class).single();
    }
}
