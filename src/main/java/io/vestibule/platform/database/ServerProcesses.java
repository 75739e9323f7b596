package io.vestibule.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The processes of PostgreSQL on a data directory, told from others by the directory they work in: after a crash their
 * numbers are given to somebody else.
 */
final class ServerProcesses {

    private ServerProcesses() {}

    static Path pidFile(Path directory) {
        return directory.resolve("postmaster.pid");
    }

    /** The first process of the server that lives on the directory, as the file in it says. */
    static Optional<ProcessHandle> first(Path directory) throws IOException {
        Path pidFile = pidFile(directory);
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        long pid = lines.isEmpty() ? -1 : Long.parseLong(lines.getFirst().strip());
        return ProcessHandle.of(pid).filter(process -> serves(process, directory));
    }

    /** Whatever works in the directory, also what a killed first process left; nothing where /proc does not tell. */
    static List<ProcessHandle> all(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> Files.exists(workingDirectory(process)) && serves(process, directory))
                .toList();
    }

    static boolean serves(ProcessHandle process, Path directory) {
        boolean isPostgres = process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
        Path workingDirectory = workingDirectory(process);
        try {
            // PostgreSQL works in the directory it serves
            return isPostgres
                    && (!Files.exists(Path.of("/proc/self/cwd")) || Files.isSameFile(workingDirectory, directory));
        } catch (IOException endedMeanwhile) {
            return false;
        }
    }

    private static Path workingDirectory(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()), "cwd");
    }
}
