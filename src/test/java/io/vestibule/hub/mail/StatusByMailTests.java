package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.request.RequestEntry;
import io.vestibule.portal.request.RequestEntry.Kind;
import io.vestibule.portal.request.Requests;
import io.vestibule.support.TestMail;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A request is closed and reopened by mail, as by a click, and by nobody who could not click. */
class StatusByMailTests extends MailTest {

    @Autowired
    private Requests requests;

    @Autowired
    private MailEvidence evidence;

    @Test
    void anAnswerAtTheOwnReplyAddressClosesAndReopensTheRequest() throws Exception {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        RequestView request = opened(mailbox, writer);
        staffWrites(request.state().id(), staffParty(staff()), Visibility.PUBLIC, "Better now?");
        String replyTo = mailsTo(writer, 2).getLast().getReplyTo()[0].toString();

        InboxRow closing = answered(writer, replyTo, mailbox, "#close\n\nThat was it.");

        assertThat(status(request)).isEqualTo(RequestStatus.DONE);
        assertThat(evidence.of(closing.id())).contains("It asks to close the request, which is done by mail.");
        // by its own time, which has no parts of a second, the answer may stand before what it answers
        assertThat(entries(request, Kind.COMMENT))
                .anyMatch(comment -> String.valueOf(comment.text()).contains("That was it."));
        RequestEntry change = entries(request, Kind.STATUS).getLast();
        assertThat(change.channel()).isEqualTo(Channel.EMAIL);
        assertThat(change.by().email()).isEqualTo(writer);
        int changes = entries(request, Kind.STATUS).size();

        answered(writer, replyTo, mailbox, "Solved, thank you!");
        assertThat(status(request)).isEqualTo(RequestStatus.DONE);
        assertThat(entries(request, Kind.STATUS)).hasSize(changes);

        answered(writer, replyTo, mailbox, "One more thing: where do I sign?");
        assertThat(status(request)).isEqualTo(RequestStatus.IN_PROGRESS);
    }

    @Test
    void aMailThatAnybodyCouldHaveWrittenClosesNothing() {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        TestMail first = TestMail.from(writer).to(mailbox).subject("Question").text("First words");
        send(first);
        RequestView request = requestOf(ended(mailbox, first.messageId()));
        TestMail forged = TestMail.from(writer)
                .to(mailbox)
                .header("In-Reply-To", first.messageId())
                .subject("Re: Question")
                .text("#close");
        send(forged);

        countsAsAComment(ended(mailbox, forged.messageId()), request);
    }

    @Test
    void aReplyAddressThatWasHandedOnClosesNothingForSomebodyElse() throws Exception {
        String mailbox = mailbox();
        ClientId client = client(unique("acme") + ".example");
        String writer = contact(client, unique("tom") + "@mail.example");
        String colleague = contact(client, unique("ann") + "@mail.example");
        RequestView request = opened(mailbox, writer);
        String replyTo = mailsTo(writer, 1).getLast().getReplyTo()[0].toString();

        countsAsAComment(answered(colleague, replyTo, mailbox, "#close"), request);
    }

    private void countsAsAComment(InboxRow row, RequestView request) {
        assertThat(requestOf(row).state().id()).isEqualTo(request.state().id());
        assertThat(status(request)).isEqualTo(RequestStatus.NEW);
        assertThat(evidence.of(row.id())).anyMatch(line -> line.contains("counts as a comment only"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#close",
                "#Close\nThanks",
                "Solved, thank you!",
                "gelöst",
                "Kann geschlossen werden. Danke!",
                "Résolu, merci",
                "C’est résolu",
                "Resuelto. Gracias.",
                "Si può chiudere, grazie mille"
            })
    void knowsWhoWantsToClose(String text) {
        assertThat(WishWords.in(text)).contains(RequestStatus.DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#reopen\nIt broke again", "Please reopen", "Bitte wieder öffnen", "Rouvrir"})
    void knowsWhoWantsToReopen(String text) {
        assertThat(WishWords.in(text)).contains(RequestStatus.IN_PROGRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Done",
                "Erledigt",
                "Fatto",
                "Thank you",
                "#close it",
                "Please don't #close",
                "Not solved",
                "Solved? I don't think so",
                "Solved?",
                "¿Resuelto?",
                "Solved 3/10",
                "Reopen?",
                "Close the window, please",
                "Hello\n#close",
                "#closed"
            })
    void takesNoOtherWordsForAWish(String text) {
        assertThat(WishWords.in(text)).isEmpty();
    }

    private RequestView opened(String mailbox, String writer) {
        TestMail first = TestMail.from(writer).to(mailbox).subject("Question").text("First words");
        send(first);
        return requestOf(ended(mailbox, first.messageId()));
    }

    private InboxRow answered(String writer, String replyTo, String mailbox, String text) {
        TestMail answer =
                TestMail.from(writer).to(replyTo).subject("Re: Question").text(text);
        send(answer);
        InboxRow row = ended(mailbox, answer.messageId());
        requestOf(row);
        return row;
    }

    private RequestStatus status(RequestView request) {
        return portal.request(request.state().id()).orElseThrow().state().status();
    }

    private List<RequestEntry> entries(RequestView request, Kind kind) {
        UUID id = UUID.fromString(request.state().id().value());
        return requests.timeline(Access.system("test"), id).stream()
                .filter(entry -> entry.kind() == kind)
                .toList();
    }
}
