package io.vestibule.bench;

import io.vestibule.bench.load.Answers;
import io.vestibule.bench.load.Generator;
import io.vestibule.bench.load.Pacing;
import io.vestibule.bench.load.Shot;
import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.bench.machine.BenchServer;
import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.machine.HubProcess.Plan;
import io.vestibule.bench.machine.InsertLimit;
import io.vestibule.bench.machine.Processor;
import io.vestibule.bench.report.Report;
import io.vestibule.platform.database.ServerAddress;
import io.vestibule.support.vendors.SimulatedXero;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Webhooks of a ledger, each verified, deduplicated and durably stored before its answer, on a node that only receives
 * and on one that also processes; beside it, what the same server can store at all.
 */
final class AcknowledgementPart implements Part {

    private static final int CONNECTIONS = 32;
    private static final Duration WARM_UP = Duration.ofMinutes(3);

    @Override
    public int number() {
        return 1;
    }

    @Override
    public String title() {
        return "Webhook acknowledgement";
    }

    @Override
    public void run(Workshop workshop) {
        try (SimulatedXero xero = new SimulatedXero(BenchFirm.LEDGER_KEY)) {
            xero.acceptToken(BenchFirm.LEDGER_TOKEN);
            xero.addOrganisation(BenchFirm.LEDGER_TENANT, "Bench & Partners");
            ServerAddress alone = workshop.server().newDatabase();
            double limit = limit(workshop, alone);
            double rate = measure(workshop, xero, new Run(alone, "receiving only", "vestibule.inbox.workers=0"));
            workshop.section(this).atLeast(0.5, "receiving only, part of the limit", rate / limit, "");
            ServerAddress both = workshop.server().newDatabase();
            double beside = measure(workshop, xero, new Run(both, "processing too", "vestibule.inbox.workers=6"));
            workshop.section(this).figure("processing too, part of the limit", beside / limit, "");
        }
    }

    private record Run(ServerAddress database, String name, String setting) {}

    private double limit(Workshop workshop, ServerAddress database) {
        InsertLimit.Limit limit = InsertLimit.measure(
                workshop.server(), database, workshop.folder(), workshop.sizes().limitSeconds());
        workshop.section(this)
                .figure("limit: single-row durable inserts, 32 clients, " + limit.by(), limit.perSecond(), "/s");
        return limit.perSecond();
    }

    /** @return the most it took per second */
    private double measure(Workshop workshop, SimulatedXero xero, Run run) {
        Plan plan = Plan.onDatabase("ack-" + run.name().replace(' ', '-'), run.database())
                .with(
                        run.setting(),
                        "bench.vendors[0]=api.xero.com=" + xero.port(),
                        "bench.vendors[1]=identity.xero.com=" + xero.port());
        Sizes sizes = workshop.sizes();
        Report.Section section = workshop.section(this);
        try (HubProcess hub = workshop.startUnderLoad(plan)) {
            Generator generator = new Generator(hub.port(), CONNECTIONS);
            Tally tally = new Tally();
            tally.add(0, generator.run(LedgerNews.make(0, sizes.warmUp()), Pacing.asFastAsAnswered(), WARM_UP));
            List<Shot> most = LedgerNews.make(sizes.warmUp(), sizes.shots());
            Processor processor = Processor.watch(hub, workshop.server());
            Answers full = generator.run(most, Pacing.asFastAsAnswered(), sizes.phase());
            Processor.Shares shares = processor.shares();
            tally.add(sizes.warmUp(), full);
            int first = sizes.warmUp() + sizes.shots();
            int half = (int) (full.perSecond() / 2 * sizes.phase().toSeconds()) + 1;
            Answers calm =
                    generator.run(LedgerNews.make(first, half), Pacing.perSecond(full.perSecond() / 2), sizes.phase());
            tally.add(first, calm);
            note(section, run.name(), full, shares);
            noteCalm(section, run.name(), calm);
            check(section, run, tally);
            return full.perSecond();
        }
    }

    private static void note(Report.Section section, String name, Answers full, Processor.Shares shares) {
        section.figure(name + ", most", full.perSecond(), "/s")
                .figure(name + ", p50 at most", full.latencyMillis(50), "ms")
                .figure(name + ", p99 at most", full.latencyMillis(99), "ms")
                .figure(name + ", load generator's share of the processor", shares.generator(), "")
                .figure(name + ", hub's share", shares.hub(), "")
                .figure(name + ", database's share", shares.database(), "")
                .figure(name + ", processor time each, hub", shares.hubMillisPer(full.count()), "ms")
                .figure(name + ", processor time each, database", shares.databaseMillisPer(full.count()), "ms")
                .track(name + ", as fast as answered", full.timeline());
    }

    private static void noteCalm(Report.Section section, String name, Answers calm) {
        section.figure(name + ", half load", calm.perSecond(), "/s")
                .figure(name + ", p50 at half load", calm.latencyMillis(50), "ms")
                .atMost(20, name + ", p99 at half load", calm.latencyMillis(99), "ms")
                .figure(name + ", p99 of how late they left at half load", calm.latenessMillis(99), "ms")
                .track(name + ", half load", calm.timeline());
    }

    private static void check(Report.Section section, Run run, Tally tally) {
        JdbcClient jdbc = BenchServer.jdbc(run.database());
        Rows rows = new Rows(jdbc, BenchFirm.LEDGER_APP);
        section.same(run.name() + ": nothing but 2xx was answered", 0, tally.others())
                .same(run.name() + ": one row per acknowledged webhook", tally.count(), rows.messages())
                .same(run.name() + ": the bytes of each are kept, once", tally.count(), rows.backed())
                .same(run.name() + ": no bytes are kept of anything else", tally.count(), rows.payloads())
                .same(run.name() + ": no acknowledged webhook is lost", 0, tally.missing(rows.externalIds()));
    }
}
