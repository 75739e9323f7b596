package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.scenario.Firm.FirmClient;
import io.vestibule.scenario.PortalLook.Request;
import io.vestibule.support.TestMail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who goes on with a conversation by mail: the firm's people, a colleague of the requester, and nobody else. */
class ConversationByMailTests extends ScenarioTest {

    @Test
    void aReplyOfStaffToANotificationIsAPublicCommentUnderTheirName() throws Exception {
        var client = firm.client();
        var request = opened(client);
        var notification = notificationOfOwner(client, request, "Any news?");

        mails.send(TestMail.from("Olga Owner <" + FirmPeople.OWNER + ">")
                .to(notification.getReplyTo()[0].toString())
                .subject("Re: " + notification.getSubject())
                .text("It is on its way."));

        var comment = eventually(() -> portal.comment(request.id(), "It is on its way."));
        assertThat(comment.by()).isEqualTo(FirmPeople.OWNER);
        assertThat(comment.visibility()).isEqualTo("public");
        var answer = eventually(() -> mailWith(client.email(), "It is on its way."));
        assertThat(textOf(answer)).contains("Olga Owner");
    }

    @Test
    void aReplyOfStaffIsFoundByItsReferencesToo() throws Exception {
        var client = firm.client();
        var request = opened(client);
        var notification = notificationOfOwner(client, request, "Still waiting");

        mails.send(TestMail.from(FirmPeople.OWNER)
                .to(Firm.MAILBOX)
                .subject("quite another subject")
                .replyingTo(notification.getMessageID())
                .text("Found by its thread"));

        assertThat(eventually(() -> portal.comment(request.id(), "Found by its thread"))
                        .by())
                .isEqualTo(FirmPeople.OWNER);
    }

    @Test
    void aNumberInTheSubjectDoesNotLetAMailSpeakForTheFirm() {
        var client = firm.client();
        var request = opened(client);
        var words = unique("Pay to this account instead");

        mails.send(TestMail.from(FirmPeople.OWNER)
                .to(Firm.MAILBOX)
                .subject("Re: [" + request.number() + "]")
                .text(words));

        assertThat(eventually(() -> inbox.with(words, "HELD")).reason()).isEqualTo("from-staff");
        assertThat(portal.comment(request.id(), words)).isEmpty();
    }

    @Test
    void aStrangerWithTheReplyAddressOfStaffSaysNothingInTheirName() throws Exception {
        var client = firm.client();
        var request = opened(client);
        var notification = notificationOfOwner(client, request, "Hello?");
        var words = unique("I am the firm");

        mails.send(TestMail.from(unique("mallory") + "@gmail.com")
                .to(notification.getReplyTo()[0].toString())
                .subject("Re: " + notification.getSubject())
                .text(words));

        assertThat(eventually(() -> inbox.with(words, "HELD")).reason()).isEqualTo("unknown-sender");
        assertThat(portal.comment(request.id(), words)).isEmpty();
    }

    @Test
    void anInternalNoteIsMailedToNobody() {
        var client = firm.client();
        var colleague = firm.people().contact(client.id(), "ann@" + client.domain(), Role.CLIENT_MEMBER);
        var request = opened(client);
        reply(colleague, request, "I take part, too");
        eventually(() -> portal.comment(request.id(), "I take part, too"));
        var note = unique("They always pay late");

        firm.people().comment(request.id(), Visibility.INTERNAL, note);
        firm.people().comment(request.id(), Visibility.PUBLIC, "We look into it");

        eventually(() -> mailWith(client.email(), "We look into it"));
        eventually(() -> mailWith(colleague, "We look into it"));
        letEverythingSettle();
        assertThat(mails.allMails()).noneMatch(mail -> textOf(mail).contains(note));
    }

    @Test
    void aColleaguesReplyIsACommentOnARequestThatIsNotPrivateAndMakesThemTakePart() {
        var client = firm.client();
        var colleague = firm.people().contact(client.id(), "ann@" + client.domain(), Role.CLIENT_MEMBER);
        var request = opened(client);

        reply(colleague, request, "I can add something");

        assertThat(eventually(() -> portal.comment(request.id(), "I can add something"))
                        .by())
                .isEqualTo(colleague);
        assertThat(portal.participants(request.id())).contains(client.email(), colleague);
    }

    @Test
    void aColleaguesReplyToAPrivateRequestIsARequestOfItsOwn() {
        var client = firm.client();
        var colleague = firm.people().contact(client.id(), "ann@" + client.domain(), Role.CLIENT_MEMBER);
        var request = opened(client);
        firm.people().makePrivate(request.id());

        reply(colleague, request, "What is this about?");

        var own = eventually(() -> portal.requestWithText("What is this about?", client.id()));
        assertThat(own.id()).isNotEqualTo(request.id());
        assertThat(portal.countComments(request.id())).isZero();
        assertThat(portal.participants(request.id())).containsExactly(client.email());
    }

    @Test
    void somebodyKnownByDomainOnlyOpensARequestOfTheirOwnAndAViewerIsHeld() {
        var client = firm.client();
        var viewer = firm.people().contact(client.id(), "vera@" + client.domain(), Role.VIEWER);
        var request = opened(client);

        reply("new@" + client.domain(), request, "I am new here");
        var words = unique("I only look");
        reply(viewer, request, words);

        assertThat(eventually(() -> portal.requestWithText("I am new here", client.id()))
                        .id())
                .isNotEqualTo(request.id());
        assertThat(eventually(() -> inbox.with(words, "HELD")).reason()).isEqualTo("viewer-may-not-write");
        assertThat(portal.countComments(request.id())).isZero();
    }

    @Test
    void aPersonOfAnotherClientNeverGetsIn() {
        var other = firm.client();
        var request = opened(firm.client());

        reply(other.email(), request, "Let me in");

        assertThat(eventually(() -> portal.requestWithText("Let me in", other.id()))
                        .clientId())
                .isEqualTo(other.id());
        assertThat(portal.countComments(request.id())).isZero();
        assertThat(portal.participants(request.id())).doesNotContain(other.email());
    }

    /** A request that the client's person opened by mail. */
    private Request opened(FirmClient client) {
        var mail = firm.mailFrom(client, unique("Question"));
        mails.send(mail);
        return eventually(() -> portal.request(mail.subject()));
    }

    /** The client writes once more, by mail; gives the mail by which the owner hears of it. */
    private MimeMessage notificationOfOwner(FirmClient client, Request request, String words) {
        reply(client.email(), request, words);
        return eventually(() -> mails.mailsOf(FirmPeople.OWNER).stream()
                .filter(mail -> subjectOf(mail).contains(request.number()))
                .filter(mail -> textOf(mail).contains(words))
                .findFirst());
    }

    /** A reply to the acknowledgement, in its thread, to the plain address of the mailbox. */
    private void reply(String from, Request request, String words) {
        var requester = Objects.requireNonNull(request.requester());
        var acknowledgement = eventually(() -> mails.mailsOf(requester).stream()
                .filter(mail -> subjectOf(mail).contains(request.number()))
                .findFirst());
        mails.send(TestMail.from(from)
                .to(Firm.MAILBOX)
                .subject("Re: " + request.subject())
                .replyingTo(idOf(acknowledgement))
                .text(words));
    }

    private Optional<MimeMessage> mailWith(String address, String words) {
        return mails.mailsOf(address).stream()
                .filter(mail -> textOf(mail).contains(words))
                .findFirst();
    }

    private static String subjectOf(MimeMessage mail) {
        try {
            return Objects.requireNonNullElse(mail.getSubject(), "");
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String idOf(MimeMessage mail) {
        try {
            return mail.getMessageID();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
