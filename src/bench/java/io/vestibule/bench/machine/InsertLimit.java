package io.vestibule.bench.machine;

import io.vestibule.platform.database.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many rows of the size of a webhook this server can store one by one, each in a durable commit of its own, for 32
 * clients: the limit that receipts are compared with. Measured by pgbench, and by JDBC where pgbench isn't there.
 */
public final class InsertLimit {

    private static final int CLIENTS = 32;
    private static final int BYTES = 700;
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private InsertLimit() {}

    /** @param by pgbench or JDBC */
    public record Limit(double perSecond, String by) {}

    public static Limit measure(BenchServer server, ServerAddress database, Path folder, int seconds) {
        BenchServer.jdbc(database)
                .sql(
                        "create table if not exists public.bench_limit (id bigint generated always as identity primary key,"
                                + " body bytea not null)")
                .update();
        Optional<Path> pgbench = pgbench(folder);
        return pgbench.isPresent()
                ? byPgbench(pgbench.get(), server, database, folder, seconds)
                : byJdbc(database, seconds);
    }

    private static Optional<Path> pgbench(Path folder) {
        List<Path> places = new ArrayList<>(List.of(folder.resolve("pgbench/usr/lib/postgresql")));
        places.add(Path.of("/usr/lib/postgresql"));
        for (Path place : places) {
            Optional<Path> found = newest(place);
            if (found.isPresent()) {
                return found;
            }
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(each -> Path.of(each, "pgbench"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> newest(Path versions) {
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> list = Files.list(versions)) {
            return list.map(version -> version.resolve("bin/pgbench"))
                    .filter(Files::isExecutable)
                    .max(Path::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Limit byPgbench(Path pgbench, BenchServer server, ServerAddress database, Path folder, int seconds) {
        try {
            Path script = Files.writeString(
                    folder.resolve("insert.sql"),
                    "insert into public.bench_limit (body) values (decode(repeat('ab', " + BYTES + "), 'hex'));\n");
            String name = database.url().substring(database.url().lastIndexOf('/') + 1);
            ProcessBuilder builder = new ProcessBuilder(
                            pgbench.toString(),
                            "--no-vacuum",
                            "--protocol=prepared",
                            "--client=" + CLIENTS,
                            "--jobs=2",
                            "--time=" + seconds,
                            "--file=" + script,
                            "--host=127.0.0.1",
                            "--port=" + server.port(),
                            "--username=" + database.username(),
                            name)
                    .redirectErrorStream(true);
            builder.environment().put("PGPASSWORD", String.valueOf(database.password()));
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher rate = RATE.matcher(said);
            if (!rate.find()) {
                throw new IllegalStateException("pgbench did not measure anything: " + said);
            }
            return new Limit(Double.parseDouble(rate.group(1)), "pgbench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Limit byJdbc(ServerAddress database, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                counts.add(clients.submit(() -> insertUntil(database, end)));
            }
            int all = 0;
            for (Future<Integer> count : counts) {
                all += count.get();
            }
            return new Limit((double) all / seconds, "JDBC");
        } catch (ExecutionException e) {
            throw new IllegalStateException("The inserts failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int insertUntil(ServerAddress database, long end) throws SQLException {
        try (Connection connection = BenchServer.dataSource(database).getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into public.bench_limit (body) values (?)")) {
            byte[] body = new byte[BYTES];
            int count = 0;
            while (System.nanoTime() < end) {
                insert.setBytes(1, body);
                count += insert.executeUpdate();
            }
            return count;
        }
    }
}
