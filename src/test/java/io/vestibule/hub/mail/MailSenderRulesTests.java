package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Invitation;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.access.PersonChange;
import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import jakarta.mail.internet.MimeMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Web forms, lists, assistants and strangers: who counts as the sender, and what the mailbox says about unknown ones. */
class MailSenderRulesTests extends MailTest {

    private static final String SERVER = "mx.firm.example";

    @Autowired
    private MailEvidence evidence;

    private String domain = "";
    private String writer = "";
    private ClientId client = new ClientId("none");

    @BeforeEach
    void aClient() {
        domain = unique("acme") + ".example";
        client = client(domain);
        writer = contact(client, "tom@" + domain);
    }

    @Test
    void whoeverFilledInTheWebFormIsTheRequesterAndIsAcknowledged() {
        String form = "no-reply@" + unique("site") + ".example";
        String mailbox = mailbox(Map.of("handedOnBy", form));

        RequestView request = opened(
                mailbox, TestMail.from("Website <" + form + ">").header("Reply-To", "Nora New <nora@" + domain + ">"));

        Party requester = Objects.requireNonNull(request.state().requester());
        assertThat(requester.email()).isEqualTo("nora@" + domain);
        assertThat(requester.name()).isEqualTo("Nora New");
        assertThat(mailsTo("nora@" + domain, 1)).hasSize(1);
    }

    /** Else a client could make the mail of anybody its own, by inviting them. */
    @Test
    void whomAClientInvitedFromElsewhereIsUnknownUntilTheFirmSaysWhoItIs() {
        String mailbox = mailbox(Map.of());
        UUID acme = UUID.fromString(client.value());
        Access system = Access.system("test");
        Person boss = ((PersonChange.Changed) people.invite(
                        system, new Invitation(acme, "Bo Boss", "bo@" + domain, Role.CLIENT_ADMIN, false)))
                .person();
        String clerk = unique("clerk") + "@" + unique("bank") + ".example";
        people.invite(Access.of(boss), new Invitation(acme, "Cleo Clerk", clerk, Role.CLIENT_MEMBER, false));

        TestMail first = TestMail.from(clerk).subject("About another client").text("x");
        arrives(mailbox, first);
        assertState(ended(mailbox, first.messageId()), InboxState.HELD, "unknown-sender");

        contact(client, clerk);
        assertThat(opened(mailbox, TestMail.from(clerk)).state().clientId()).isEqualTo(client);
    }

    @Test
    void aFormIsAKeyToNoRequest() throws Exception {
        String form = "forms@" + unique("site") + ".example";
        String mailbox = mailbox(Map.of("handedOnBy", form));
        RequestView first = opened(mailbox, TestMail.from(writer));
        String key = mailsTo(writer, 1).getFirst().getReplyTo()[0].toString();

        RequestView second = opened(
                mailbox,
                TestMail.from(form)
                        .header("Reply-To", writer)
                        .cc(key)
                        .replyingTo(header(mailsTo(writer, 1).getFirst(), "Message-ID"))
                        .subject("Re: [" + first.state().number() + "]"));

        assertThat(second.state().id()).isNotEqualTo(first.state().id());
        assertThat(second.state().clientId()).isEqualTo(client);
    }

    @Test
    void whoIsOnlyNamedInAFormIsNotRefused() {
        String form = "forms@" + unique("site") + ".example";
        String mailbox = mailbox(Map.of("handedOnBy", form, "unknownSenders", "refuse", "receivingServers", SERVER));
        String stranger = unique("nora") + "@gmail.com";
        TestMail unknown = ofForm(form, stranger);
        arrives(mailbox, unknown);

        assertState(ended(mailbox, unknown.messageId()), InboxState.HELD, "unknown-sender");
        assertThat(outboxRows(stranger)).isZero();
    }

    @Test
    void whoIsOnlyNamedInAFormBringsNobodyAlong() throws Exception {
        String form = "forms@" + unique("site") + ".example";
        String mailbox = mailbox(Map.of("handedOnBy", form, "receivingServers", SERVER));
        opened(mailbox, TestMail.from(writer));
        String key = mailsTo(writer, 1).getFirst().getReplyTo()[0].toString();
        RequestView request = opened(mailbox, ofForm(form, writer).cc(key, "ann@" + domain));
        assertThat(request.state().participants()).extracting(Party::email).containsExactly(writer);
    }

