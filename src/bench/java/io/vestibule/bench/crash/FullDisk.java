package io.vestibule.bench.crash;

import io.vestibule.bench.Patience;
import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The disk with the bytes of what comes in runs full under load, and is given room again. A real one, which only root may
 * make: a small file system in memory that holds the table.
 */
final class FullDisk {

    private static final int SENDERS = 4;
    private static final int A_WHILE = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SAID = "The disk of the database is full";

    private final CrashWorld world;
    private final Path disk;

    /** @param work a folder that is removed at the end */
    FullDisk(CrashWorld world, Path work) {
        this.world = world;
        this.disk = work.resolve("small-disk");
    }

    void run(Report.Section section) throws IOException {
        Files.createDirectories(disk);
        root("mount", "-t", "tmpfs", "-o", "size=16m", "vestibule-bench", disk.toString());
        HubProcess hub = world.launch("full");
        try {
            CrashWorld.awaitReady(hub);
            world.openTickets(hub);
            world.jdbc().sql("create tablespace small location '" + disk + "'").update();
            world.jdbc().sql("alter table hub.payload set tablespace small").update();
            Load load = new Load(SENDERS, hub::port);
            try (load) {
                load.start(world.mails(), world::receivedMails);
                untilMoreThan(load, A_WHILE);
                fill();
                Patience.await(PATIENCE, () -> hub.said(SAID) > 0);
                int before = load.repeats();
                Patience.await(PATIENCE, () -> load.repeats() > before + A_WHILE);
                section.check("full disk: the hub says so", hub.said(SAID) > 0, "it says nothing")
                        .figure("full disk: webhooks not taken", load.repeats(), "");
                Files.delete(filler());
                untilMoreThan(load, load.acknowledged() + A_WHILE);
            }
            section.same("everything came to an end", 0, Idle.await(world.jdbc(), load.mails(), PATIENCE));
            new Counted(world, section).compare(load);
        } finally {
            hub.close();
            root("umount", "--lazy", disk.toString());
        }
    }

    private static void untilMoreThan(Load load, int acknowledged) {
        Patience.await(PATIENCE, () -> load.acknowledged() > acknowledged);
    }

    private Path filler() {
        return disk.resolve("filler");
    }

    private void fill() throws IOException {
        byte[] some = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            if (Files.size(filler()) < some.length) {
                throw full;
            }
        }
    }

    private static void root(String... command) {
        try {
            int status = new ProcessBuilder(command)
                    .inheritIO()
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (status != 0) {
                throw new IllegalStateException(List.of(command) + " failed; this part needs root");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
