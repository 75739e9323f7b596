package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.platform.database.DataDirectory;
import io.vestibule.platform.database.EmbeddedPostgres;
import io.vestibule.platform.database.ServerAddress;
import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database answers and can't store. Nothing is acknowledged meanwhile, mail stays in its mailbox, the console says
 * what is wrong and what to do, and when it is mended everything goes on by itself.
 */
@Execution(ExecutionMode.CONCURRENT)
class StorageFaultScenarioTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MAILBOX = "faults@firm.example";

    @TempDir
    static Path home;

    private static EmbeddedPostgres server;
    private static JdbcClient admin;
    private static JdbcClient inside;
    private static BreakableProduct product;
    private static MailServer mails;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.start(new DataDirectory(home));
        admin = jdbc(server.database("postgres"));
        ServerAddress own = server.database("vestibule");
        inside = jdbc(own);
        admin.sql("create role hub login password 'secret'").update();
        admin.sql("alter database vestibule owner to hub").update();
        product = BreakableProduct.start(
                "spring.datasource.url=" + own.url(),
                "spring.datasource.username=hub",
                "spring.datasource.password=secret",
                "vestibule.mailboxes.poll=500ms",
                "vestibule.mailboxes.give-up-after=0s");
        mails = product.bean(MailServer.class);
        mails.addMailbox(MAILBOX, "secret");
        product.mailbox("faults-mail", MAILBOX, mails.imapPort(), mails.smtpPort());
    }

    @AfterAll
    static void stop() {
        product.close();
        server.close();
    }

    private static JdbcClient jdbc(ServerAddress address) {
        return JdbcClient.create(new DriverManagerDataSource(
                address.url(), String.valueOf(address.username()), String.valueOf(address.password())));
    }

    /** PostgreSQL raises the very error it raises when the disk is full; src/bench/crash fills a real one. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aFullDisk() {
        inside.sql("""
                        create function public.disk_full() returns trigger language plpgsql as $$ begin
                            raise exception using errcode = 'disk_full', message = 'could not extend file';
                        end $$
                        """).update();
        Fault fault = new Fault("full", "The disk of the database is full.", "Make room on the disk", 200);
        survives(
                fault,
                () -> inside.sql("create trigger full_disk before insert on hub.payload"
                                + " for each row execute function public.disk_full()")
                        .update(),
                () -> inside.sql("drop trigger full_disk on hub.payload").update());
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aReadOnlyServer() {
        Fault fault = new Fault("read-only", "The database takes no changes", "Let it take changes again", 200);
        survives(
                fault,
                () -> {
                    admin.sql("alter database vestibule set default_transaction_read_only = on")
                            .update();
                    endConnections();
                },
                // Those that are open stay read-only, as to a server whose place another one has taken
                () -> admin.sql("alter database vestibule reset default_transaction_read_only")
                        .update());
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aServerWithoutFreeConnections() {
        Fault fault = new Fault("connections", "takes no more connections", "raise its max_connections", 503);
        survives(
                fault,
                () -> {
                    admin.sql("alter role hub connection limit 0").update();
                    endConnections();
                },
                () -> admin.sql("alter role hub connection limit -1").update());
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aPoolThatIsTaken() {
        List<Connection> taken = new ArrayList<>();
        Fault fault = new Fault("pool", "All connections of a pool are in use", "Look in pg_stat_activity", 503);
        survives(fault, () -> takeAll(product.hubDatabase().dataSource(), taken), () -> giveBack(taken));
    }

    /** Else an answer would be received before what it answers, and open a request of its own. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void noMailIsStoredBeforeOneThatCouldNotBeStored() {
        inside.sql("create sequence public.refusals").update();
        inside.sql("grant usage on sequence public.refusals to hub").update();
        inside.sql("""
                        create function public.comes_back() returns trigger language plpgsql as $$ begin
                            if position('Subject: In order 1' in convert_from(new.bytes, 'UTF8')) > 0
                               and nextval('public.refusals') <= 6 then
                                raise exception using errcode = 'cannot_connect_now', message = 'starting up';
                            end if;
                            return new;
                        end $$
                        """).update();
        inside.sql("create trigger comes_back before insert on hub.payload"
                        + " for each row execute function public.comes_back()")
                .update();
        List<TestMail> inOrder = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> TestMail.from("books@acme.example")
                        .to(MAILBOX)
                        .subject("In order " + number)
                        .text("Words"))
                .toList();
        inOrder.forEach(mails::send);

        List<String> received = await().atMost(PATIENCE)
                .until(StorageFaultScenarioTests::receivedInOrder, subjects -> subjects.size() == 5);

        assertThat(received).containsExactly("In order 1", "In order 2", "In order 3", "In order 4", "In order 5");
        assertThat(inside.sql("select last_value from public.refusals")
                        .query(Long.class)
                        .single())
                .as("it was refused and came again")
                .isGreaterThan(1);
        inside.sql("drop trigger comes_back on hub.payload").update();
    }

    /** Of no mail this is known today; a fault of ours must not make one come for ever. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aMailWhoseHeaderCannotBeStoredIsKeptAndHoldsUpNoOther() {
        inside.sql("""
                        create function public.can_not_be() returns trigger language plpgsql as $$ begin
                            if new.headers ->> 'subject' = 'Can not be stored' then
                                raise exception using errcode = 'check_violation', message = 'not like this';
                            end if;
                            return new;
                        end $$
                        """).update();
        inside.sql("create trigger can_not_be before insert on hub.payload"
                        + " for each row execute function public.can_not_be()")
                .update();
        mails.send(TestMail.from("books@acme.example")
                .to(MAILBOX)
                .subject("Can not be stored")
                .text("Its words"));
        TestMail behind = TestMail.from("books@acme.example")
                .to(MAILBOX)
                .subject("Behind it")
                .text("Words");
        mails.send(behind);

        await().atMost(PATIENCE).until(() -> received(behind.messageId().replaceAll("[<>]", "") + "#%") == 1);
        List<String> kept = await().atMost(PATIENCE)
                .until(() -> inside.sql("""
                                        select convert_from(payload.bytes, 'UTF8') from hub.inbox_message message
                                        join hub.payload on payload.id = message.payload_id
                                        where message.state = 'HELD' and message.reason = 'unstorable'
                                        """).query(String.class).list(), held -> !held.isEmpty());
        assertThat(kept).singleElement().asString().contains("Subject: Can not be stored", "Its words");
        inside.sql("drop trigger can_not_be on hub.payload").update();
    }

    private static List<String> receivedInOrder() {
        return inside.sql("""
                        select payload.headers ->> 'subject' from hub.inbox_message message
                        join hub.payload on payload.id = message.payload_id
                        where payload.headers ->> 'subject' like 'In order %' order by message.id
                        """).query(String.class).list();
    }

    /** @param status of the health page meanwhile: what can't be read is an error page with the same words */
    private record Fault(String name, String description, String action, int status) {}

    private static void survives(Fault fault, Runnable breaking, Runnable mending) {
        assertThat(push(fault.name() + "-before", 1).statusCode()).isEqualTo(202);
        shows(fault.name(), "1.25");
        breaking.run();
        TestMail mail = TestMail.from("books@acme.example")
                .to(MAILBOX)
                .subject("Question " + fault.name())
                .text("Words");
        mails.send(mail);

        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = push(fault.name() + "-during", 2);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(product.health()).isEqualTo(503);
            HttpResponse<String> page = product.console();
            assertThat(page.statusCode()).as(page.body()).isEqualTo(fault.status());
            assertThat(page.body()).contains(fault.description(), fault.action(), "senders come again");
        });
        assertThat(received(fault.name() + "-during")).isZero();
        assertThat(received(mail.messageId().replaceAll("[<>]", "") + "#%")).isZero();

        mending.run();
        await().atMost(PATIENCE).until(() -> push(fault.name() + "-during", 2).statusCode() == 202);
        shows(fault.name(), "2.25");
        await().atMost(PATIENCE).until(() -> received(mail.messageId().replaceAll("[<>]", "") + "#%") == 1);
        await().atMost(PATIENCE).until(() -> product.health() == 200);
        assertThat(product.console().body()).doesNotContain(fault.description());
    }

    private static HttpResponse<String> push(String id, int amount) {
        String invoice = "B-" + id.substring(0, id.lastIndexOf('-'));
        return product.invoice(id, invoice, amount).sendTo(product.hook());
    }

    private static void shows(String name, String total) {
        String sql = "select trim_scale(total)::text from portal.invoice where origin_id = 'B-" + name + "'";
        await().atMost(PATIENCE)
                .until(() -> inside.sql(sql).query(String.class).list().equals(List.of(total)));
    }

    private static long received(String externalId) {
        return inside.sql("select count(*) from hub.inbox_message where external_id like :id and state <> 'DEAD'")
                .param("id", externalId)
                .query(Long.class)
                .single();
    }

    private static void endConnections() {
        admin.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'hub'")
                .query(Boolean.class)
                .list();
    }

    /** More and more until there are no more. */
    private static void takeAll(DataSource pool, List<Connection> taken) {
        try {
            while (true) {
                taken.add(pool.getConnection());
            }
        } catch (SQLException all) {
            assertThat(taken).isNotEmpty();
        }
    }

    private static void giveBack(List<Connection> taken) {
        taken.forEach(connection -> {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }
}
