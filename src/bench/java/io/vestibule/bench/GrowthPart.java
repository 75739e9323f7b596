package io.vestibule.bench;

import io.vestibule.bench.load.Answers;
import io.vestibule.bench.load.Generator;
import io.vestibule.bench.load.Pacing;
import io.vestibule.bench.load.Window;
import io.vestibule.bench.machine.BenchServer;
import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.machine.HubProcess.Plan;
import io.vestibule.bench.machine.Processor;
import io.vestibule.bench.report.Report;
import io.vestibule.platform.database.ServerAddress;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Receiving and processing again after years of use, and the reminders' tick with very many clocks that aren't due. */
final class GrowthPart implements Part {

    private static final int WINDOW = 400;
    private static final int RECEIVED_AT_MOST = 50_000;
    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final Duration DRAIN = Duration.ofMinutes(20);
    private static final String TICK = "remind-sla";

    @Override
    public int number() {
        return 4;
    }

    @Override
    public String title() {
        return "Growth: the same with old rows";
    }

    @Override
    public void run(Workshop workshop) throws InterruptedException {
        ServerAddress database = workshop.server().newDatabase();
        Sizes sizes = workshop.sizes();
        Pushed pushed = new Pushed(BenchServer.jdbc(database), sizes.invoices());
        Plan plan = Plan.onDatabase("growth", database);
        OldRows old = new OldRows(pushed.jdbc());
        Report.Section section = workshop.section(this).figure("old rows", sizes.oldRows(), "");
        if (workshop.options().shortCut()) {
            received(workshop, plan, pushed);
            old.add(sizes.oldRows());
            applied(workshop, plan, pushed);
        } else {
            Speed empty = measure(workshop, plan, pushed);
            old.add(sizes.oldRows());
            compare(section, empty, measure(workshop, plan, pushed));
        }
        pushed.check(section, "growth");
        old.addClocks(sizes.oldClocks());
        tick(workshop, plan);
    }

    private static void compare(Report.Section section, Speed empty, Speed full) {
        section.figure("acknowledged, empty", empty.received().perSecond(), "/s")
                .figure("acknowledged, with old rows", full.received().perSecond(), "/s")
                .atLeast(
                        0.9,
                        "acknowledged, with old rows to empty",
                        full.received().to(empty.received()),
                        "")
                .figure("end to end, empty", empty.applied().perSecond(), "/s")
                .figure("end to end, with old rows", full.applied().perSecond(), "/s")
                .atLeast(
                        0.9,
                        "end to end, with old rows to empty",
                        full.applied().to(empty.applied()),
                        "");
        millis(section, "acknowledged, processor time each", empty.received(), full.received());
        millis(section, "end to end, processor time each", empty.applied(), full.applied());
    }

    private static void millis(Report.Section section, String what, Rate empty, Rate full) {
        section.figure(what + ", empty: hub", empty.hubMillis(), "ms")
                .figure(what + ", empty: database", empty.databaseMillis(), "ms")
                .figure(what + ", with old rows: hub", full.hubMillis(), "ms")
                .figure(what + ", with old rows: database", full.databaseMillis(), "ms");
    }

    /** How much was done, and the processor time that one piece took. */
    private record Rate(double perSecond, double hubMillis, double databaseMillis) {

        static Rate of(double perSecond, Processor.Shares shares, long pieces) {
            return new Rate(perSecond, shares.hubMillisPer(pieces), shares.databaseMillisPer(pieces));
        }

        double to(Rate other) {
            return perSecond / other.perSecond();
        }
    }

    private record Speed(Rate received, Rate applied) {}

    private static Speed measure(Workshop workshop, Plan plan, Pushed pushed) throws InterruptedException {
        return new Speed(received(workshop, plan, pushed), applied(workshop, plan, pushed));
    }

    private static Rate received(Workshop workshop, Plan plan, Pushed pushed) {
        Sizes sizes = workshop.sizes();
        try (HubProcess receiving = workshop.start(plan.with("vestibule.inbox.workers=0"))) {
            Generator generator = new Generator(receiving.port(), EndToEndPart.CONNECTIONS);
            pushed.send(generator, sizes.warmUp(), Pacing.asFastAsAnswered(), WARM_UP);
            Processor processor = Processor.watch(receiving, workshop.server());
            int most = Math.min(RECEIVED_AT_MOST, sizes.shots());
            Answers answers = pushed.send(generator, most, Pacing.asFastAsAnswered(), sizes.phase())
                    .answers();
            return Rate.of(answers.perSecond(), processor.shares(), answers.count());
        }
    }

    private static Rate applied(Workshop workshop, Plan plan, Pushed pushed) throws InterruptedException {
        Sizes sizes = workshop.sizes();
        try (HubProcess hub = workshop.start(plan)) {
            awaitQuiet(pushed);
            Generator generator = new Generator(hub.port(), EndToEndPart.CONNECTIONS);
            Processor processor = Processor.watch(hub, workshop.server());
            Pushed.Phase phase;
            try (Window window = new Window(pushed.rows()::openUpTo, WINDOW)) {
                phase = pushed.send(generator, sizes.shots() / 4, window, sizes.phase());
            }
            awaitQuiet(pushed);
            Course course = phase.course();
            return Rate.of(course.perSecond(), processor.shares(), course.count());
        }
    }

    /** Also of the portal's feed nothing is on its way: else what is measured next pays for what was before. */
    private static void awaitQuiet(Pushed pushed) {
        Rows feed = new Rows(pushed.jdbc(), "portal");
        Patience.await(DRAIN, () -> pushed.rows().noneOpen() && hubHasTheFeed(pushed.jdbc()) && feed.noneOpen());
    }

    private static boolean hubHasTheFeed(JdbcClient jdbc) {
        return jdbc.sql("""
                        select not exists (select from portal.feed_backlog) and not exists (
                            select from portal.feed_subscriber s, portal.feed_event e
                            where (e.stamp, e.position) > (s.stamp, s.position))
                        """).query(Boolean.class).single();
    }

    private void tick(Workshop workshop, Plan plan) {
        try (HubProcess hub = workshop.start(plan.with("schedules.remind-sla=0/1 * * * * ?"))) {
            Patience.await(workshop.sizes().settle(), () -> false);
            HubProcess.Timing before = hub.timing(TICK);
            Patience.await(workshop.sizes().settle().multipliedBy(2), () -> false);
            HubProcess.Timing after = hub.timing(TICK);
            double millis = (after.seconds() - before.seconds()) * 1e3 / Math.max(1, after.count() - before.count());
            workshop.section(this)
                    .figure("SLA clocks that run, none due", workshop.sizes().oldClocks(), "")
                    .atMost(50, "SLA tick, mean of " + (after.count() - before.count()), millis, "ms")
                    .check("growth: the tick ran", after.count() > before.count(), after.toString());
        }
    }
}
