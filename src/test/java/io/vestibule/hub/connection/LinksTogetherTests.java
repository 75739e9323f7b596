package io.vestibule.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.connection.LinkRecords.LinkRecord;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.platform.database.RoundTrips;
import io.vestibule.support.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What many pieces of news that are handled at the same time ask of the links, and note about them. */
class LinksTogetherTests {

    private static final String TRIPS = "links";
    private static final int MANY = 60;
    private static final FreshDatabase FRESH = new FreshDatabase(RoundTrips.counted(TestPostgres.newDatabase(), TRIPS));
    private static final Database DATABASE = FRESH.database();
    private static final Links LINKS = new Links(DATABASE);
    private static final LinkRecords RECORDS = new LinkRecords(DATABASE);
    private static final ExecutorService WORKERS = Executors.newVirtualThreadPerTaskExecutor();

    @AfterAll
    static void stop() {
        WORKERS.shutdownNow();
        LINKS.destroy();
        RECORDS.destroy();
        FRESH.close();
    }

    @Test
    void manyThatAskAtTheSameTimeAskTogetherAndEachHearsOfItsOwn() {
        IntStream.range(0, MANY).filter(i -> i % 3 != 0).forEach(i -> LINKS.put(key(i), null, client(i), by()));
        LINKS.await(key(0), "waits for a decision");

        List<Optional<ClientId>> answers = atOnce("hub.link", i -> LINKS.find(key(i)));

        assertThat(answers)
                .isEqualTo(IntStream.range(0, MANY)
                        .mapToObj(i -> i % 3 == 0 ? Optional.<ClientId>empty() : Optional.of(client(i)))
                        .toList());
    }

    @Test
    void whatWasDecidedBeforeItAskedIsFound() {
        Links.Key key = new Links.Key("decided", "client", "1");
        LINKS.put(key, null, client(1), by());
        assertThat(LINKS.find(key)).contains(client(1));

        LINKS.put(key, client(1), client(2), by());
        assertThat(LINKS.find(key)).contains(client(2));

        LINKS.put(key, client(2), null, by());
        assertThat(LINKS.find(key)).isEmpty();
    }

    @Test
    void whoDecidesOnWhatTheyDidNotSeeDecidesNothing() {
        Links.Key key = new Links.Key("overtaken", "client", "1");
        assertThat(LINKS.put(key, null, client(1), by())).isTrue();

        assertThat(LINKS.put(key, null, client(2), by())).isFalse();
        assertThat(LINKS.put(key, client(3), null, by())).isFalse();
        assertThat(LINKS.put(key, null, client(1), by())).as("the same again").isTrue();

        assertThat(LINKS.find(key)).contains(client(1));
        assertThat(LINKS.put(key, client(1), client(2), by())).isTrue();
    }

    @Test
    void manyThatAreNotedAtTheSameTimeAreNotedTogetherAndOnlyWhatIsNewIsFresh() {
        IntStream.range(0, MANY).filter(i -> i % 2 == 0).forEach(i -> RECORDS.put(record(i, client(i))));

        List<Boolean> fresh = atOnce("hub.link_record", i -> RECORDS.put(record(i, client(i))));

        assertThat(fresh)
                .isEqualTo(IntStream.range(0, MANY).mapToObj(i -> i % 2 == 1).toList());
        assertThat(RECORDS.of(key(7))).containsExactly(record(7, client(7)));
    }

    @Test
    void anotherClientOrAnotherLinkIsNotedAnew() {
        Links.Key key = new Links.Key("anew", "client", "1");
        Links.Key other = new Links.Key("anew", "client", "2");
        ObjectRef invoice = new ObjectRef("invoice", "i");

        assertThat(RECORDS.put(new LinkRecord(key, invoice, client(1)))).isTrue();
        assertThat(RECORDS.put(new LinkRecord(key, invoice, client(1)))).isFalse();
        assertThat(RECORDS.put(new LinkRecord(other, invoice, client(1)))).isTrue();
        assertThat(RECORDS.put(new LinkRecord(other, invoice, null))).isTrue();
        assertThat(RECORDS.put(new LinkRecord(other, invoice, null))).isFalse();

        assertThat(RECORDS.of(key)).isEmpty();
        assertThat(RECORDS.of(other)).containsExactly(new LinkRecord(other, invoice, null));
    }

    /** Planning costs more than what these do; five times is the database's own way to find out. */
    @Test
    void whatAllNewsAskIsPlannedOncePerConnection() {
        for (int i = 0; i < 60; i++) {
            LINKS.find(key(i));
            RECORDS.put(record(i, client(i)));
        }

        List<Plans> plans = onEachConnection("""
                select statement, custom_plans, generic_plans from pg_prepared_statements
                where statement like '%k (connection, kind%' or statement like '%n (connection, object_type%'
                """);
        assertThat(plans)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.customPlans()).isLessThanOrEqualTo(5));
        assertThat(plans).anySatisfy(one -> assertThat(one.genericPlans()).isPositive());
    }

    private static List<Plans> onEachConnection(String sql) {
        if (!(DATABASE.dataSource() instanceof HikariDataSource pool)) {
            throw new IllegalStateException("No pool");
        }
        List<Connection> connections = new ArrayList<>();
        List<Plans> found = new ArrayList<>();
        try {
            for (int i = 0; i < pool.getHikariPoolMXBean().getTotalConnections(); i++) {
                Connection connection = pool.getConnection();
                connections.add(connection);
                JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
                found.addAll(client.sql(sql).query(Plans.class).list());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            connections.forEach(pool::evictConnection);
        }
        return found;
    }

    private record Plans(String statement, long customPlans, long genericPlans) {}

    /** The first ones wait for the table, which nobody may read; by then all others have come. */
    private static <T> List<T> atOnce(String table, IntFunction<T> work) {
        List<Future<T>> answers = new ArrayList<>();
        long before = DATABASE.inTransaction(() -> {
            DATABASE.sql("lock table " + table + " in access exclusive mode").update();
            List<Thread> threads = new ArrayList<>();
            IntStream.range(0, MANY)
                    .forEach(i -> answers.add(WORKERS.submit(() -> {
                        synchronized (threads) {
                            threads.add(Thread.currentThread());
                        }
                        return work.apply(i);
                    })));
            Awaitility.await().until(() -> waiting(threads) == MANY);
            return RoundTrips.of(TRIPS);
        });
        List<T> results = answers.stream().map(LinksTogetherTests::result).toList();
        assertThat(RoundTrips.of(TRIPS) - before).isPositive().isLessThan(MANY / 2);
        return results;
    }

    private static long waiting(List<Thread> threads) {
        synchronized (threads) {
            return threads.stream()
                    .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                    .count();
        }
    }

    private static <T> T result(Future<T> answer) {
        try {
            return answer.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Links.Key key(int i) {
        return new Links.Key("firm-ledger", "client", "D-" + i);
    }

    private static ClientId client(int i) {
        return new ClientId("client-" + i);
    }

    private static Links.By by() {
        return new Links.By("Olga", "Acme Ltd");
    }

    private static LinkRecord record(int i, ClientId client) {
        return new LinkRecord(key(i), new ObjectRef("invoice", "i" + i), client);
    }
}
