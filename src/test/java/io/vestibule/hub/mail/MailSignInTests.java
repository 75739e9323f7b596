package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connector.TokenStore;
import io.vestibule.hub.connector.Tokens;
import io.vestibule.hub.mail.mailbox.MailboxCheck;
import io.vestibule.support.TestMail;
import io.vestibule.support.vendors.SimulatedGoogle;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A mailbox whose person signed in at the provider: access tokens in place of passwords, for IMAP and for SMTP. */
@Tag("mailbox")
class MailSignInTests extends MailTest {

    @Autowired
    private SimulatedGoogle google;

    @Autowired
    private TokenStore tokens;

    @Autowired
    private MailboxCheck check;

    private final String mailbox = unique("help") + "@firm.example";
    private final String writer = unique("tom") + "@mail.example";

    @BeforeEach
    void theMailServerTakesTheNewestToken() {
        contact(client(unique("acme") + ".example"), writer);
        MAILS.addMailbox(mailbox, "no token yet");
        google.onToken(token -> MAILS.addMailbox(mailbox, token));
    }

    @Test
    void isReadAndWrittenThroughWithATokenThatIsRenewedInTime() {
        connect(signedIn(Duration.ZERO));
        TestMail mail = TestMail.from(writer).to(mailbox).subject("By token").text("Words");
        send(mail);

        assertThat(requestOf(ended(mailbox, mail.messageId())).state().subject())
                .isEqualTo("By token");
        assertThat(mailsTo(writer, 1)).hasSize(1);
        assertThat(check.check(connections.find(nameOf(mailbox)).orElseThrow()))
                .isEqualTo(
                        new MailboxCheck.Result(true, "Reading and sending work. Answers are known by their headers."));
    }

    @Test
    void aTokenThatTheServerDoesNotTakeIsRenewedAtOnce() {
        connect(signedIn(Duration.ofHours(1)));
        TestMail mail =
                TestMail.from(writer).to(mailbox).subject("By a new token").text("Words");
        send(mail);

        assertThat(requestOf(ended(mailbox, mail.messageId())).state().subject())
                .isEqualTo("By a new token");
        assertThat(problem()).isEmpty();
    }

    @Test
    void withdrawnAccessStopsTheConnectionUntilSomebodySignsInAgain() {
        Tokens withdrawn = signedIn(Duration.ZERO);
        google.revokeConsent();
        connect(withdrawn);
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Later").text("Words");
        send(mail);

        await().atMost(SOON).until(() -> problem().isPresent());
        assertThat(problem().orElseThrow()).contains("Gmail refused the access", "Connect it again in the console");

        tokens.connect(nameOf(mailbox), signedIn(Duration.ZERO));
        connections.recover(nameOf(mailbox), "test");
        assertThat(requestOf(ended(mailbox, mail.messageId())).state().subject())
                .isEqualTo("Later");
    }

    @Test
    void aServerThatTakesNoTokenAtAllStopsTheConnection() {
        google.onToken(token -> {});
        connect(signedIn(Duration.ofHours(1)));

        await().atMost(SOON).until(() -> problem().isPresent());
        assertThat(problem().orElseThrow()).contains("refused a new access token, too", "Sign in again in the console");
    }

    private Optional<String> problem() {
        return connections.find(nameOf(mailbox)).map(connection -> connection.problem());
    }

    /** @param life that the hub believes in; the mail server has not heard of this token */
    private Tokens signedIn(Duration life) {
        var given = google.consent();
        return new Tokens(
                given.path("access_token").asText(),
                given.path("refresh_token").asText(),
                clock.instant().plus(life));
    }

    private void connect(Tokens given) {
        String name = nameOf(mailbox);
        String app = unique("google");
        assertThat(apps.save(
                        new AppDraft(app, "gmail", Map.of("clientId", "id", "clientSecret", "secret"), true),
                        null,
                        "test"))
                .isInstanceOf(Change.Saved.class);
        Map<String, String> settings = Map.of(
                "address", mailbox,
                "imapHost", "127.0.0.1",
                "imapPort", String.valueOf(MAILS.imapPort()),
                "imapSecurity", "none",
                "smtpHost", "127.0.0.1",
                "smtpPort", String.valueOf(MAILS.smtpPort()),
                "smtpSecurity", "none",
                "replyMode", "none");
        assertThat(connections.save(new ConnectionDraft(name, app, "", null, settings, Map.of(), false), null, "test"))
                .isInstanceOf(Change.Saved.class);
        tokens.connect(name, given);
        assertThat(connections.enable(name, true, "test")).isEmpty();
        watched(name);
    }
}
