package io.vestibule.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.support.FaultySmtp;
import java.io.IOException;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails of one account share a connection, and no mail ends in another way because of those before it. */
class SmtpConnectionsTests {

    private static final Duration READ = Duration.ofSeconds(30);

    private SmtpConnections connections = new SmtpConnections(Duration.ofMinutes(1), READ);

    @AfterEach
    void closeAll() {
        connections.destroy();
    }

    @Test
    void mailsOfOneAccountGoOverOneConnection() {
        try (FaultySmtp server = new FaultySmtp("none")) {
            for (int mail = 0; mail < 3; mail++) {
                assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Sent.class);
            }
            assertThat(server.contents()).isEqualTo(3);
            assertThat(server.conversations()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionTakesNoMoreMailsThanServersHandOnAtOnce() {
        try (FaultySmtp server = new FaultySmtp("none")) {
            for (int mail = 0; mail <= SmtpConnections.MOST_MAILS; mail++) {
                assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Sent.class);
            }
            assertThat(server.conversations()).isEqualTo(2);
            assertThat(server.goodbyes()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionOfAnotherPasswordIsNotUsed() {
        MailAccount one = account(1, "one");
        SmtpConnection kept = new SmtpConnection(connections.session(one, null), one);
        connections.giveBack(kept, true);

        MailAccount other = account(1, "other");

        assertThat(connections.session(other, null)).isSameAs(connections.session(one, null));
        assertThat(connections.kept(connections.session(other, null), other)).isEmpty();
        assertThat(connections.kept(connections.session(one, null), one)).containsSame(kept);
    }

    @Test
    void whatWasConnectedUncheckedIsNotForAnAccountWhoseHostIsChecked() {
        MailAccount account = account(1, "one");
        connections.giveBack(new SmtpConnection(connections.session(account, null), account), true);

        assertThat(connections.kept(connections.session(account, SocketFactory.getDefault()), account))
                .isEmpty();
    }

    @Test
    void oneThatItsServerClosedIsMadeAnew() {
        try (FaultySmtp server = new FaultySmtp("closed after the mail")) {
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Sent.class);
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Sent.class);
            assertThat(server.contents()).isEqualTo(2);
            assertThat(server.conversations()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 for the sender", "550 for the sender", "450 for the recipient"})
    void whatASecondMailIsToldBeforeItsContentIsAskedOnceMoreOverANewOne(String fault) {
        try (FaultySmtp server = new FaultySmtp(fault, 1)) {
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Sent.class);
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.TryLater.class);
            assertThat(server.contents()).isEqualTo(1);
            assertThat(server.conversations()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed after the content", "452 for the content", "554 for the content"})
    void aMailWhoseContentWasSentIsNotSentASecondTime(String fault) {
        try (FaultySmtp server = new FaultySmtp(fault, 1)) {
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Sent.class);
            assertThat(sent(server, "secret"))
                    .isInstanceOf(fault.startsWith("554") ? MailOutcome.Refused.class : MailOutcome.TryLater.class);
            assertThat(server.contents()).isEqualTo(2);
            assertThat(server.conversations()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatTakesLongToConfirmAMailIsWaitedForLikeNoOtherAnswer() {
        connections.destroy();
        connections = new SmtpConnections(Duration.ofMinutes(1), FaultySmtp.LONG.dividedBy(5));
        try (FaultySmtp server = new FaultySmtp("slow after the content")) {
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Sent.class);
            assertThat(server.contents()).isEqualTo(1);
        }
        try (FaultySmtp server = new FaultySmtp("slow before the greeting")) {
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.TryLater.class);
            assertThat(server.contents()).isZero();
        }
    }

    @Test
    void aServerThatNeverConfirmsAMailIsGivenUp() {
        connections.destroy();
        Duration read = FaultySmtp.LONG.dividedBy(2L * SmtpConnection.READS_FOR_A_WHOLE_MAIL);
        connections = new SmtpConnections(Duration.ofMinutes(1), read);
        try (FaultySmtp server = new FaultySmtp("slow after the content")) {
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.TryLater.class);
        }
    }

    @Test
    void aRefusedRecipientIsAskedOnceAndEndsTheConnection() {
        try (FaultySmtp server = new FaultySmtp("550 for the recipient", 1)) {
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Sent.class);
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Refused.class);
            assertThat(server.conversations()).isEqualTo(1);
            assertThat(server.goodbyes()).isEqualTo(1);
        }
    }

    @Test
    void oneThatNobodyNeedsIsClosed() {
        connections.destroy();
        connections = new SmtpConnections(Duration.ofMillis(50), READ);
        try (FaultySmtp server = new FaultySmtp("none")) {
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Sent.class);
            await().atMost(Duration.ofSeconds(20)).until(() -> server.goodbyes() == 1);
        }
    }

    @Test
    void aFurtherMailLooksForNothingInTheLibraries() {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        Looks looks = new Looks(usual);
        thread.setContextClassLoader(looks);
        try (FaultySmtp server = new FaultySmtp("none")) {
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Sent.class);
            looks.names.clear();
            assertThat(sent(server, "secret")).isInstanceOf(MailOutcome.Sent.class);
            assertThat(looks.names).isEmpty();
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    /** Takes note of the files that are looked for in all libraries. */
    private static final class Looks extends ClassLoader {

        private final List<String> names = new ArrayList<>();

        Looks(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            names.add(name);
            return super.getResources(name);
        }
    }

    private MailOutcome sent(FaultySmtp server, String secret) {
        return new SmtpTransport(new MailComposer(Clock.systemUTC()), connections)
                .attempt(
                        account(server.port(), secret),
                        null,
                        OutgoingMail.generated("ann@client.example", "Subject", Letter.of(Locale.UK, "Text")));
    }

    private static MailAccount account(int port, @Nullable String secret) {
        return new MailAccount("127.0.0.1", port, MailSecurity.NONE, "firm", secret, "firm@firm.example", "The Firm");
    }
}
