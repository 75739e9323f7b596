package io.vestibule.bench;

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

/** Invoices pushed by a finance system until clients can read them in the portal, and how fast a backlog is worked off. */
final class EndToEndPart implements Part {

    static final int CONNECTIONS = 32;
    private static final int WINDOW = 400;
    private static final int SLICE = 20_000;
    private static final Duration WARM_UP = Duration.ofMinutes(3);
    private static final Duration DRAIN = Duration.ofMinutes(30);

    @Override
    public int number() {
        return 2;
    }

    @Override
    public String title() {
        return "End to end: invoices into the portal";
    }

    @Override
    public void run(Workshop workshop) throws InterruptedException {
        ServerAddress database = workshop.server().newDatabase();
        Pushed pushed = new Pushed(BenchServer.jdbc(database), workshop.sizes().invoices());
        Plan plan = Plan.onDatabase("end-to-end", database);
        try (HubProcess hub = workshop.startUnderLoad(plan)) {
            steady(workshop, hub, pushed);
        }
        try (HubProcess receiving = workshop.start(plan.with("vestibule.inbox.workers=0"))) {
            fill(receiving, pushed, workshop.sizes().backlog());
        }
        drain(workshop, plan, pushed);
        pushed.check(workshop.section(this), "end to end");
    }

    private void steady(Workshop workshop, HubProcess hub, Pushed pushed) throws InterruptedException {
        Sizes sizes = workshop.sizes();
        Generator generator = new Generator(hub.port(), CONNECTIONS);
        pushed.send(generator, sizes.warmUp(), Pacing.asFastAsAnswered(), WARM_UP);
        Patience.await(DRAIN, pushed.rows()::noneOpen);
        Report.Section section = workshop.section(this);
        Processor processor = Processor.watch(hub, workshop.server());
        Course most = sustained(generator, pushed, sizes);
        Processor.Shares shares = processor.shares();
        section.atLeast(1_000, "sustained without growing backlog", most.perSecond(), "/s")
                .figure("load generator's share of the processor", shares.generator(), "")
                .figure("hub's share", shares.hub(), "")
                .figure("database's share", shares.database(), "")
                .figure("processor time each, hub", shares.hubMillisPer(most.count()), "ms")
                .figure("processor time each, database", shares.databaseMillisPer(most.count()), "ms")
                .track("sustained, in until readable", most.timeline());
        double rate = Math.max(1, most.perSecond() * 0.7);
        int count = (int) (rate * sizes.phase().toSeconds()) + 1;
        Pushed.Phase phase = pushed.send(generator, count, Pacing.perSecond(rate), sizes.phase());
        long left = pushed.rows().open();
        Patience.await(DRAIN, pushed.rows()::noneOpen);
        Course calm = phase.course();
        section.figure("at 70 % of it, sent", phase.answers().perSecond(), "/s")
                .figure("at 70 %, p50 until readable", calm.millis(50), "ms")
                .atMost(1_000, "at 70 %, p99 until readable", calm.millis(99), "ms")
                .figure("at 70 %, not yet readable when the last was sent", left, "")
                .figure("at 70 %, p99 of how late they left", phase.answers().latenessMillis(99), "ms")
                .track("70 %, in until readable", calm.timeline());
    }

    private static Course sustained(Generator generator, Pushed pushed, Sizes sizes) throws InterruptedException {
        Pushed.Phase phase;
        try (Window window = new Window(pushed.rows()::openUpTo, WINDOW)) {
            phase = pushed.send(generator, sizes.shots() / 4, window, sizes.phase());
        }
        Patience.await(DRAIN, pushed.rows()::noneOpen);
        return phase.course();
    }

    private static void fill(HubProcess receiving, Pushed pushed, int backlog) {
        Generator generator = new Generator(receiving.port(), CONNECTIONS);
        for (int sent = 0; sent < backlog; sent += SLICE) {
            pushed.send(generator, Math.min(SLICE, backlog - sent), Pacing.asFastAsAnswered(), Duration.ofMinutes(4));
        }
    }

    private void drain(Workshop workshop, Plan plan, Pushed pushed) {
        long waiting = pushed.rows().open();
        try (HubProcess hub = workshop.start(plan)) {
            long atStart = pushed.rows().open();
            Duration took = Patience.await(DRAIN, pushed.rows()::noneOpen);
            workshop.section(this)
                    .figure("backlog", waiting, "")
                    .figure("backlog worked off", atStart * 1e3 / Math.max(1, took.toMillis()), "/s");
            Rows feed = new Rows(pushed.jdbc(), "portal");
            Patience.await(DRAIN, feed::noneOpen);
        }
    }
}
