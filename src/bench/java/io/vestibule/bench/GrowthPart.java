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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Receiving and processing in a database with years of use beside an empty one, and the reminders' tick with very many
 * clocks that aren't due. The two take turns: what else runs on the machine changes by the minute and hits both.
 */
final class GrowthPart implements Part {

    private static final int ROUNDS = 2;
    private static final int FIRST = 100;
    private static final int WINDOW = 400;
    private static final int RECEIVED_AT_MOST = 30_000;
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
        Place full = Place.of(workshop, "growth");
        Sizes sizes = workshop.sizes();
        OldRows old = new OldRows(full.pushed().jdbc());
        Report.Section section = workshop.section(this).figure("old rows", sizes.oldRows(), "");
        old.add(sizes.oldRows());
        if (workshop.options().shortCut()) {
            measure(workshop, full);
        } else {
            compare(workshop, full, Place.of(workshop, "growth-empty"));
        }
        full.pushed().check(section, "growth");
        old.addClocks(sizes.oldClocks());
        tick(workshop, full.plan());
    }

    /** A database, and what was pushed to it. */
    private record Place(Plan plan, Pushed pushed) {

        /** It has its tables, and the hub both its places in the portal's feed: old rows are behind them. */
        static Place of(Workshop workshop, String name) {
            ServerAddress database = workshop.server().newDatabase();
            Plan plan = Plan.onDatabase(name, database);
            Pushed pushed =
                    new Pushed(BenchServer.jdbc(database), workshop.sizes().invoices());
            try (HubProcess hub = workshop.start(plan.with("schedules.catch-up-feed=0/1 * * * * ?"))) {
                Generator generator = new Generator(hub.port(), EndToEndPart.CONNECTIONS);
                pushed.send(generator, FIRST, Pacing.asFastAsAnswered(), WARM_UP);
                awaitQuiet(pushed);
                Patience.await(DRAIN, () -> hasCaughtUp(pushed.jdbc()));
            }
            return new Place(plan, pushed);
        }

        private static boolean hasCaughtUp(JdbcClient jdbc) {
            return jdbc.sql("""
                            select exists (select from hub.feed_cursor where cursor = (
                                select stamp || '.' || position from portal.feed_event
                                order by stamp desc, position desc limit 1))
                            """).query(Boolean.class).single();
        }
    }

    private void compare(Workshop workshop, Place full, Place empty) throws InterruptedException {
        List<Speed> withOldRows = new ArrayList<>();
        List<Speed> without = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            without.add(measure(workshop, empty));
            withOldRows.add(measure(workshop, full));
        }
        Report.Section section = workshop.section(this);
        empty.pushed().check(section, "growth, empty");
        compare(section, "acknowledged", rates(without, Speed::received), rates(withOldRows, Speed::received));
        compare(section, "end to end", rates(without, Speed::applied), rates(withOldRows, Speed::applied));
    }

    private static List<Rate> rates(List<Speed> speeds, Function<Speed, Rate> of) {
        return speeds.stream().map(of).toList();
    }

    private static void compare(Report.Section section, String what, List<Rate> without, List<Rate> withOldRows) {
        for (int round = 0; round < without.size(); round++) {
            tell(section, what + ", empty, round " + (round + 1), without.get(round));
            tell(section, what + ", with old rows, round " + (round + 1), withOldRows.get(round));
        }
        section.atLeast(0.9, what + ", with old rows to empty", mean(withOldRows) / mean(without), "");
    }

    private static void tell(Report.Section section, String what, Rate rate) {
        section.figure(what, rate.perSecond(), "/s")
                .figure(what + ", processor time each: hub", rate.hubMillis(), "ms")
                .figure(what + ", processor time each: database", rate.databaseMillis(), "ms");
    }

    private static double mean(List<Rate> rates) {
        return rates.stream().mapToDouble(Rate::perSecond).average().orElse(0);
    }

    /** How much was done, and the processor time that one piece took. */
    private record Rate(double perSecond, double hubMillis, double databaseMillis) {

        static Rate of(double perSecond, Processor.Shares shares, long pieces) {
            return new Rate(perSecond, shares.hubMillisPer(pieces), shares.databaseMillisPer(pieces));
        }
    }

    private record Speed(Rate received, Rate applied) {}

    private static Speed measure(Workshop workshop, Place place) throws InterruptedException {
        return new Speed(received(workshop, place), applied(workshop, place));
    }

    private static Rate received(Workshop workshop, Place place) {
        Sizes sizes = workshop.sizes();
        try (HubProcess receiving = workshop.start(place.plan().with("vestibule.inbox.workers=0"))) {
            Generator generator = new Generator(receiving.port(), EndToEndPart.CONNECTIONS);
            place.pushed().send(generator, sizes.warmUp() / 2, Pacing.asFastAsAnswered(), WARM_UP);
            Processor processor = Processor.watch(receiving, workshop.server());
            int most = Math.min(RECEIVED_AT_MOST, sizes.shots());
            Answers answers = place.pushed()
                    .send(generator, most, Pacing.asFastAsAnswered(), sizes.phase())
                    .answers();
            return Rate.of(answers.perSecond(), processor.shares(), answers.count());
        }
    }

    private static Rate applied(Workshop workshop, Place place) throws InterruptedException {
        Sizes sizes = workshop.sizes();
        Pushed pushed = place.pushed();
        try (HubProcess hub = workshop.start(place.plan())) {
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
                            select from portal.feed_subscriber s cross join lateral (
                                select from portal.feed_event e where (e.stamp, e.position) > (s.stamp, s.position)
                                order by e.stamp, e.position limit 1) next)
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
