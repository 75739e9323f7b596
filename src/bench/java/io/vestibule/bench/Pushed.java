package io.vestibule.bench;

import io.vestibule.bench.load.Answers;
import io.vestibule.bench.load.Generator;
import io.vestibule.bench.load.Pacing;
import io.vestibule.bench.load.Shot;
import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.bench.report.Report;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything pushed to one database so far, and what the portal must therefore show. */
final class Pushed {

    private final JdbcClient jdbc;
    private final Rows rows;
    private final InvoiceNews news;
    private final Map<String, Integer> latest = new HashMap<>();
    private final BitSet acknowledged = new BitSet();
    private int next;
    private int taken;
    private int others;

    Pushed(JdbcClient jdbc, int invoices) {
        this.jdbc = jdbc;
        this.rows = new Rows(jdbc, BenchFirm.PUSH_APP);
        this.news = new InvoiceNews(invoices);
    }

    /** One run of the generator. */
    record Phase(JdbcClient jdbc, Answers answers, int first) {

        Course course() {
            return new Course(jdbc, answers, first);
        }
    }

    Phase send(Generator generator, int count, Pacing pacing, Duration atMost) {
        return send(generator, news.make(next, count), pacing, atMost);
    }

    /** @param filler so many bytes in each that mean nothing */
    Phase sendLong(Generator generator, int count, int filler, Duration atMost) {
        return send(generator, news.make(next, count, filler), Pacing.asFastAsAnswered(), atMost);
    }

    private Phase send(Generator generator, List<Shot> shots, Pacing pacing, Duration atMost) {
        int count = shots.size();
        Answers answers = generator.run(shots, pacing, atMost);
        int first = next;
        answers.taken().stream().forEach(index -> latest.put(news.invoice(first + index), first + index));
        answers.taken().stream().forEach(index -> acknowledged.set(first + index));
        taken += answers.count();
        others += answers.others().values().stream().mapToInt(number -> number).sum();
        next += count;
        return new Phase(jdbc, answers, first);
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    Rows rows() {
        return rows;
    }

    private record Shown(String id, String total) {}

    /** Once nothing is open any more. */
    void check(Report.Section section, String name) {
        section.same(name + ": nothing but 2xx was answered", 0, others)
                .same(name + ": one row per acknowledged webhook", taken, rows.messages())
                .same(name + ": all of them applied", taken, rows.in("APPLIED"))
                .same(name + ": each changed its invoice once", taken, changes())
                .same(name + ": the portal shows each invoice's newest state", 0, outdated());
    }

    /** The same for news of which not all was taken: also what was stored when nobody waited any more is applied, once. */
    void checkKept(Report.Section section, String name) {
        Set<String> found = rows.externalIds();
        long missing = acknowledged.stream()
                .filter(number -> !found.contains(InvoiceNews.webhookId(number)))
                .count();
        section.same(name + ": acknowledged webhooks that are lost", 0, missing)
                .same(name + ": all that are stored are applied", rows.messages(), rows.in("APPLIED"))
                .same(name + ": each changed its invoice once", rows.messages(), changes());
    }

    /** An invoice's version counts its changes, and no two of ours leave it as it was. */
    private long changes() {
        return jdbc.sql("select coalesce(sum(version), 0) from portal.invoice where origin_account = :connection")
                .param("connection", BenchFirm.PUSH_APP)
                .query(Long.class)
                .single();
    }

    private long outdated() {
        Map<String, String> shown = new HashMap<>();
        jdbc.sql("select origin_id as id, total::text as total from portal.invoice where origin_account = :connection")
                .param("connection", BenchFirm.PUSH_APP)
                .query(Shown.class)
                .list()
                .forEach(invoice -> shown.put(invoice.id(), invoice.total()));
        return latest.entrySet().stream()
                .filter(invoice -> !InvoiceNews.amount(invoice.getValue()).equals(shown.get(invoice.getKey())))
                .count();
    }
}
