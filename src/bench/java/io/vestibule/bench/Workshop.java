package io.vestibule.bench;

import io.vestibule.bench.machine.BenchServer;
import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.machine.HubProcess.Plan;
import io.vestibule.bench.report.Report;
import java.nio.file.Path;
import java.util.List;

/**
 * What all parts share: the database server, where files go, how much is asked for, and the report.
 *
 * @param folder for results and logs; its {@code work} is removed at the end
 */
record Workshop(Options options, Path folder, BenchServer server, Report report) {

    Sizes sizes() {
        return options.sizes();
    }

    Path work() {
        return folder.resolve("work");
    }

    Report.Section section(Part part) {
        return report.section(part.number());
    }

    HubProcess start(Plan plan) {
        return HubProcess.start(quick(plan), folder);
    }

    /** Started with the options of a short cut, and not waited for. */
    HubProcess launch(Plan plan) {
        return HubProcess.launch(quick(plan), folder);
    }

    private Plan quick(Plan plan) {
        return options.shortCut() ? plan.jvm(HubProcess.SOON_READY) : plan;
    }

    /** The same, recording where its time goes if that was asked for; the file is written when it ends. */
    HubProcess startUnderLoad(Plan plan) {
        Path recording = folder.resolve(plan.name() + ".jfr");
        return start(
                options.profile()
                        ? plan.jvm(List.of(
                                "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording))
                        : plan);
    }
}
