package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.access.PersonAddresses;
import io.vestibule.portal.access.PersonChange;
import io.vestibule.support.TestMail;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whoever writes from a further address is the same person, and is written to at the main one. */
class FurtherAddressTests extends MailTest {

    private static final String SERVER = "mx.firm.example";
    private static final Access TEST = Access.system("test");

    @Autowired
    private PersonAddresses addresses;

    @Autowired
    private MailEvidence evidence;

    private String mailbox = "";
    private String domain = "";
    private ClientId client = new ClientId("none");
    private String main = "";
    private String further = "";

    @BeforeEach
    void tomWithTwoAddresses() {
        mailbox = mailbox(Map.of("receivingServers", SERVER));
        domain = unique("acme") + ".example";
        client = client(domain);
        main = contact(client, "tom@" + domain);
        further = unique("tom") + "@gmail.com";
        assertThat(addresses.add(TEST, tom().id(), further)).isInstanceOf(PersonChange.Changed.class);
    }

    @Test
    void mailFromThereIsThatPersonsAndAnswersGoToTheMainAddress() throws Exception {
        TestMail first = TestMail.from("Tom <" + further + ">")
                .to(mailbox)
                .subject("Question")
                .text("From home");
        InboxRow row = arrived(first);
        RequestView request = requestOf(row);

        assertThat(request.state().clientId()).isEqualTo(client);
        assertThat(Objects.requireNonNull(request.state().requester()).email()).isEqualTo(main);
        assertThat(evidence.of(row.id())).anyMatch(line -> line.contains(further + " is a further address of " + main));
        String key = mailsTo(main, 1).getFirst().getReplyTo()[0].toString();
        RequestView answered = requestOf(
                arrived(TestMail.from(further).to(key).subject("Re: Question").text("Any news?")));

        assertThat(answered.state().id()).isEqualTo(request.state().id());
        assertThat(text(mailsTo(main, 2).getLast())).contains("This is how your request");
        staffWrites(request.state().id(), staffParty(staff()), Visibility.PUBLIC, "Here you are");
        assertThat(header(mailsTo(main, 3).getLast(), "References")).contains(first.messageId());
        arrived(TestMail.from(further).to(key).subject("Re: Question").text("#close"));
        assertThat(portal.request(request.state().id()).orElseThrow().state().status())
                .isEqualTo(RequestStatus.DONE);
        assertThat(portal.request(request.state().id()).orElseThrow().state().participants())
                .extracting(Party::email)
                .containsExactly(main);
        assertThat(MAILS.mailsOf(further)).isEmpty();
    }

    @Test
    void itsOwnDomainVouchesForItAndWhatIsTakenAwayIsAStrangers() {
        TestMail forged = TestMail.from(further)
                .to(mailbox)
                .subject("Question")
                .text("Pay there")
                .header("Authentication-Results", SERVER + "; dmarc=fail header.from=gmail.com");
        assertThat(arrived(forged)).satisfies(row -> {
            assertThat(row.state()).isEqualTo(InboxState.HELD);
            assertThat(row.reason()).isEqualTo("not-genuine");
        });
        addresses
                .ofClient(TEST, Objects.requireNonNull(tom().clientId()))
                .forEach(address -> addresses.remove(TEST, tom().id(), address.id()));

        InboxRow stranger =
                arrived(TestMail.from(further).to(mailbox).subject("Hello").text("Again"));

        assertThat(stranger.state()).isEqualTo(InboxState.HELD);
        assertThat(stranger.reason()).isEqualTo(SenderMatch.UNKNOWN);
    }

    @Test
    void inCcOfAColleagueThePersonTakesPartOnceAndUnderTheMainAddress() {
        String ann = contact(client, "ann@" + domain);
        TestMail mail = TestMail.from(ann)
                .to(mailbox)
                .cc(further, main)
                .subject("Question")
                .text("For both of us")
                .header("Authentication-Results", SERVER + "; dmarc=pass header.from=" + domain);
        InboxRow row = arrived(mail);

        assertThat(requestOf(row).state().participants())
                .extracting(Party::email)
                .containsExactlyInAnyOrder(ann, main);
        assertThat(evidence.of(row.id()))
                .contains("Colleagues it went to, who take part now: " + main + ".")
                .noneMatch(line -> line.contains("as well: listed"));
        TestMail own = TestMail.from(further)
                .to(mailbox)
                .cc(main)
                .subject("Mine")
                .text("A copy for me")
                .header("Authentication-Results", SERVER + "; dmarc=pass header.from=gmail.com");
        assertThat(evidence.of(arrived(own).id())).noneMatch(line -> line.contains("It went to"));
    }

    private InboxRow arrived(TestMail mail) {
        send(mail);
        return ended(mailbox, mail.messageId());
    }

    private Person tom() {
        List<Person> known = people.withEmail(TEST, main);
        assertThat(known).hasSize(1);
        return known.getFirst();
    }
}
