package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertContact;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.TestMail;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Who a mail counts as coming from: anybody can write anybody's address into From. */
class MailAuthorTests extends MailTest {

    @Autowired
    private ApplicationContext context;

    @Test
    void aClientWhoNamesStaffAsSenderDoesNotSpeakForTheFirmWithTheOwnReplyAddress() throws Exception {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        RequestView request = opened(mailbox, writer);
        MimeMessage acknowledgement = mailsTo(writer, 1).getFirst();

        TestMail byKey = TestMail.from("Stella Staff <" + staff() + ">")
                .to(acknowledgement.getReplyTo()[0].toString())
                .subject("Re: [" + request.state().number() + "]")
                .text("Pay to this account");
        TestMail byThread = TestMail.from("Stella Staff <" + staff() + ">")
                .to(mailbox)
                .subject("Re: [" + request.state().number() + "]")
                .replyingTo(header(acknowledgement, "Message-ID"))
                .text("Pay to that account");
        send(byKey);
        send(byThread);

        assertHeld(ended(mailbox, byKey.messageId()), "from-staff");
        assertHeld(ended(mailbox, byThread.messageId()), "from-staff");
    }

    @Test
    void aContactWithTheDomainOfAnotherClientIsHeldWithBothOffered() {
        String mailbox = mailbox();
        ClientId inviting = client(unique("acme") + ".example");
        String domain = unique("birch") + ".example";
        ClientId owning = client(domain);
        String writer = contact(inviting, "ceo@" + domain);

        TestMail mail = TestMail.from(writer).to(mailbox).subject("Hello").text("For whom?");
        send(mail);

        InboxRow held = ended(mailbox, mail.messageId());
        assertHeld(held, "several-clients");
        Cast cast = new Cast(context, browser());
        Page page = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN)).get("/console/messages/received/" + held.id());
        assertThat(page.html().select(".v-timeline .v-evidence").text()).contains("known at several clients");
        assertThat(held.suggestions())
                .extracting(Suggestion::clientId)
                .containsExactlyInAnyOrder(inviting.value(), owning.value());
    }

    @Test
    void anAnswerAboutAStrangerCountsForTheMailboxesOfOneClientOnly() {
        ClientId acme = client(unique("acme") + ".example");
        ClientId birch = client(unique("birch") + ".example");
        String acmesMailbox = mailbox(acme, Map.of());
        String birchsMailbox = mailbox(birch, Map.of());
        String stranger = unique("nora") + "@gmail.com";
        TestMail toAcme =
                TestMail.from(stranger).to(acmesMailbox).subject("Hello").text("Dear Acme");
        TestMail toBirch =
                TestMail.from(stranger).to(birchsMailbox).subject("Hello").text("Dear Birch");
        send(toAcme);
        send(toBirch);
        InboxRow atAcme = ended(acmesMailbox, toAcme.messageId());
        InboxRow atBirch = ended(birchsMailbox, toBirch.messageId());

        inbox.release(Objects.requireNonNull(atAcme.holdKey()), new Assignment(acme.value(), null, "Dana Admin"));

        await().atMost(SOON).until(() -> rows.find(atAcme.id()).orElseThrow().state() == InboxState.APPLIED);
        assertHeld(rows.find(atBirch.id()).orElseThrow(), "unknown-sender");
    }

    @Test
    void aViewerAndSomebodyWhoIsNoLongerActiveAreHeld() {
        String mailbox = mailbox();
        ClientId client = client(unique("acme") + ".example");
        String viewer = unique("vera") + "@mail.example";
        portal.execute(
                Envelope.of(unique("contact"), new UpsertContact(client, viewer, "Vera Viewer", "viewer", true)));
        String gone = contact(client, unique("tom") + "@mail.example");
        deactivate(gone);
        TestMail read = TestMail.from(viewer).to(mailbox).subject("Hello").text("I only look");
        TestMail left = TestMail.from(gone).to(mailbox).subject("Hello").text("I have left");
        send(read);
        send(left);

        assertHeld(ended(mailbox, read.messageId()), "viewer-may-not-write");
        assertHeld(ended(mailbox, left.messageId()), "inactive-contact");
    }

    @Test
    void theFirmAnswersFromTheTeamsSharedMailbox() throws Exception {
        String mailbox = mailbox();
        String team = unique("tax") + "@firm.example";
        String writer = contact(clientOf("Tax", team), unique("tom") + "@mail.example");
        RequestView request = opened(mailbox, writer);
        TestMail more = TestMail.from(writer)
                .to(mailbox)
                .replyingTo(lastTo(writer))
                .subject("Re")
                .text("Any news?");
        send(more);
        MimeMessage news = mailsTo(team, 1).getFirst();

        TestMail answer = TestMail.from("Shared <" + team + ">")
                .to(news.getReplyTo()[0].toString())
                .subject("Re: " + news.getSubject())
                .text("It is done.");
        TestMail without = TestMail.from(team)
                .to(mailbox)
                .subject("Re: [" + request.state().number() + "]")
                .text("Without a key");
        send(answer);
        send(without);

        assertThat(requestOf(ended(mailbox, answer.messageId())).state().id())
                .isEqualTo(request.state().id());
        await().atMost(SOON).until(() -> contains(writer, "It is done."));
        assertHeld(ended(mailbox, without.messageId()), "unknown-sender");
    }

    private boolean contains(String address, String words) {
        return MAILS.mailsOf(address).stream().anyMatch(mail -> {
            try {
                return text(mail).contains(words);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private RequestView opened(String mailbox, String writer) {
        TestMail mail =
                TestMail.from(writer).to(mailbox).subject(unique("Question")).text("First words");
        send(mail);
        return requestOf(ended(mailbox, mail.messageId()));
    }

    private String lastTo(String address) throws Exception {
        return header(mailsTo(address, 1).getLast(), "Message-ID");
    }

    private ClientId clientOf(String team, String teamAddress) {
        Answer answer = portal.execute(Envelope.of(
                unique("client"),
                new UpsertClient(null, unique("Client"), List.of(unique("c") + ".example"), null, team, teamAddress)));
        return new ClientId(((Answer.Applied) answer).resource().id());
    }

    private static void assertHeld(InboxRow row, String reason) {
        assertThat(row.state()).as("%s: %s", row.reason(), row.detail()).isEqualTo(InboxState.HELD);
        assertThat(row.reason()).isEqualTo(reason);
    }
}
