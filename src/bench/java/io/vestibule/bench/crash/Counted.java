package io.vestibule.bench.crash;

import io.vestibule.bench.MailNews;
import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.bench.report.Report;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What came in against what the portal shows: all of it, once, in order, and the daily sums say the same. */
final class Counted {

    private final Report.Section section;
    private final JdbcClient jdbc;

    Counted(CrashWorld world, Report.Section section) {
        this.section = section;
        this.jdbc = world.jdbc();
    }

    void compare(Load load) {
        long pushed = load.acknowledged();
        section.same("webhooks: one row per acknowledged one", pushed, rows(BenchFirm.PUSH_APP, "true"))
                .same("webhooks: all of them applied", pushed, rows(BenchFirm.PUSH_APP, "state = 'APPLIED'"))
                .same("mails: one row per mail", load.mails(), rows(BenchFirm.MAILBOX_APP, "true"))
                .same("mails: all of them applied", load.mails(), rows(BenchFirm.MAILBOX_APP, "state = 'APPLIED'"));
        load.senders().forEach(this::compare);
        mails(load.mails());
        sums();
        section.same(
                "feed: events of the portal the hub has not applied or ignored",
                0,
                count("select count(*) from hub.inbox_message where kind = 'feed'"
                        + " and state not in ('APPLIED', 'IGNORED')"));
    }

    private long rows(String app, String condition) {
        return count("select count(*) from hub.inbox_message where app = '" + app + "' and " + condition);
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private void compare(Load.Sender sender) {
        int sent = sender.acknowledged().get();
        Map<String, String> amounts = new HashMap<>();
        Map<String, Long> changes = new HashMap<>();
        IntStream.range(0, sent)
                .filter(number -> !PushedNews.isRequest(number) && !PushedNews.isComment(number))
                .forEach(number -> {
                    amounts.put(sender.news().invoice(number), PushedNews.amount(number));
                    changes.merge(sender.news().invoice(number), 1L, Long::sum);
                });
        amounts.forEach((invoice, amount) -> section.check(
                "invoice " + invoice + ": each news changed it once, the newest is shown",
                List.of(changes.get(invoice) + " " + amount).equals(shown(invoice)),
                changes.get(invoice) + " " + amount + " expected, " + shown(invoice) + " found"));
        for (int request = 0; request < PushedNews.REQUESTS; request++) {
            comments(sender, sender.news().request(request));
        }
    }

    private void comments(Load.Sender sender, String request) {
        List<String> wanted = IntStream.range(0, sender.acknowledged().get())
                .filter(number -> PushedNews.isComment(number)
                        && sender.news().requestOf(number).equals(request))
                .mapToObj(sender.news()::comment)
                .toList();
        List<String> found = comments(request);
        section.check(
                "comments of " + request + ", each once and in order",
                wanted.equals(found),
                wanted + " expected, " + found + " found");
    }

    private List<String> shown(String invoice) {
        return jdbc.sql("select version || ' ' || total from portal.invoice where origin_id = :id")
                .param("id", invoice)
                .query(String.class)
                .list();
    }

    /** By when the portal recorded them: the order in which they were applied. */
    private List<String> comments(String request) {
        return jdbc.sql("select e.origin_id from portal.entry e join portal.request r on r.id = e.request_id"
                        + " where e.kind = 'comment' and r.origin_id = :request order by e.recorded_at")
                .param("request", request)
                .query(String.class)
                .list();
    }

    private void mails(int sent) {
        long replies = IntStream.range(0, sent).filter(MailNews::isReply).count();
        section.same(
                        "mails: one request for each that is no reply",
                        sent - replies,
                        count("select count(*) from portal.request where subject like 'Bench question " + Load.SERIES
                                + " %'"))
                .same("mails: one comment for each reply, at its request", replies, count("""
                                select count(*) from portal.entry e join portal.request r on r.id = e.request_id
                                where e.kind = 'comment' and r.subject like 'Bench question %' and e.text like
                                    '%question number ' || (substring(r.subject from '\\d+$')::int + 1) || ' below%'
                                """))
                .same(
                        "mails: comments on those requests beyond that",
                        0,
                        count(
                                "select count(*) - " + replies + " from portal.entry e join portal.request r"
                                        + " on r.id = e.request_id where e.kind = 'comment' and r.subject like 'Bench question %'"));
    }

    private void sums() {
        section.same(
                        "sums: days and sources whose sum does not balance",
                        0,
                        count("select count(*) from hub.conservation where not balanced"))
                .same(
                        "sums: webhooks, mails and events the sums don't know",
                        count("select coalesce(sum(1 + duplicates), 0) from hub.inbox_message"),
                        count("select coalesce(sum(applied + duplicate + ignored + refused + held + dead + open), 0)"
                                + " from hub.conservation"));
        section.figure(
                "news that came twice and was recognised", count("select sum(duplicates) from hub.inbox_batch"), "");
    }
}