    @Test
    void aFormThatNamesItselfInReplyToIsTheSender() throws Exception {
        String form = contact(client, "desk@" + domain);
        String mailbox = mailbox(Map.of("handedOnBy", form));
        RequestView first = opened(mailbox, TestMail.from(form));
        String id = header(mailsTo(form, 1).getFirst(), "Message-ID");

        RequestView answered = opened(
                mailbox,
                TestMail.from(form).header("Reply-To", "Desk <" + form + ">").replyingTo(id));

        assertThat(answered.state().id()).isEqualTo(first.state().id());
    }

    @Test
    void fromAllOthersReplyToIsNotBelieved() {
        String mailbox = mailbox(Map.of("handedOnBy", "forms@site.example"));
        TestMail mail = TestMail.from(unique("eve") + "@elsewhere.example")
                .header("Reply-To", writer)
                .header("X-Original-From", writer);
        arrives(mailbox, mail);

        assertState(ended(mailbox, mail.messageId()), InboxState.HELD, "unknown-sender");
    }

    @Test
    void aListNamesTheAuthorWhoseAnswersArriveOnlyWhereItsMailIsGenuine() throws Exception {
        String list = "help@" + unique("lists") + ".example";
        String mailbox = mailbox(Map.of("handedOnBy", list, "receivingServers", SERVER));
        RequestView first = opened(mailbox, TestMail.from(writer));
        String id = header(mailsTo(writer, 1).getFirst(), "Message-ID");
        TestMail differing = ofList(list, writer).header("Reply-To", "eve@elsewhere.example");

        RequestView genuine = opened(
                mailbox, ofList(list, writer).replyingTo(id).onTop("Authentication-Results", SERVER + "; dmarc=pass"));
        RequestView unproved = opened(mailbox, ofList(list, writer).replyingTo(id));
        arrives(mailbox, differing);

        assertThat(genuine.state().id()).isEqualTo(first.state().id());
        assertThat(unproved.state().id()).isNotEqualTo(first.state().id());
        assertThat(Objects.requireNonNull(unproved.state().requester()).email()).isEqualTo(writer);
        assertState(ended(mailbox, differing.messageId()), InboxState.HELD, "unknown-sender");
    }

    @Test
    void anAssistantInSenderIsNotTheAuthor() {
        String mailbox = mailbox();
        TestMail mail = TestMail.from(writer).header("Sender", "assistant@" + domain);
        arrives(mailbox, mail);

        InboxRow row = ended(mailbox, mail.messageId());
        assertThat(Objects.requireNonNull(requestOf(row).state().requester()).email())
                .isEqualTo(writer);
        assertThat(evidence.of(row.id())).contains("assistant@" + domain + " sent it for " + writer + ".");
    }

    @Test
    void aStrangerBecomesAContactOfTheMailboxesClientWhereItSaysSo() {
        String mailbox = mailbox(client, Map.of("unknownSenders", "contact", "receivingServers", SERVER));
        String stranger = unique("nora") + "@gmail.com";
        String forged = unique("eve") + "@gmail.com";

        RequestView request = opened(mailbox, TestMail.from(stranger));

        assertThat(request.state().clientId()).isEqualTo(client);
        assertThat(portal.sender(stranger).contacts())
                .singleElement()
                .matches(contact -> contact.clientId().equals(client))
                .matches(contact -> !contact.admitted());
        TestMail denied = TestMail.from(forged).onTop("Authentication-Results", SERVER + "; dmarc=fail");
        arrives(mailbox, denied);
        assertState(ended(mailbox, denied.messageId()), InboxState.HELD, "unknown-sender");
        assertThat(portal.sender(forged).contacts()).isEmpty();
    }

