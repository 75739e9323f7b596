package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.portal.contract.Visibility;
import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The firm's mail server goes away, for fetching and for sending, under load, and comes back at the same address. */
@Execution(ExecutionMode.CONCURRENT)
class MailServerGoneScenarioTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MAILBOX = "help@firm.example";
    private static final String CLIENT = "books@acme.example";
    private static final int REQUESTS = 5;

    @TempDir
    Path home;

    @Test
    void nothingIsLostAndTheHealthPageSaysSoUntilItIsBack() throws InterruptedException {
        MailServer before = MailServer.onRandomPorts();
        int imap = before.imapPort();
        int smtp = before.smtpPort();
        try (BreakableProduct product = start(imap, smtp)) {
            before.addMailbox(MAILBOX, "secret");
            product.mailbox("firm-mail", MAILBOX, imap, smtp);
            List<UUID> requests = written(product, before, "before");
            await().atMost(PATIENCE).until(() -> waiting(product).isEmpty());

            before.close();
            List<String> queued;
            try (FinanceLoad load = new FinanceLoad(product)) {
                requests.forEach(request -> product.people().comment(request, Visibility.PUBLIC, "We have done it."));
                await().atMost(PATIENCE).until(() -> failingBothWays(product));
                elevenMinutesPass(product);
                assertThat(product.healthPage())
                        .contains("Connection firm-mail has stopped", "Nothing could be delivered since")
                        .contains("Its queue is kept. Check that it is up", "Mail of " + MAILBOX + " can't be fetched");
                assertThat(product.health()).isEqualTo(200);
                queued = waiting(product);
                assertThat(queued).hasSizeGreaterThanOrEqualTo(REQUESTS);
                int acknowledged = load.acknowledged();
                await().atMost(PATIENCE).until(() -> load.acknowledged() > acknowledged + 20);
                assertThat(load.refusals()).isEmpty();
            }

            try (MailServer after = new MailServer(smtp, imap)) {
                after.addMailbox(MAILBOX, "secret");
                written(product, after, "after");
                await().atMost(PATIENCE).until(() -> waiting(product).isEmpty());
                assertThat(after.allMails())
                        .extracting(MailServerGoneScenarioTests::messageId)
                        .doesNotHaveDuplicates()
                        .containsAll(queued);
                await().atMost(PATIENCE).until(() -> !product.healthPage().contains("has stopped"));
            }
        }
    }

    private BreakableProduct start(int imap, int smtp) {
        return BreakableProduct.start(
                "vestibule.data-dir=" + home,
                "vestibule.outbound.private-hosts=127.0.0.1:" + imap + ",127.0.0.1:" + smtp,
                "vestibule.outbox.retries=1s" + ",1s".repeat(60),
                "vestibule.mailboxes.poll=300ms");
    }

    /** The client's mails, each of which becomes one request. */
    private static List<UUID> written(BreakableProduct product, MailServer server, String when) {
        IntStream.range(0, REQUESTS)
                .mapToObj(number -> TestMail.from(CLIENT)
                        .to(MAILBOX)
                        .subject(when + " " + number)
                        .text("Please look."))
                .forEach(server::send);
        return await().atMost(PATIENCE)
                .until(
                        () -> product.hubDatabase()
                                .sql("select id from portal.request where subject like :when || ' %'")
                                .param("when", when)
                                .query(UUID.class)
                                .list(),
                        found -> found.size() == REQUESTS);
    }

    /** Message-IDs of the mails that have not left. */
    private static List<String> waiting(BreakableProduct product) {
        return product.hubDatabase()
                .sql("select message_id from hub.outbox_message where channel = 'mail' and finished_at is null")
                .query(String.class)
                .list();
    }

    private static boolean failingBothWays(BreakableProduct product) {
        return product.hubDatabase().sql("""
                        select exists (select from hub.mailbox_watch join hub.failing_connection using (connection)
                            where mailbox_watch.failing_since is not null)
                        """).query(Boolean.class).single();
    }

    private static void elevenMinutesPass(BreakableProduct product) {
        for (String table : List.of("mailbox_watch", "failing_connection")) {
            product.hubDatabase()
                    .sql("update hub." + table + " set failing_since = failing_since - interval '11 minutes'")
                    .update();
        }
    }

    private static String messageId(MimeMessage mail) {
        try {
            return mail.getMessageID().replaceAll("[<>]", "");
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
