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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Mails follow what staff moved from one request to another. */
class RelocatedByStaffTests extends ScenarioTest {

    @Test
    void aReplyToWhatWasMovedGoesWhereItLiesNow() throws Exception {
        var client = firm.client();
        var first = opened(client);
        var second = opened(client);
        var words = unique("About the other matter");
        firm.people().comment(first.id(), Visibility.PUBLIC, words);
        var told = eventually(() -> mailWith(client.email(), words));

        firm.people().move(first.id(), words, second.number());
        letEverythingSettle();
        reply(client.email(), told, "Right, that one");

        assertThat(eventually(() -> portal.comment(second.id(), "Right, that one"))
                        .by())
                .isEqualTo(client.email());
        assertThat(portal.comment(first.id(), "Right, that one")).isEmpty();
    }

    @Test
    void aReplyToWhatWasNotMovedStaysWhereItWas() throws Exception {
        var client = firm.client();
        var first = opened(client);
        var second = opened(client);
        var moved = unique("This goes");
        var stays = unique("This stays");
        firm.people().comment(first.id(), Visibility.PUBLIC, moved);
        firm.people().comment(first.id(), Visibility.PUBLIC, stays);
        var told = eventually(() -> mailWith(client.email(), stays));

        firm.people().move(first.id(), moved, second.number());
        letEverythingSettle();
        reply(client.email(), told, "About what stayed");

        eventually(() -> portal.comment(first.id(), "About what stayed"));
        assertThat(portal.comment(second.id(), "About what stayed")).isEmpty();
    }

    @Test
    void aStrangersReplyToWhatWasMovedGetsNowhere() throws Exception {
        var client = firm.client();
        var other = firm.client();
        var first = opened(client);
        var second = opened(client);
        var words = unique("For the client only");
        firm.people().comment(first.id(), Visibility.PUBLIC, words);
        var told = eventually(() -> mailWith(client.email(), words));
        firm.people().move(first.id(), words, second.number());
        letEverythingSettle();

        reply(other.email(), told, "Let me in");

        assertThat(eventually(() -> portal.requestWithText("Let me in", other.id()))
                        .clientId())
                .isEqualTo(other.id());
        assertThat(portal.comment(second.id(), "Let me in")).isEmpty();
        assertThat(portal.participants(second.id())).doesNotContain(other.email());
    }

    @Test
    void aRequestSplitOffIsAnsweredByMailAndAcknowledgedToNobody() throws Exception {
        var client = firm.client();
        var request = opened(client);
        var question = unique("And one more question");
        var mail = TestMail.from(client.email())
                .to(Firm.MAILBOX)
                .subject("Re: [" + request.number() + "]")
                .text(question);
        mails.send(mail);
        eventually(() -> portal.comment(request.id(), question));

        var subject = unique("One more");
        var fresh = firm.people().split(request.id(), question, subject);
        letEverythingSettle();
        var number = eventually(() -> portal.request(subject)).number();
        assertThat(mails.mailsOf(client.email()))
                .noneMatch(sent -> subjectOf(sent).contains(number));
        mails.send(TestMail.from(client.email())
                .to(Firm.MAILBOX)
                .subject("a word I forgot")
                .replyingTo(mail.messageId())
                .text("It is urgent"));

        assertThat(eventually(() -> portal.comment(fresh, "It is urgent")).by()).isEqualTo(client.email());
        assertThat(portal.participants(fresh)).contains(client.email());
    }

    @Test
    void mailsToAMergedRequestGoWhereItGoesOnUntilThatIsTakenBack() throws Exception {
        var client = firm.client();
        var first = opened(client);
        var second = opened(client);
        var words = unique("Here you are");
        firm.people().comment(first.id(), Visibility.PUBLIC, words);
        var told = eventually(() -> mailWith(client.email(), words));

        firm.people().merge(first.id(), second.number());
        letEverythingSettle();
        reply(client.email(), told, "By the key");
        mails.send(TestMail.from(client.email())
                .to(Firm.MAILBOX)
                .subject("Re: [" + first.number() + "]")
                .text("By the number"));
        eventually(() -> portal.comment(second.id(), "By the key"));
        eventually(() -> portal.comment(second.id(), "By the number"));
        assertThat(portal.countComments(first.id())).isZero();
        assertThat(textOfAll(client.email())).doesNotContain("is done");

        firm.people().undoMerge(first.id());
        letEverythingSettle();
        reply(client.email(), told, "By the key again");
        eventually(() -> portal.comment(first.id(), "By the key again"));
    }

    @Test
    void whoTakesNoPartWhereAMergedRequestGoesOnIsNotHeardThereByAnOldMail() throws Exception {
        var client = firm.client();
        var colleague = firm.people().contact(client.id(), "ann@" + client.domain(), Role.CLIENT_MEMBER);
        var first = opened(client);
        var second = opened(client);
        firm.people().letTakePart(first.id(), colleague, true);
        var words = unique("For both of you");
        firm.people().comment(first.id(), Visibility.PUBLIC, words);
        var told = eventually(() -> mailWith(colleague, words));
        firm.people().merge(first.id(), second.number());
        firm.people().letTakePart(second.id(), colleague, false);
        firm.people().makePrivate(second.id());
        letEverythingSettle();

        reply(colleague, told, "Let me in");

        var own = eventually(() -> portal.requestWithText("Let me in", client.id()));
        assertThat(own.id()).isNotIn(first.id(), second.id());
        assertThat(portal.comment(second.id(), "Let me in")).isEmpty();
    }

    private String textOfAll(String address) {
        return mails.mailsOf(address).stream().map(mail -> textOf(mail)).collect(Collectors.joining("\n"));
    }

    private Request opened(FirmClient client) {
        var mail = firm.mailFrom(client, unique("Question"));
        mails.send(mail);
        return eventually(() -> portal.request(mail.subject()));
    }

    /** To the reply address, which carries the key of the request that the mail was written about. */
    private void reply(String from, MimeMessage told, String words) throws MessagingException {
        mails.send(TestMail.from(from)
                .to(told.getReplyTo()[0].toString())
                .subject("Re: " + told.getSubject())
                .replyingTo(told.getMessageID())
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
}