    @Test
    void aMailboxOfTheFirmTakesNoStrangersAsContacts() {
        String mailbox = mailbox();
        Connection stored = connections.find(nameOf(mailbox)).orElseThrow();
        Map<String, String> values = new HashMap<>(stored.settings());
        values.put("unknownSenders", "contact");

        Change change = connections.save(
                new ConnectionDraft(stored.name(), stored.app(), "", null, values, Map.of(), true),
                stored.version(),
                "test");

        assertThat(change)
                .isInstanceOfSatisfying(
                        Change.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extractingByKey("unknownSenders")
                                .asString()
                                .contains("for connections of one client"));
    }

    @Test
    void aStrangerIsRefusedPolitelyOnceADayAndAMachineOrAnUnprovedAddressNever() throws Exception {
        String mailbox = mailbox(Map.of("unknownSenders", "refuse", "receivingServers", SERVER));
        String stranger = unique("nora") + "@gmail.com";
        String machine = unique("robot") + "@gmail.com";
        String unproved = unique("eve") + "@gmail.com";
        refused(mailbox, TestMail.from(stranger));
        refused(mailbox, TestMail.from(stranger));
        refused(mailbox, TestMail.from(machine).header("Precedence", "bulk"));
        opened(mailbox, TestMail.from(writer));
        TestMail answer = TestMail.from(unique("tom") + "@gmail.com")
                .cc(mailsTo(writer, 1).getFirst().getReplyTo()[0].toString())
                .onTop("Authentication-Results", SERVER + "; dmarc=pass");
        TestMail open = TestMail.from(unproved);
        TestMail forged = TestMail.from(unproved).onTop("Authentication-Results", SERVER + "; dmarc=fail");
        arrives(mailbox, answer);
        arrives(mailbox, open);
        arrives(mailbox, forged);

        assertState(ended(mailbox, answer.messageId()), InboxState.HELD, "unknown-sender");
        assertState(ended(mailbox, open.messageId()), InboxState.HELD, "unknown-sender");
        assertState(ended(mailbox, forged.messageId()), InboxState.HELD, "unknown-sender");
        assertThat(text(mailsTo(stranger, 1).getFirst())).contains("for known clients only");
        await().atMost(SOON).until(() -> outboxRows(stranger) == 1);
        assertThat(outboxRows(machine) + outboxRows(unproved)).isZero();
    }

    @Test
    void aStrangerIsRefusedInTheLanguageOfTheMail() throws Exception {
        String mailbox = mailbox(Map.of("unknownSenders", "refuse", "receivingServers", SERVER));
        String stranger = unique("nora") + "@gmail.com";
        TestMail mail = TestMail.from(stranger)
                .to(mailbox)
                .subject("Anfrage")
                .text(
                        "Guten Tag, ich möchte gern wissen, ob Sie auch für uns arbeiten und was das kostet. Bitte melden Sie sich.")
                .onTop("Authentication-Results", SERVER + "; dmarc=pass");
        send(mail);
        assertState(ended(mailbox, mail.messageId()), InboxState.IGNORED, "stranger-refused");

        MimeMessage refusal = mailsTo(stranger, 1).getFirst();

        assertThat(text(refusal))
                .startsWith("Guten Tag,")
                .contains("Ihre E-Mail „Anfrage“ ging an eine Adresse, die nur für bekannte Kunden da ist.");
        assertThat(MailServer.htmlOf(refusal)).contains("lang=\"de-DE\"");
    }

    @Test
    void aMailThatOneMailboxRefusesIsTakenInAnotherAndNotTwice() {
        String firms = mailbox(Map.of("unknownSenders", "refuse", "receivingServers", SERVER));
        String own = mailbox(client, Map.of("unknownSenders", "contact", "receivingServers", SERVER));
        String stranger = unique("nora") + "@gmail.com";
        TestMail mail = TestMail.from(stranger).header("Cc", own);
        refused(firms, mail);

        MAILS.sendRaw(stranger, own, mail.bytes());

        InboxRow taken = ended(own, mail.messageId());
        assertThat(requestOf(taken).state().clientId()).isEqualTo(client);
        inbox.replay(ended(firms, mail.messageId()).id(), "test");
        InboxRow again = ended(firms, mail.messageId());
        assertState(again, InboxState.IGNORED, "duplicate");
        assertThat(again.detail()).contains("as message " + taken.id());
    }

