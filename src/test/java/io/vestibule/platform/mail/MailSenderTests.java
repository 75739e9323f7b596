package io.vestibule.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.support.MailServer;
import io.vestibule.support.VestibuleTest;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class MailSenderTests extends VestibuleTest {

    private static final String ID = "<fixed-id@firm.example>";

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static MailServer server;

    @Autowired
    private MailSender sender;

    @Autowired
    private MailHostCheck hosts;

    @BeforeAll
    static void startServer() {
        server = MailServer.onRandomPorts();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void sendsWithItsMessageIdThreadAndTheMarkOfAMachine() throws MessagingException, IOException {
        String to = unique("ann") + "@client.example";
        OutgoingMail mail = new OutgoingMail(
                ID,
                List.of(to),
                "R\u00e9ponse: votre demande",
                Letter.of(Locale.FRANCE, "Nous r\u00e9pondons avant mardi 10:00.\n"),
                "firm+key@firm.example",
                "<second@client.example>",
                List.of("<first@client.example>", "<second@client.example>"),
                OutgoingMail.Automatic.REPLIED,
                Map.of("X-Vestibule", "yes"));

        assertThat(sender.sendTrusted(account(), mail)).isEqualTo(new MailOutcome.Sent(ID));

        var received = server.mailsOf(to).getFirst();
        assertThat(received.getSubject()).isEqualTo("R\u00e9ponse: votre demande");
        assertThat(received.getContentType()).startsWith("multipart/alternative");
        assertThat(MailServer.textOf(received).strip()).isEqualTo("Nous r\u00e9pondons avant mardi 10:00.");
        assertThat(MailServer.htmlOf(received))
                .contains("<html lang=\"fr-FR\">", "Nous r\u00e9pondons avant mardi 10:00.");
        assertThat(received.getMessageID()).isEqualTo(ID);
        assertThat(received.getHeader("In-Reply-To")).containsExactly("<second@client.example>");
        assertThat(received.getHeader("References")[0].split("\\s+"))
                .containsExactly("<first@client.example>", "<second@client.example>");
        assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-replied");
        assertThat(received.getHeader("X-Vestibule")).containsExactly("yes");
        assertThat(received.getReplyTo()[0]).hasToString("firm+key@firm.example");
        assertThat(received.getFrom()[0]).hasToString("The Firm <firm@firm.example>");
    }

    @Test
    void letsNoSubjectAddAHeaderField() throws MessagingException {
        String to = unique("ben") + "@client.example";
        OutgoingMail mail =
                OutgoingMail.generated(to, "Hello\r\nBcc: thief@example.org\r\n\r\nbody", Letter.of(Locale.UK, "text"));
        assertThat(sender.sendTrusted(account(), mail)).isInstanceOf(MailOutcome.Sent.class);
        Message received = server.mailsOf(to).getFirst();
        assertThat(received.getHeader("Bcc")).isNull();
        assertThat(received.getSubject()).startsWith("Hello Bcc: thief@example.org");
        assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThat(sender.sendTrusted(account(), OutgoingMail.generated("no address", "s", Letter.of(Locale.UK, "t"))))
                .isInstanceOf(MailOutcome.Refused.class);
    }

    @Test
    void triesLaterWhenTheServerIsAwayOrTheSignInFails() throws IOException {
        OutgoingMail mail = OutgoingMail.generated("ann@client.example", "s", Letter.of(Locale.UK, "t"));
        int closedPort = closedPort();
        assertThat(sender.sendTrusted(account(closedPort, null), mail))
                .isInstanceOfSatisfying(
                        MailOutcome.TryLater.class,
                        later -> assertThat(later.reason()).contains("127.0.0.1:" + closedPort));
        server.addMailbox("firm@firm.example", "right");
        assertThat(sender.sendTrusted(account(server.smtpPort(), "wr0ng-secret"), mail))
                .isInstanceOfSatisfying(
                        MailOutcome.TryLater.class,
                        later -> assertThat(later.reason())
                                .contains("refused the sign-in of firm@firm.example")
                                .doesNotContain("wr0ng-secret"));
    }

    @Test
    void triesLaterWhenTheServerHasSomethingAgainstTheSenderAndNotAgainstTheMail() throws IOException {
        assertThat(answered("MAIL", "550 5.4.5 Daily sending quota exceeded")).isInstanceOf(MailOutcome.TryLater.class);
        assertThat(answered("MAIL", "553 Sender rejected")).isInstanceOf(MailOutcome.TryLater.class);
        assertThat(answered("DATA", "550 5.7.1 Not authorised")).isInstanceOf(MailOutcome.TryLater.class);
        assertThat(answered("RCPT", "550 Too many recipients, rate limit hit"))
                .isInstanceOf(MailOutcome.TryLater.class);
        assertThat(answered("RCPT", "550 5.1.1 No such user")).isInstanceOf(MailOutcome.Refused.class);
        assertThat(answered("DATA", "552 5.3.4 Message size exceeds fixed limit"))
                .isInstanceOf(MailOutcome.Refused.class);
    }

    /** The outcome with a server that says this to that command and yes to all before it. */
    private MailOutcome answered(String command, String reply) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> speak(listening, command, reply));
            return sender.sendTrusted(
                    account(listening.getLocalPort(), null),
                    OutgoingMail.generated("ann@client.example", "s", Letter.of(Locale.UK, "t")));
        }
    }

    private static void speak(ServerSocket listening, String command, String reply) {
        try (Socket socket = listening.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.US_ASCII)) {
            out.print("220 ready\r\n");
            out.flush();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.print((line.startsWith(command) ? reply : "250 fine") + "\r\n");
                out.flush();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    void connectsOnlyToTheAddressThatWasChecked() {
        MailAccount inside = new MailAccount("10.0.0.1", 25, MailSecurity.NONE, null, null, "firm@firm.example", "F");
        SocketFactory sockets = hosts.sockets("10.0.0.1");
        assertThatThrownBy(() -> sockets.createSocket(inside.host(), inside.port()))
                .isInstanceOf(IOException.class);
        assertThat(sender.send(inside, OutgoingMail.generated("ann@client.example", "s", Letter.of(Locale.UK, "t"))))
                .isInstanceOfSatisfying(
                        MailOutcome.TryLater.class,
                        later -> assertThat(later.reason()).contains("private-address"));
    }

    @Test
    void printsNoSecret() {
        assertThat(account(25, "hunter2").toString()).doesNotContain("hunter2");
        MailSettings settings = new MailSettings("h", 25, MailSecurity.NONE, "u", "hunter2", "a@b.example", "n");
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    private static MailAccount account() {
        return account(server.smtpPort(), null);
    }

    private static MailAccount account(int port, @Nullable String secret) {
        String username = secret == null ? null : "firm@firm.example";
        return new MailAccount("127.0.0.1", port, MailSecurity.NONE, username, secret, "firm@firm.example", "The Firm");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
