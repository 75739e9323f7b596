package io.vestibule.bench;

import io.vestibule.bench.machine.BenchFirm;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the hub made of the mails of the bench's mailbox. */
record MailRows(JdbcClient jdbc) {

    private static final String OF_MAILBOX = " from hub.inbox_message m where m.app = '" + BenchFirm.MAILBOX_APP + "' ";

    /** Mails received, those counted that came again. */
    long received() {
        return count("select coalesce(sum(1 + duplicates), 0)" + OF_MAILBOX);
    }

    /** Mails received; one that was fetched again after a restart is still one. */
    long stored() {
        return count("select count(*)" + OF_MAILBOX);
    }

    /** Mails of the series that are in the portal. */
    long applied(String series) {
        return jdbc.sql("select count(*) from hub.inbox_message m join hub.payload p on p.id = m.payload_id"
                        + " where m.app = :app and m.state = 'APPLIED' and p.headers->>'message-id' like :ids")
                .param("app", BenchFirm.MAILBOX_APP)
                .param("ids", "%" + series + "-%")
                .query(Long.class)
                .single();
    }

    /** Neither at an end nor waiting for a person. */
    long open() {
        return count("select count(*)" + OF_MAILBOX + "and m.is_open");
    }

    long unnamed() {
        return count("select count(*)" + OF_MAILBOX + "and m.state <> 'APPLIED' and m.reason is null");
    }

    /** Requests with a subject of the series, and how many subjects there are. */
    long requests(String series) {
        return jdbc.sql("select count(*) from portal.request where subject like :subjects")
                .param("subjects", "Bench question " + series + " %")
                .query(Long.class)
                .single();
    }

    private record Span(double received, double applied) {}

    /** Seconds from the first receipt to the last, and to the last applied. */
    double[] seconds(double sinceMillis) {
        Span span = jdbc.sql("select extract(epoch from max(received_at) - min(received_at)) as received,"
                        + " extract(epoch from max(changed_at) - min(received_at)) as applied" + OF_MAILBOX
                        + "and received_at > to_timestamp(:since)")
                .param("since", sinceMillis / 1e3)
                .query(Span.class)
                .single();
        return new double[] {span.received(), span.applied()};
    }

    private record Applied(String messageId, double atMillis) {}

    /** When each applied mail of the series was in the portal, by its Message-ID. */
    Map<String, Double> appliedAt(String series) {
        Map<String, Double> times = new HashMap<>();
        jdbc.sql("""
                        select p.headers->>'message-id' as message_id, extract(epoch from m.changed_at) * 1000 as at_millis
                        from hub.inbox_message m join hub.payload p on p.id = m.payload_id
                        where m.app = :app and m.state = 'APPLIED' and p.headers->>'message-id' like :ids
                        """)
                .param("app", BenchFirm.MAILBOX_APP)
                .param("ids", "%" + series + "-%")
                .query(Applied.class)
                .list()
                .forEach(applied -> times.put(bare(applied.messageId()), applied.atMillis()));
        return times;
    }

    static String bare(String messageId) {
        return messageId.replaceAll("[<>]", "");
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
