package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.TestMail;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Walk 1: an email becomes a request, and the conversation goes on by mail and in the portal. */
class EmailBecomesRequestTests extends ScenarioTest {

    @Test
    void aContactsMailIsARequestOfItsClientWithTextAttachmentAndRequester() {
        var client = firm.client();
        var subject = unique("VAT return");
        mails.send(TestMail.from("Tom Client <" + client.email() + ">")
                .to(Firm.MAILBOX)
                .subject(subject)
                .text("Please find the receipts attached.")
                .attach("receipts.pdf", "application/pdf", "%PDF-1.4 receipts".getBytes(StandardCharsets.US_ASCII)));

        var request = eventually(() -> portal.request(subject));

        assertThat(request.clientId()).isEqualTo(client.id());
        assertThat(request.text()).isEqualTo("Please find the receipts attached.");
        assertThat(request.requester()).isEqualTo(client.email());
        assertThat(request.owner()).isEqualTo(client.ownerEmail());
        assertThat(request.team()).isEqualTo(client.team());
        assertThat(portal.files(request.id())).containsExactly("receipts.pdf");
    }

    @Test
    void theSenderGetsOneAcknowledgementWithNumberLinkAndTime() throws Exception {
        var client = firm.client();
        var subject = unique("Payroll");
        mails.send(
                TestMail.from(client.email()).to(Firm.MAILBOX).subject(subject).text("Hello"));

        var request = eventually(() -> portal.request(subject));
        var answers = eventuallyMails(client.email());

        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.getHeader("Auto-Submitted")).containsExactly("auto-replied");
            assertThat(answer.getSubject()).contains(request.number());
            assertThat(textOf(answer)).contains("/portal/requests/" + request.number(), "We answer by");
        });
    }

    @Test
    void aReplyIsACommentOnTheSameRequestWithItsQuotedTextCutAway() {
        var client = firm.client();
        var first = firm.mailFrom(client, unique("Question"));
        mails.send(first);
        var request = eventually(() -> portal.request(first.subject()));

        mails.send(TestMail.from(client.email())
                .to(Firm.MAILBOX)
                .subject("Re: " + first.subject())
                .header("In-Reply-To", first.messageId())
                .text("One more thing.\n\nOn Mon, 1 Sep 2026 at 10:00, Firm <" + Firm.MAILBOX + "> wrote:\n> Hello\n"));

        var comment = eventually(() -> portal.comment(request.id(), "One more thing."));
        assertThat(comment.text()).isEqualTo("One more thing.");
        assertThat(comment.elided()).contains("> Hello");
        assertThat(comment.by()).isEqualTo(client.email());
    }

    @Test
    void aReplyToOurAcknowledgementFindsItsRequestByReferencesAlone() throws Exception {
        var client = firm.client();
        var first = firm.mailFrom(client, unique("Question"));
        mails.send(first);
        var request = eventually(() -> portal.request(first.subject()));
        var answer = eventuallyMails(client.email()).getFirst();

        mails.send(TestMail.from(client.email())
                .to(Firm.MAILBOX)
                .subject("quite another subject")
                .header("References", answer.getMessageID())
                .text("Found by its references"));

        assertThat(eventually(() -> portal.comment(request.id(), "Found by its references"))
                        .by())
                .isEqualTo(client.email());
    }

    @Test
    void aNumberInTheSubjectOpensNothingToAStranger() {
        var client = firm.client();
        var other = firm.client();
        var first = firm.mailFrom(client, unique("Secret plan"));
        mails.send(first);
        var request = eventually(() -> portal.request(first.subject()));

        var subject = "Re: [" + request.number() + "] " + unique("let me in");
        mails.send(TestMail.from(other.email())
                .to(Firm.MAILBOX)
                .subject(subject)
                .header("In-Reply-To", first.messageId())
                .text("I am not a participant"));

        var opened = eventually(() -> portal.requestWithText("I am not a participant", other.id()));
        assertThat(opened.clientId()).isEqualTo(other.id());
        assertThat(portal.comment(request.id(), "I am not a participant")).isEmpty();
    }

    @Test
    void aColleagueKnownByDomainOnlyIsServedAsTheClientsOwn() {
        var client = firm.client();
        var subject = unique("New colleague");
        mails.send(TestMail.from("someone.new@" + client.domain())
                .to(Firm.MAILBOX)
                .subject(subject)
                .text("Hi"));

        assertThat(eventually(() -> portal.request(subject)).clientId()).isEqualTo(client.id());
    }

    @Test
    void anUnknownSenderIsHeldAndGetsNoAnswer() {
        var sender = unique("stranger") + "@gmail.com";
        mails.send(
                TestMail.from(sender).to(Firm.MAILBOX).subject(unique("Hello")).text("Hi"));

        assertThat(eventually(() -> inbox.with(sender, "HELD")).reason()).isNotBlank();
        assertThat(mails.mailsOf(sender)).isEmpty();
    }

    @Test
    void aMachineIsNeverAnswered() {
        var client = firm.client();
        var subject = unique("Out of office");
        mails.send(TestMail.from(client.email())
                .to(Firm.MAILBOX)
                .subject(subject)
                .header("Auto-Submitted", "auto-replied")
                .text("I am away"));

        eventually(() -> inbox.with(client.email(), "IGNORED"));
        assertThat(portal.request(subject)).isEmpty();
        assertThat(mails.mailsOf(client.email())).isEmpty();
    }

    @Test
    void theSameMailTwiceIsOneRequest() {
        var client = firm.client();
        var mail = firm.mailFrom(client, unique("Twice"));
        mails.send(mail);
        mails.send(mail);
        var later = firm.mailFrom(client, unique("Later"));
        mails.send(later);

        eventually(() -> portal.request(mail.subject()));
        eventually(() -> portal.request(later.subject()));
        assertThat(portal.countRequests(mail.subject())).isEqualTo(1);
    }
}
