package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertContact;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Invitation;
import io.vestibule.portal.access.People;
import io.vestibule.support.ClamdServer;
import io.vestibule.support.MailProgram;
import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import io.vestibule.support.VestibuleTest;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A firm with its own mailbox and clients for each test, over a product that only these tests use, as the scenarios do. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the product of the mails")
@TestPropertySource(properties = "test.product=mails")
abstract class MailTest extends VestibuleTest {

    static final ClamdServer CLAMD = new ClamdServer();

    static final Duration SOON = Duration.ofSeconds(30);

    @Autowired
    PortalGateway portal;

    @Autowired
    Apps apps;

    @Autowired
    Connections connections;

    @Autowired
    Inbox inbox;

    @Autowired
    InboxRows rows;

    @Autowired
    People people;

    @DynamicPropertySource
    static void scanFiles(DynamicPropertyRegistry properties) {
        properties.add("vestibule.scanner.address", CLAMD::address);
    }

    private final List<String> mailboxes = new ArrayList<>();

    @AfterEach
    void stopWatching() {
        mailboxes.forEach(name -> connections.enable(name, false, "test"));
    }

    /** A connected mailbox; its name is the part of its address before the at sign. */
    String mailbox(Map<String, String> more) {
        return mailbox(null, more);
    }

    /** A mailbox of one client, or of the firm. */
    String mailbox(@Nullable ClientId client, Map<String, String> more) {
        String address = mailboxNobodyReads();
        connect(address, client, more);
        return address;
    }

    /** At the server only. */
    String mailboxNobodyReads() {
        String address = unique("help") + "@firm.example";
        MAILS.addMailbox(address, "secret");
        return address;
    }

    void connect(String address, @Nullable ClientId client, Map<String, String> more) {
        String name = nameOf(address);
        Map<String, String> values = new HashMap<>(Map.of(
                "address", address,
                "fromName", "Firm & Partners",
                "imapHost", "127.0.0.1",
                "imapPort", String.valueOf(MAILS.imapPort()),
                "imapSecurity", "none",
                "imapPassword", "secret",
                "smtpPort", String.valueOf(MAILS.smtpPort()),
                "smtpSecurity", "none",
                "replyMode", "plus"));
        values.putAll(more);
        assertThat(apps.save(new AppDraft(name, "mailbox", Map.of(), true), null, "test"))
                .isInstanceOf(Change.Saved.class);
        assertThat(connections.save(new ConnectionDraft(name, name, "", client, values, Map.of(), true), null, "test"))
                .isInstanceOf(Change.Saved.class);
        mailboxes.add(name);
    }

    /** A connection that a test made by itself is switched off after it, too. */
    void watched(String connection) {
        mailboxes.add(connection);
    }

    /** The connected mailbox with some other settings. */
    void change(String mailbox, Map<String, String> settings) {
        Connection now = connections.find(nameOf(mailbox)).orElseThrow();
        Map<String, String> values = new HashMap<>(now.settings());
        values.putAll(settings);
        ConnectionDraft draft =
                new ConnectionDraft(now.name(), now.app(), now.account(), now.client(), values, Map.of(), true);
        assertThat(connections.save(draft, now.version(), "test")).isInstanceOf(Change.Saved.class);
    }

    String mailbox() {
        return mailbox(Map.of());
    }

    static String nameOf(String mailbox) {
        return mailbox.substring(0, mailbox.indexOf('@'));
    }

    ClientId client(String domain) {
        Answer answer = portal.execute(Envelope.of(
                unique("client"), new UpsertClient(null, unique("Client"), List.of(domain), null, null, null)));
        return new ClientId(((Answer.Applied) answer).resource().id());
    }

    String contact(ClientId client, String email) {
        Answer answer = portal.execute(
                Envelope.of(unique("contact"), new UpsertContact(client, email, "Carla Contact", null, true)));
        assertThat(answer).isInstanceOf(Answer.Applied.class);
        return email;
    }

