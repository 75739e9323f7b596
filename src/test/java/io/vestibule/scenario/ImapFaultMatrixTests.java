package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestibule.hub.connection.Connections;
import io.vestibule.support.FaultyImap;
import io.vestibule.support.MailProgram;
import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each fault of an IMAP server does to a look into a mailbox: the mailbox is noted as failing with what came back,
 * its mail stays where it is, and when the server is well the mail is taken, once.
 */
@Execution(ExecutionMode.CONCURRENT)
class ImapFaultMatrixTests {

    /** After a refused sign-in nobody signs in for a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration SOME_LOOKS = Duration.ofMillis(1500);

    private static final String MAILBOX = "looks@firm.example";

    private static final Duration HANGS_FOR = Duration.ofSeconds(20);

    /** A port that nobody listens on. */
    private static final int NOBODY = 1;

    @TempDir
    static Path home;

    private static MailServer mails;
    private static FaultyImap imap;
    private static FaultyImap counting;
    private static GreenMail selfSigned;
    private static BreakableProduct product;

    @BeforeAll
    static void start() {
        mails = MailServer.onRandomPorts();
        imap = new FaultyImap(mails.imapPort());
        counting = new FaultyImap(mails.imapPort());
        selfSigned = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS));
        selfSigned.start();
        mails.addMailbox(MAILBOX, "secret");
        String allowed = IntStream.of(
                        imap.port(), counting.port(), mails.imapPort(), mails.smtpPort(), NOBODY, encryptedPort())
                .mapToObj(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(","));
        product = BreakableProduct.start(
                "vestibule.data-dir=" + home,
                "vestibule.outbound.private-hosts=" + allowed,
                "vestibule.mailboxes.patience=" + HANGS_FOR.toSeconds() + "s",
                "vestibule.mailboxes.poll=300ms",
                // connections are counted
                "schedules.balance-mailboxes=0 0 0 1 1 ?");
        product.mailbox("looks", MAILBOX, imap.port(), mails.smtpPort());
    }

    @AfterAll
    static void stop() {
        product.close();
        selfSigned.stop();
        imap.close();
        counting.close();
        mails.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            fault                      | told
            closed before the greeting | broke off
            BYE as greeting            | broke off
            another protocol           | broke off
            never answers              | did not answer in time
            NO at sign-in              | refused the sign-in
            closed after sign-in       | broke off
            cut off in a mail          | broke off
            """)
    @Execution(ExecutionMode.SAME_THREAD)
    void isToldAndCostsNoMail(String fault, String told) {
        await().atMost(PATIENCE).until(() -> failure("looks").isEmpty());
        TestMail mail = mail(MAILBOX, fault);
        imap.fail(fault);
        mails.send(mail);

        // a look that is under way when the fault begins may break off first
        await().atMost(PATIENCE)
                .until(() -> failure("looks"), failure -> failure.orElse("").contains(told));
        assertThat(received(mail)).isZero();

        imap.fail(FaultyImap.NONE);
        await().atMost(PATIENCE).until(() -> received(mail) == 1);
        await().atMost(PATIENCE).until(() -> failure("looks").isEmpty());
    }

    /** Camel goes on as if there were no mail. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aFolderThatCantBeOpenedStaysNotedFromLookToLook() {
        await().atMost(PATIENCE).until(() -> failure("looks").isEmpty());
        imap.fail("closed after sign-in");
        try {
            await().during(SOME_LOOKS)
                    .atMost(PATIENCE)
                    .until(() -> failure("looks").isPresent());
        } finally {
            imap.fail(FaultyImap.NONE);
        }
    }

    /** One after the other they would take longer than a mailbox is held by its node. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aServerThatHangsHoldsUpNoOtherMailboxWhileItsOwnAreTakenOff() {
        Connections connections = product.bean(Connections.class);
        List<String> hanging = IntStream.range(0, 6).mapToObj(n -> "hangs-" + n).toList();
        for (String name : hanging) {
            mails.addMailbox(name + "@firm.example", "secret");
            product.mailbox(name, name + "@firm.example", imap.port(), mails.smtpPort());
        }
        String beside = "beside@firm.example";
        mails.addMailbox(beside, "secret");
        TestMail mail = mail(beside, "Beside it");
        mails.send(mail);
        imap.fail("never answers");
        try {
            await().atMost(PATIENCE).until(() -> imap.waiting() >= hanging.size());
            hanging.forEach(name -> connections.enable(name, false, "test"));
            product.mailbox("beside", beside, mails.imapPort(), mails.smtpPort());

            await().atMost(HANGS_FOR.dividedBy(2)).until(() -> received(mail) == 1);
        } finally {
            imap.fail(FaultyImap.NONE);
        }
    }

    /** One stays open, and the other one asks what the rest of them count. */
    @Test
    void severalFoldersAreReadOverTwoConnections() {
        String mailbox = "folders@firm.example";
        mails.addMailbox(mailbox, "secret");
        List<String> folders = List.of("INBOX", "Invoices", "Contracts", "Claims");
        Map<String, String> settings =
                new HashMap<>(BreakableProduct.mailboxSettings(mailbox, counting.port(), mails.smtpPort()));
        settings.put("imapFolder", String.join(", ", folders));
        try (MailProgram person = new MailProgram(mails.imapPort(), mailbox, "secret")) {
            folders.stream().skip(1).forEach(person::createFolder);
            product.save("folders", "mailbox", Map.of(), settings);
            for (String folder : folders) {
                TestMail mail = mail(mailbox, folder);
                person.lay(mail, folder);
                await().atMost(PATIENCE).until(() -> received(mail) == 1);
            }
        }

        assertThat(counting.calls()).isEqualTo(2);
    }

    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                arguments("host", Map.of("imapHost", "imap.nowhere.invalid"), "is unknown", "Check its name"),
                arguments(
                        "port",
                        Map.of("imapPort", "" + NOBODY),
                        "Nobody takes connections there",
                        "check host and port"),
                arguments(
                        "encryption",
                        Map.of("imapSecurity", "tls"),
                        "did not agree on encryption",
                        "Check that security and port belong together"),
                arguments(
                        "certificate",
                        Map.of("imapSecurity", "tls", "imapPort", "" + encryptedPort()),
                        "certificate is not trusted",
                        "Have one of a known authority put there"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("wrongSettings")
    @Execution(ExecutionMode.SAME_THREAD)
    void isToldUntilTheSettingsAreRight(String name, Map<String, String> wrong, String description, String action) {
        String mailbox = name + "@firm.example";
        mails.addMailbox(mailbox, "secret");
        TestMail mail = mail(mailbox, name);
        mails.send(mail);
        Map<String, String> right = BreakableProduct.mailboxSettings(mailbox, mails.imapPort(), mails.smtpPort());
        Map<String, String> settings = new HashMap<>(right);
        settings.putAll(wrong);
        product.save(name, "mailbox", Map.of(), settings);

        await().atMost(PATIENCE).until(() -> failure(name).isPresent());
        assertThat(failure(name).orElseThrow()).contains(description, action);
        product.hubDatabase()
                .sql("update hub.mailbox_watch set failing_since = failing_since - interval '11 minutes'")
                .update();
        assertThat(product.healthPage())
                .contains("Mail of " + mailbox + " can't be fetched since", description, action);

        product.change(name, right);
        await().atMost(PATIENCE).until(() -> received(mail) == 1);
        await().atMost(PATIENCE).until(() -> failure(name).isEmpty());
    }

    private static TestMail mail(String mailbox, String subject) {
        return TestMail.from("books@acme.example").to(mailbox).subject(subject).text("Please look.");
    }

    private static int encryptedPort() {
        return selfSigned.getImaps().getPort();
    }

    private static Optional<String> failure(String mailbox) {
        return product.hubDatabase()
                .sql("select failure from hub.mailbox_watch where connection = :mailbox and failing_since is not null")
                .param("mailbox", mailbox)
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
