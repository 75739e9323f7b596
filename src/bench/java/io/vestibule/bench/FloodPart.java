package io.vestibule.bench;

import io.vestibule.bench.load.Answers;
import io.vestibule.bench.load.Generator;
import io.vestibule.bench.load.Pacing;
import io.vestibule.bench.machine.BenchServer;
import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.machine.HubProcess.Plan;
import io.vestibule.bench.report.Report;
import io.vestibule.platform.database.ServerAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Far more webhooks at once than are received at once, then many long ones, to a hub with a small heap: it must ask to
 * come again before it runs out of memory, and keep what it acknowledged.
 */
final class FloodPart implements Part {

    private static final List<String> SMALL = List.of("-Xmx256m");

    /** Twice vestibule.hooks.max-in-flight. */
    private static final int CONNECTIONS = 400;

    private static final int LONG_ONES = 200;
    private static final int LONG_CONNECTIONS = 150;

    /** With the rest a little under what a single event may have; together far more than the heap. */
    private static final int FILLER = 900_000;

    private static final Duration DRAIN = Duration.ofMinutes(10);

    @Override
    public int number() {
        return 7;
    }

    @Override
    public String title() {
        return "Flood: more than can be taken, with a small heap";
    }

    @Override
    public void run(Workshop workshop) {
        ServerAddress database = workshop.server().newDatabase();
        Sizes sizes = workshop.sizes();
        Pushed pushed = new Pushed(BenchServer.jdbc(database), 4 * sizes.invoices());
        Plan plan = Plan.onDatabase("flood", database).jvm(SMALL);
        Report.Section section = workshop.section(this);
        try (HubProcess hub = workshop.start(plan)) {
            Answers many = pushed.send(
                            new Generator(hub.port(), CONNECTIONS),
                            sizes.shots(),
                            Pacing.asFastAsAnswered(),
                            sizes.phase().multipliedBy(2))
                    .answers();
            note(section, "many", many);
            Answers longOnes = pushed.sendLong(
                            new Generator(hub.port(), LONG_CONNECTIONS), LONG_ONES, FILLER, Duration.ofMinutes(1))
                    .answers();
            note(section, "long ones", longOnes);
            Patience.await(DRAIN, pushed.rows()::noneOpen);
            section.check("flood: the hub lives", hub.isAlive(), "it ended")
                    .same("flood: times it ran out of memory", 0, hub.said("OutOfMemoryError"));
            pushed.checkKept(section, "flood");
        }
    }

    private static void note(Report.Section section, String name, Answers answers) {
        section.figure(name + ": acknowledged", answers.count(), "")
                .figure(name + ": asked to come again", answers.others().getOrDefault("HTTP 503", 0), "")
                .check(
                        name + ": what was not taken was asked to come again",
                        Set.of("HTTP 503").containsAll(answers.others().keySet()),
                        answers.others().toString());
    }
}