    @Test
    void aStrangerWhoWritesToTwoMailboxesThatRefuseIsToldOnce() {
        String one = mailbox(Map.of("unknownSenders", "refuse", "receivingServers", SERVER));
        String other = mailbox(Map.of("unknownSenders", "refuse", "receivingServers", SERVER));
        String stranger = unique("nora") + "@gmail.com";
        TestMail mail = TestMail.from(stranger).header("Cc", other);
        refused(one, mail);

        MAILS.sendRaw(stranger, other, mail.bytes());

        assertState(ended(other, mail.messageId()), InboxState.IGNORED, "stranger-refused");
        assertThat(hubDatabase
                        .sql("select count(*) from hub.outbox_message where target = :stranger")
                        .param("stranger", stranger)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aMailWaitsForItsCopyThatIsInWorkAndIsADuplicateOfOneThatIsHeld() {
        String firms = mailbox(Map.of("receivingServers", SERVER));
        String own = mailbox(client, Map.of("unknownSenders", "contact", "receivingServers", SERVER));
        String stranger = unique("nora") + "@gmail.com";
        TestMail mail =
                TestMail.from(stranger).header("Cc", own).onTop("Authentication-Results", SERVER + "; dmarc=pass");
        arrives(firms, mail);
        InboxRow first = ended(firms, mail.messageId());
        assertState(first, InboxState.HELD, "unknown-sender");
        becomes(first, InboxState.RETRY);

        MAILS.sendRaw(stranger, own, mail.bytes());

        await().atMost(SOON).until(() -> waitForACopy(own) == 1);
        becomes(first, InboxState.HELD);
        InboxRow second = ended(own, mail.messageId());
        assertState(second, InboxState.IGNORED, "duplicate");
        assertThat(second.detail()).contains("as message " + first.id());
    }

    /** As if something outside kept it waiting. */
    private void becomes(InboxRow row, InboxState state) {
        hubDatabase.sql("""
                        update hub.inbox_message set state = :state, due_at = clock_timestamp() + interval '1 hour'
                        where id = :id
                        """).param("state", state.name()).param("id", row.id()).update();
    }

    private int waitForACopy(String mailbox) {
        return hubDatabase
                .sql("""
                        select count(*) from hub.inbox_message
                        where app = :app and state = 'RETRY' and reason = 'same-mail-in-work'
                        """)
                .param("app", nameOf(mailbox))
                .query(Integer.class)
                .single();
    }

    private void refused(String mailbox, TestMail mail) {
        arrives(mailbox, mail.onTop("Authentication-Results", SERVER + "; dmarc=pass"));
        assertState(ended(mailbox, mail.messageId()), InboxState.IGNORED, "stranger-refused");
    }

    private static TestMail ofForm(String form, String author) {
        return TestMail.from(form).header("Reply-To", author).onTop("Authentication-Results", SERVER + "; dmarc=pass");
    }

    private static TestMail ofList(String list, String author) {
        return TestMail.from("'Tom' via Help <" + list + ">")
                .header("X-Original-From", "Tom <" + author + ">")
                .header("Reply-To", "Tom <" + author + ">");
    }

    private RequestView opened(String mailbox, TestMail mail) {
        arrives(mailbox, mail);
        return requestOf(ended(mailbox, mail.messageId()));
    }

    private void arrives(String mailbox, TestMail mail) {
        TestMail whole = mail.subject().isEmpty() ? mail.subject(unique("Question")) : mail;
        send(whole.to(mailbox).text("Words " + unique("w")));
    }

    private int outboxRows(String target) {
        return hubDatabase
                .sql("select count(*) from hub.outbox_message where target = :target")
                .param("target", target)
                .query(Integer.class)
                .single();
    }

    private static void assertState(InboxRow row, InboxState state, @Nullable String reason) {
        assertThat(row.state()).as("%s: %s", row.reason(), row.detail()).isEqualTo(state);
        assertThat(row.reason()).isEqualTo(reason);
    }
}
