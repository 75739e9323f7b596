package io.vestibule.bench;

import io.vestibule.bench.load.Answers;
import io.vestibule.bench.load.Timeline;
import io.vestibule.bench.machine.BenchFirm;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long pushed invoices took until the portal had them, read from the hub's rows after a phase: a row is applied when
 * the portal has committed the invoice and said so, hence no invoice is visible later than its row says.
 */
final class Course {

    private final Histogram millis = new Histogram(3);
    private final Timeline timeline = new Timeline();
    private double firstAt = Double.MAX_VALUE;
    private double lastAt;

    private record Applied(String externalId, double atMillis) {}

    /** @param first number of the phase's first webhook */
    Course(JdbcClient jdbc, Answers answers, int first) {
        double start = answers.dueAtMillis(0);
        jdbc.sql("""
                        select external_id, extract(epoch from changed_at) * 1000 as at_millis
                        from hub.inbox_message where app = :app and state = 'APPLIED' and received_at > to_timestamp(:from)
                        """).param("app", BenchFirm.PUSH_APP).param("from", start / 1e3 - 1).query(Applied.class).stream()
                .forEach(applied -> add(applied, answers, first, start));
    }

    private void add(Applied applied, Answers answers, int first, double start) {
        @Nullable Integer number = InvoiceNews.number(applied.externalId());
        if (number == null || number < first || !answers.taken().get(number - first)) {
            return;
        }
        double took = Math.max(0, applied.atMillis() - answers.dueAtMillis(number - first));
        millis.recordValue((long) Math.ceil(took));
        timeline.add((long) Math.max(0, (applied.atMillis() - start) * 1e6), (long) (took * 1e3));
        firstAt = Math.min(firstAt, applied.atMillis());
        lastAt = Math.max(lastAt, applied.atMillis());
    }

    long count() {
        return millis.getTotalCount();
    }

    double perSecond() {
        return count() < 2 ? 0 : (count() - 1) * 1e3 / (lastAt - firstAt);
    }

    double millis(double percentile) {
        return millis.getValueAtPercentile(percentile);
    }

    Timeline timeline() {
        return timeline;
    }
}
