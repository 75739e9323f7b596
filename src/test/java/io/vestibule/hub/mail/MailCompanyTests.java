package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.ContactView;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.request.Requests;
import io.vestibule.support.TestMail;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who else a client's mail went to, and what becomes of them. */
class MailCompanyTests extends MailTest {

    private static final String SERVER = "mx.firm.example";

    @Autowired
    private Requests requests;

    @Autowired
    private MailEvidence evidence;

    @Test
    void colleaguesInCcTakePartAndGetTheAnswersAndStrangersOnlyOnceTheyAreAdmitted() throws Exception {
        String mailbox = mailbox(Map.of("receivingServers", SERVER));
        String domain = unique("acme") + ".example";
        ClientId client = client(domain);
        String writer = contact(client, "tom@" + domain);
        String colleague = unique("ann") + "@" + domain;
        String stranger = unique("eve") + "@gmail.com";
        String staff = staff();
        TestMail mail = proven(writer)
                .to(mailbox, colleague)
                .header("Cc", "Eve Else <" + stranger + ">, " + staff + ", sales@firm.example, " + mailbox)
                .subject("Question")
                .text("For all of us");
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        RequestView request = requestOf(row);

        staffWrites(request.state().id(), staffParty(staff), Visibility.PUBLIC, "Here you are");

        var answer = mailsTo(colleague, 2).getLast();
        assertThat(text(answer)).contains("Here you are");
        assertThat(header(answer, "In-Reply-To")).isEqualTo(mail.messageId());
        assertThat(emails(request)).containsExactlyInAnyOrder(writer, colleague);
        assertThat(portal.sender(colleague).contacts()).hasSize(1).noneMatch(ContactView::admitted);
        assertThat(MAILS.mailsOf(stranger)).isEmpty();
        assertThat(listed(request)).containsExactly(stranger);
        assertThat(evidence.of(row.id()))
                .contains(
                        "Colleagues it went to, who take part now: " + colleague + ".",
                        "It went to " + stranger + " as well: listed, and told nothing until the firm admits them.");

        requests.decide(access(staff), id(request), stranger, true);
        staffWrites(request.state().id(), staffParty(staff), Visibility.PUBLIC, "And to Eve");
        assertThat(text(mailsTo(stranger, 1).getLast())).contains("And to Eve");
        assertThat(listed(request)).isEmpty();
    }

    @Test
    void nobodyTakesPartByAMailThatAnybodyCouldHaveWritten() {
        String mailbox = mailbox(Map.of("receivingServers", SERVER));
        String domain = unique("acme") + ".example";
        String writer = contact(client(domain), "tom@" + domain);
        TestMail mail = TestMail.from(writer)
                .to(mailbox)
                .header("Cc", "ann@" + domain)
                .subject("Question")
                .text("Is this you?");
        send(mail);

        RequestView request = requestOf(ended(mailbox, mail.messageId()));

        assertThat(emails(request)).containsExactly(writer);
        assertThat(listed(request)).containsExactly("ann@" + domain);
        assertThat(portal.sender("ann@" + domain).contacts()).isEmpty();
    }

    @Test
    void ofALongListTheFirstTakePartAndTheOthersAreListed() {
        String mailbox = mailbox(Map.of("receivingServers", SERVER));
        String domain = unique("acme") + ".example";
        String writer = contact(client(domain), "tom@" + domain);
        TestMail mail = proven(writer)
                .to(mailbox)
                .header(
                        "Cc",
                        String.join(
                                ", ",
                                IntStream.range(0, 25)
                                        .mapToObj(i -> "p" + i + "@" + domain)
                                        .toList()))
                .subject("Question")
                .text("For everybody");
        send(mail);

        RequestView request = requestOf(ended(mailbox, mail.messageId()));

        assertThat(emails(request)).hasSize(1 + MailCompany.MOST_COLLEAGUES);
        assertThat(listed(request)).hasSize(5);
    }

    @Test
    void inAPrivateRequestAnAdminSaysWhoTakesPart() {
        String mailbox = mailbox(Map.of("receivingServers", SERVER));
        String domain = unique("acme") + ".example";
        String writer = contact(client(domain), "tom@" + domain);
        TestMail first = proven(writer).to(mailbox).subject("Question").text("First");
        send(first);
        RequestView request = requestOf(ended(mailbox, first.messageId()));
        requests.setConfidential(access(staff()), id(request), true);
        TestMail second = proven(writer)
                .to(mailbox)
                .header("Cc", "ann@" + domain)
                .header("In-Reply-To", first.messageId())
                .subject("Re: Question")
                .text("Second");
        send(second);

        requestOf(ended(mailbox, second.messageId()));

        assertThat(emails(request)).containsExactly(writer);
        assertThat(listed(request)).containsExactly("ann@" + domain);
    }

    /** From the writer by the word of the firm's own server. */
    private static TestMail proven(String writer) {
        return TestMail.from(writer)
                .header(
                        "Authentication-Results",
                        SERVER + "; dmarc=pass header.from=" + writer.substring(writer.indexOf('@') + 1));
    }

    private Stream<String> participants(RequestView request) {
        return portal.request(request.state().id()).orElseThrow().state().participants().stream()
                .map(Party::email);
    }

    private List<String> emails(RequestView request) {
        return participants(request).toList();
    }

    private List<String> listed(RequestView request) {
        return requests.onlookers(Access.system("test"), id(request)).stream()
                .map(onlooker -> onlooker.email())
                .toList();
    }

    private Access access(String email) {
        return Access.of(people.withEmail(Access.system("test"), email).getFirst());
    }

    private static UUID id(RequestView request) {
        return UUID.fromString(request.state().id().value());
    }
}
