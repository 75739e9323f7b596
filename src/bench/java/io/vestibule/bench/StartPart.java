package io.vestibule.bench;

import io.vestibule.bench.load.Generator;
import io.vestibule.bench.load.Window;
import io.vestibule.bench.machine.BenchServer;
import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.machine.HubProcess.Plan;
import io.vestibule.bench.machine.Packaged;
import io.vestibule.bench.report.Report;
import io.vestibule.platform.database.ServerAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** How long the product takes to be ready on data it knows, and how much memory it holds, idle and under load. */
final class StartPart implements Part {

    private static final String HEALTH = "/actuator/health";
    private static final String SMALL = "-Xmx256m";
    private static final int WINDOW = 200;
    private static final Duration DRAIN = Duration.ofMinutes(10);

    @Override
    public int number() {
        return 5;
    }

    @Override
    public String title() {
        return "Start and size";
    }

    @Override
    public void run(Workshop workshop) throws InterruptedException {
        starts(workshop);
        load(workshop);
    }

    private void starts(Workshop workshop) {
        Path data = workshop.work().resolve("start-data");
        Packaged product = Packaged.built();
        Plan plain = product.plan("start", data);
        workshop.section(this).figure("first start, empty data directory", ready(workshop, plain), "s");
        if (workshop.options().shortCut()) {
            return; // the others prove no more than this one
        }
        workshop.section(this)
                .figure(
                        "ready on a warm data directory, java -jar, " + medianOf(workshop),
                        median(workshop, plain),
                        "s");
        Plan prepared = product.prepared("start-prepared", data, workshop.work());
        workshop.section(this)
                .atMost(
                        5,
                        "ready on a warm data directory, prepared, " + medianOf(workshop),
                        median(workshop, prepared),
                        "s");
        try (HubProcess hub = workshop.launch(prepared)) {
            hub.awaitAnswer(HEALTH);
            idle(workshop, hub);
        }
    }

    private static String medianOf(Workshop workshop) {
        return "median of " + workshop.sizes().starts();
    }

    private static double median(Workshop workshop, Plan plan) {
        List<Double> seconds = Stream.generate(() -> ready(workshop, plan))
                .limit(workshop.sizes().starts())
                .sorted()
                .toList();
        return seconds.get(seconds.size() / 2);
    }

    private static double ready(Workshop workshop, Plan plan) {
        try (HubProcess hub = workshop.launch(plan)) {
            return hub.awaitAnswer(HEALTH).toMillis() / 1e3;
        }
    }

    private void idle(Workshop workshop, HubProcess hub) {
        Patience.await(workshop.sizes().settle(), () -> false);
        double resident = hub.residentMegabytes();
        workshop.section(this)
                .figure("idle, memory of the process", resident, "MB")
                .figure("idle, live heap", hub.liveHeapMegabytes(), "MB");
    }

    private void load(Workshop workshop) throws InterruptedException {
        ServerAddress database = workshop.server().newDatabase();
        Sizes sizes = workshop.sizes();
        Pushed pushed = new Pushed(BenchServer.jdbc(database), sizes.invoices());
        Plan plan = Plan.onDatabase("small", database).jvm(List.of(SMALL));
        try (HubProcess hub = workshop.start(plan);
                Window window = new Window(pushed.rows()::openUpTo, WINDOW)) {
            Generator generator = new Generator(hub.port(), EndToEndPart.CONNECTIONS);
            Pushed.Phase phase = pushed.send(generator, sizes.shots() / 4, window, sizes.phase());
            Patience.await(DRAIN, pushed.rows()::noneOpen);
            Report.Section section = workshop.section(this);
            section.figure(SMALL + ", sustained end to end", phase.course().perSecond(), "/s")
                    .figure(SMALL + " under load, memory of the process", hub.residentMegabytes(), "MB")
                    .figure(SMALL + " after load, live heap", hub.liveHeapMegabytes(), "MB");
            pushed.check(section, SMALL);
        }
    }
}
