package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.support.FaultyImap;
import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each fault of an IMAP server does to a look into a mailbox: the mailbox is noted as failing with what came back,
 * its mail stays where it is, and when the server is well the mail is taken, once.
 */
@Execution(ExecutionMode.CONCURRENT)
class ImapFaultMatrixTests {

    /** After a refused sign-in nobody signs in for a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String MAILBOX = "looks@firm.example";

    @TempDir
    static Path home;

    private static MailServer mails;
    private static FaultyImap imap;
    private static BreakableProduct product;

    @BeforeAll
    static void start() {
        mails = MailServer.onRandomPorts();
        imap = new FaultyImap(mails.imapPort());
        mails.addMailbox(MAILBOX, "secret");
        product = BreakableProduct.start(
                "vestibule.data-dir=" + home,
                "vestibule.outbound.private-hosts=127.0.0.1:" + imap.port() + ",127.0.0.1:" + mails.smtpPort(),
                "vestibule.mailboxes.poll=300ms");
        product.mailbox("looks", MAILBOX, imap.port(), mails.smtpPort());
    }

    @AfterAll
    static void stop() {
        product.close();
        imap.close();
        mails.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            fault                      | told
            closed before the greeting | Exception
            BYE as greeting            | Exception
            another protocol           | Exception
            NO at sign-in              | the server refused the sign-in
            closed after sign-in       | Exception
            cut off in a mail          | Exception
            """)
    @Execution(ExecutionMode.SAME_THREAD)
    void isToldAndCostsNoMail(String fault, String told) {
        await().atMost(PATIENCE).until(() -> failure().isEmpty());
        TestMail mail =
                TestMail.from("books@acme.example").to(MAILBOX).subject(fault).text("Please look.");
        imap.fail(fault);
        mails.send(mail);

        await().atMost(PATIENCE).until(() -> failure().isPresent());
        assertThat(failure().orElseThrow()).contains(told);
        assertThat(received(mail)).isZero();

        imap.fail(FaultyImap.NONE);
        await().atMost(PATIENCE).until(() -> received(mail) == 1);
        await().atMost(PATIENCE).until(() -> failure().isEmpty());
    }

    private static Optional<String> failure() {
        return product.hubDatabase()
                .sql("select failure from hub.mailbox_watch where connection = 'looks' and failing_since is not null")
                .query(String.class)
                .optional();
    }

    private static long received(TestMail mail) {
        return product.hubDatabase()
                .sql("select count(*) from hub.inbox_message where external_id like :id")
                .param("id", mail.messageId().replaceAll("[<>]", "") + "#%")
                .query(Long.class)
                .single();
    }
}