    /** A person of the firm; answers with the address. */
    String staff() {
        String email = unique("staff") + "@firm.example";
        people.invite(
                Access.system("test"), new Invitation(null, "Stella Staff", email, Role.INTERNAL_CONTRIBUTOR, false));
        return email;
    }

    /** A person of the firm with this address; answers with the id. */
    String person(String email) {
        people.invite(
                Access.system("test"), new Invitation(null, "Olga Owner", email, Role.INTERNAL_CONTRIBUTOR, false));
        return portal.people().stream()
                .filter(one -> one.email().equals(email))
                .map(PortalGateway.PersonView::id)
                .findFirst()
                .orElseThrow();
    }

    /** An admin of the firm; answers with the address. */
    String admin() {
        String email = unique("admin") + "@firm.example";
        people.invite(Access.system("test"), new Invitation(null, "Ada Admin", email, Role.INTERNAL_ADMIN, false));
        return email;
    }

    void deactivate(String email) {
        people.withEmail(Access.system("test"), email)
                .forEach(person -> people.deactivate(Access.system("test"), person.id()));
    }

    Party staffParty(String email) {
        return portal.people().stream()
                .filter(person -> person.email().equals(email))
                .map(person -> new Party(Party.Kind.STAFF, person.id(), person.name(), person.email()))
                .findFirst()
                .orElseThrow();
    }

    void staffWrites(RequestId request, Party author, Visibility visibility, String text) {
        Answer answer = portal.execute(Envelope.of(
                unique("comment"),
                new AddComment(
                        request,
                        new Comment(author, visibility, text, null, List.of(), Channel.PORTAL, clock.instant()))));
        assertThat(answer).isInstanceOf(Answer.Applied.class);
    }

    void send(TestMail mail) {
        MAILS.send(mail);
    }

    MailProgram programOf(String mailbox) {
        return new MailProgram(MAILS.imapPort(), mailbox, "secret");
    }

    /** How many mails of this mailbox were taken in. */
    long rowsOf(String mailbox) {
        return hubDatabase
                .sql("select count(*) from hub.inbox_message where app = :app")
                .param("app", nameOf(mailbox))
                .query(Long.class)
                .single();
    }

    /** Waits until the mail with this Message-ID came to an end in the mailbox. */
    InboxRow ended(String mailbox, String messageId) {
        String bare = messageId.replaceAll("[<>]", "");
        return endedStartingWith(mailbox, bare + "#");
    }

    InboxRow endedStartingWith(String mailbox, String externalId) {
        return await().atMost(SOON)
                .until(() -> row(mailbox, externalId).filter(row -> !row.open()), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<InboxRow> row(String mailbox, String externalId) {
        return hubDatabase
                .sql("""
                        select id from hub.inbox_message
                        where app = :app and external_id like :externalId || '%' order by id desc limit 1
                        """)
                .param("app", nameOf(mailbox))
                .param("externalId", externalId)
                .query(Long.class)
                .optional()
                .flatMap(rows::find);
    }

    RequestView requestOf(InboxRow row) {
        assertThat(row.state()).as("%s: %s", row.reason(), row.detail()).isEqualTo(InboxState.APPLIED);
        return portal.request(new RequestId(Objects.requireNonNull(row.objectId())))
                .orElseThrow();
    }

    /** Waits for the n-th mail to this address that our mailbox sent. */
    List<MimeMessage> mailsTo(String address, int count) {
        return await().atMost(SOON).until(() -> MAILS.mailsOf(address), mails -> mails.size() >= count);
    }

    static String header(MimeMessage mail, String name) throws MessagingException {
        String[] values = mail.getHeader(name);
        return values == null ? "" : values[0];
    }

    static String text(MimeMessage mail) throws MessagingException, IOException {
        return MailServer.textOf(mail);
    }
}
