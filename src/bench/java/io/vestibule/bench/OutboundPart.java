package io.vestibule.bench;

import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.bench.machine.BenchServer;
import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.machine.HubProcess.Plan;
import io.vestibule.bench.machine.Sink;
import io.vestibule.bench.report.Report;
import io.vestibule.platform.database.ServerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many due deliveries to many connections, of which one is dead and one slow: do the others notice? */
final class OutboundPart implements Part {

    private static final int CONNECTIONS = 200;

    /** The dead one and the slow one. */
    private static final int ILL = 2;

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @Override
    public int number() {
        return 6;
    }

    @Override
    public String title() {
        return "Outbound: one connection dead, one slow, 198 well";
    }

    @Override
    public void run(Workshop workshop) throws IOException {
        ServerAddress database = workshop.server().newDatabase();
        try (Sink sink = new Sink()) {
            Plan plan = Plan.onDatabase("outbound", database)
                    .with(
                            "vestibule.connectors.folder="
                                    + Path.of("src", "bench", "connectors").toAbsolutePath(),
                            "bench.sinks=" + CONNECTIONS,
                            "bench.gone-sinks=1",
                            "bench.vendors[0]=well.bench-sink.example=" + sink.port(),
                            "bench.vendors[1]=gone.bench-sink.example=" + closedPort());
            try (HubProcess hub = workshop.startUnderLoad(plan)) {
                measure(workshop, new Deliveries(BenchServer.jdbc(database)), sink);
            }
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void measure(Workshop workshop, Deliveries deliveries, Sink sink) {
        Sizes sizes = workshop.sizes();
        sink.delay(BenchFirm.sink(ILL), sizes.slow());
        Report.Section section = workshop.section(this);
        deliveries.send("warm-up", sizes.deliveries() / 4, ILL);
        Run before = deliveries.send("well-before", sizes.deliveries(), ILL);
        Run with = deliveries.send("with-the-ill", sizes.deliveries(), 0);
        deliveries.giveUpOnTheIll();
        Run after = deliveries.send("well-after", sizes.deliveries(), ILL);
        double alone = (before.seconds() + after.seconds()) / 2;
        section.figure("deliveries to the 198, without the two", before.sent() / alone, "/s")
                .figure("deliveries to the 198, beside the two", with.sent() / with.seconds(), "/s")
                .atMost(1.1, "time of the 198 beside the two, to that without them", with.seconds() / alone, "")
                .same("outbound: every delivery to the 198 is sent", before.wanted(), before.sent())
                .same("outbound: every delivery to the 198 is sent beside the two", with.wanted(), with.sent())
                .same("outbound: no delivery came twice", 0, sink.calledTwice());
    }

    private record Run(long wanted, long sent, double seconds) {}

    /** Deliveries put into the hub's outbox all at once, as its own subscriptions would. */
    private record Deliveries(JdbcClient jdbc) {

        /** @param without so many connections from the first */
        Run send(String name, int count, int without) {
            long wanted = due(name, count, without);
            Patience.await(PATIENCE, () -> finished(name) == wanted);
            double seconds = jdbc.sql("""
                            select extract(epoch from max(m.finished_at) - min(a.started_at))
                            from hub.outbox_message m join hub.delivery_attempt a on a.message = m.id
                            where m.source like :name and m.connection > :lastIll
                            """)
                    .param("name", name + "-%")
                    .param("lastIll", BenchFirm.sink(ILL))
                    .query(Double.class)
                    .single();
            return new Run(wanted, finished(name), seconds);
        }

        /** @return how many are for the 198 */
        private long due(String name, int count, int without) {
            jdbc.sql("""
                            with delivery as (
                                select number, :name || '-' || number as id,
                                    'box-' || to_char(number % :connections + 1, 'FM000') as connection
                                from generate_series(1, :count) number
                                where number % :connections >= :without
                            ), linked as (
                                insert into hub.object_link (connection, external_id, object_type, object_id, label)
                                select connection, id, 'request', id, id from delivery
                            )
                            insert into hub.outbox_message (source, channel, target, connection, object_type, object_id,
                                purpose, priority, body, due_at)
                            select id, 'vendor', connection, connection, 'request', id, 'comment-added', 1,
                                replace(:body, 'THE-REQUEST', id), clock_timestamp()
                            from delivery
                            """)
                    .param("name", name)
                    .param("connections", CONNECTIONS)
                    .param("count", count)
                    .param("without", without)
                    .param("body", CommentNews.BODY)
                    .update();
            return jdbc.sql("select count(*) from hub.outbox_message where source like :name and connection > :lastIll")
                    .param("name", name + "-%")
                    .param("lastIll", BenchFirm.sink(ILL))
                    .query(Long.class)
                    .single();
        }

        private long finished(String name) {
            return jdbc.sql("""
                            select count(*) from hub.outbox_message
                            where source like :name and connection > :lastIll and state = 'SENT'
                            """)
                    .param("name", name + "-%")
                    .param("lastIll", BenchFirm.sink(ILL))
                    .query(Long.class)
                    .single();
        }

        /** As a person who cancels what waits for them; attempts under way end by themselves. */
        void giveUpOnTheIll() {
            jdbc.sql("""
                            update hub.outbox_message set state = 'CANCELLED', finished_at = clock_timestamp(),
                                claim = null, lease_until = null
                            where finished_at is null and connection <= :lastIll
                            """).param("lastIll", BenchFirm.sink(ILL)).update();
        }
    }
}
