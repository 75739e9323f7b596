package io.vestibule.bench;

import io.vestibule.bench.load.Timeline;
import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.bench.machine.BenchServer;
import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.machine.HubProcess.Plan;
import io.vestibule.bench.report.Report;
import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Mails over IMAP until they are requests and comments: one by one, thousands that wait, and a very large one. */
final class EmailPart implements Part {

    private static final int STEADY_PER_SECOND = 10;
    private static final int LARGE = 25_000_000;
    private static final List<Integer> SPARE_MEGABYTES = List.of(57, 96, 128, 192, 256);
    /** About what an idle hub holds, for the short cut, which does not measure it. */
    private static final int IDLE_MEGABYTES = 100;

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @Override
    public int number() {
        return 3;
    }

    @Override
    public String title() {
        return "Email: a mailbox into the portal";
    }

    @Override
    public void run(Workshop workshop) {
        var database = workshop.server().newDatabase();
        MailRows rows = new MailRows(BenchServer.jdbc(database));
        try (MailServer mails = MailServer.asRealAsPossible()) {
            mails.addMailbox(BenchFirm.MAILBOX, BenchFirm.MAILBOX_PASSWORD);
            Plan plan = Plan.onDatabase("email", database)
                    .with("bench.mail-ports[0]=" + mails.imapPort(), "bench.mail-ports[1]=" + mails.smtpPort());
            int steady = steady(workshop, mails, plan, rows);
            many(workshop, mails, plan, rows, steady);
            large(workshop, mails, plan, rows);
        }
    }

    /** @return how many mails were sent */
    private int steady(Workshop workshop, MailServer mails, Plan plan, MailRows rows) {
        int count = (int) workshop.sizes().phase().toSeconds() * STEADY_PER_SECOND;
        int warmUp = workshop.sizes().mails() / 10;
        Map<String, Double> arrivals = new HashMap<>();
        try (HubProcess hub = workshop.start(plan)) {
            warmUp(mails, rows, warmUp);
            long gap = Duration.ofSeconds(1).dividedBy(STEADY_PER_SECOND).toNanos();
            long start = System.nanoTime();
            for (int number = 0; number < count; number++) {
                LockSupport.parkNanos(start + number * gap - System.nanoTime());
                TestMail mail = MailNews.made("steady", number);
                mails.send(mail);
                arrivals.put(MailRows.bare(mail.messageId()), (double)
                        Clock.systemUTC().millis());
            }
            Patience.await(PATIENCE, () -> rows.applied("steady") == count);
        }
        Map<String, Double> applied = rows.appliedAt("steady");
        Histogram millis = new Histogram(3);
        Timeline timeline = new Timeline();
        double first = arrivals.values().stream().mapToDouble(at -> at).min().orElse(0);
        applied.forEach((id, at) -> {
            double took = Math.max(0, at - arrivals.getOrDefault(id, at));
            millis.recordValue((long) took);
            timeline.add((long) Math.max(0, (at - first) * 1e6), (long) (took * 1e3));
        });
        workshop.section(this)
                .figure("one by one, " + STEADY_PER_SECOND + "/s: p50 from arrival until readable", p(millis, 50), "ms")
                .atMost(2_000, "one by one: p95 from arrival until readable", p(millis, 95), "ms")
                .same("email: every single mail is applied", count, applied.size())
                .same("email: one request for each that is no reply", count - count / 4, rows.requests("steady"))
                .track("mails one by one, arrival until readable", timeline);
        return count + warmUp;
    }

    private static double p(Histogram millis, double percentile) {
        return millis.getValueAtPercentile(percentile);
    }

    private static void warmUp(MailServer mails, MailRows rows, int count) {
        for (int number = 0; number < count; number++) {
            mails.send(MailNews.made("first", number));
        }
        Patience.await(PATIENCE, () -> rows.applied("first") == count);
    }

    private void many(Workshop workshop, MailServer mails, Plan plan, MailRows rows, int before) {
        List<byte[]> real = MailNews.real(workshop.sizes().mails() / 5);
        int made = workshop.sizes().mails() - real.size();
        for (int number = 0; number < made; number++) {
            mails.send(MailNews.made("many", number));
        }
        real.forEach(mail -> mails.sendRaw("somebody@elsewhere.example", BenchFirm.MAILBOX, mail));
        int all = made + real.size();
        double start = Clock.systemUTC().millis();
        try (HubProcess hub = workshop.startUnderLoad(plan)) {
            Patience.await(PATIENCE, () -> rows.received() >= before + all);
            Patience.await(PATIENCE, () -> rows.open() == 0);
            double[] seconds = rows.seconds(start);
            Report.Section section = workshop.section(this);
            section.figure(
                            "waiting in a mailbox of %s, of them %d real ones".formatted(mails.reader(), real.size()),
                            all,
                            "mails")
                    .atLeast(200, "received durably", all / seconds[0], "/s")
                    .atLeast(100, "applied", rows.applied("many") / seconds[1], "/s")
                    .same("email: every mail is received, once", before + all, rows.received())
                    .same("email: every made mail is applied", made, rows.applied("many"))
                    .same("email: one request for each that is no reply", made - made / 4, rows.requests("many"))
                    .same("email: every mail ends in a named state", 0, rows.unnamed());
        }
    }

    private static int idle(Workshop workshop, Plan plan, MailRows rows) {
        try (HubProcess hub = workshop.start(plan)) {
            Patience.await(PATIENCE, () -> rows.open() == 0);
            return (int) Math.ceil(hub.liveHeapMegabytes());
        }
    }

    /** The smallest heap, beyond what the idle hub holds, in which a very large mail gets through. */
    private void large(Workshop workshop, MailServer mails, Plan plan, MailRows rows) {
        long before = rows.stored();
        int idle = workshop.options().shortCut() ? IDLE_MEGABYTES : idle(workshop, plan, rows);
        TestMail mail = MailNews.large("large", LARGE);
        mails.send(mail);
        Report.Section section = workshop.section(this);
        section.figure("idle hub with this mailbox, live heap", idle, "MB")
                .figure("large mail", mail.bytes().length / 1e6, "MB");
        for (int spare : SPARE_MEGABYTES.subList(workshop.sizes().smallestHeap(), SPARE_MEGABYTES.size())) {
            Plan small = plan.jvm(List.of("-Xmx" + (idle + spare) + "m", "-XX:+UseSerialGC"));
            try (HubProcess hub = workshop.launch(small)) {
                Patience.await(Duration.ofMinutes(2), () -> rows.applied("large") == 1 || !hub.isAlive());
            }
            if (rows.applied("large") == 1) {
                section.atMost(57, "heap beyond that in which it gets through", spare, "MB");
                break;
            }
        }
        section.same("email: the large mail is applied", 1, rows.applied("large"))
                .same("email: and there once", before + 1, rows.stored());
    }
}
