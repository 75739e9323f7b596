package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.TestMail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What becomes of a mail of ours that comes back. */
class MailBounceTests extends MailTest {

    private static final String UNKNOWN = "failed|5.1.1|smtp; 550 5.1.1 no such user";
    private static final String FULL = "failed|4.2.2|smtp; 452 4.2.2 mailbox full";
    private static final String LATE = "delayed|4.4.1|smtp; connection timed out";

    @Autowired
    private UndeliverableAddresses undeliverable;

    @Autowired
    private ApplicationContext context;

    private String mailbox = "";
    private String writer = "";
    private ClientId client = new ClientId("none");
    private @Nullable RequestView opened;
    private String acknowledgement = "";
    private String mailOfOurs = "";

    @BeforeEach
    void aRequestThatWasAcknowledged() throws Exception {
        mailbox = mailbox();
        client = client(unique("acme") + ".example");
        writer = contact(client, unique("tom") + "@mail.example");
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Question").text("Hello");
        send(mail);
        opened = requestOf(ended(mailbox, mail.messageId()));
        acknowledgement = header(mailsTo(writer, 1).getFirst(), "Message-ID");
        mailOfOurs = acknowledgement;
    }

    @Test
    void aHardBounceMarksTheAddressAndAutomaticMailStopsUntilItWrites() {
        bounced(report(writer, UNKNOWN), report("boss@mail.example", FULL));

        assertThat(notes())
                .singleElement()
                .asString()
                .contains("no such user", "mailbox full", "No automatic mail goes to " + writer + " for 60 days");
        programWrites("Not sent");
        await().atMost(SOON).until(() -> reasons().contains("undeliverable-address"));
        staffWrites(request().state().id(), staffParty(staff()), Visibility.PUBLIC, "A person's words are tried");
        assertThat(mailsTo(writer, 2)).hasSize(2);

        TestMail again = TestMail.from(writer).to(mailbox).subject("Mended").text("I am back");
        send(again);
        requestOf(ended(mailbox, again.messageId()));
        assertThat(undeliverable.has(writer)).isFalse();
    }

    @Test
    void theClientsPageShowsTheMarkAndAClickEndsIt() {
        bounced(report(writer, UNKNOWN));
        Cast cast = new Cast(context, browser());
        Browser admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        String page = "/console/clients/" + client.value();
        assertThat(admin.get(page).html().text()).contains("came back for good", "550 5.1.1 no such user");

        admin.post(page + "/contacts/deliverability", Map.of("email", writer));

        assertThat(undeliverable.has(writer)).isFalse();
        assertThat(admin.get(page).html().text()).doesNotContain("came back for good");
    }

    @Test
    void aSoftOneIsToldAtTheRequestOnly() {
        bounced(report(writer, FULL));
        bounced(report(writer, LATE));

        assertThat(notes()).hasSize(2);
        assertThat(notes().getFirst()).contains("was not delivered", "mailbox full");
        assertThat(notes().getLast()).contains("has not been delivered yet");
        assertThat(undeliverable.has(writer)).isFalse();
    }

    @Test
    void aReportMarksNobodyButTheOneTheMailWentTo() {
        String other = contact(client, unique("ann") + "@mail.example");
        bounced(report(other, UNKNOWN), report(writer, FULL));
        assertThat(undeliverable.has(other)).isFalse();
        assertThat(undeliverable.has(writer)).isFalse();

        bounced(report("alias-of-writer@mail.example", UNKNOWN));

        assertThat(undeliverable.has(writer)).isTrue();
        assertThat(undeliverable.has("alias-of-writer@mail.example")).isFalse();
    }

    @Test
    void theAddressOfATeamIsNotMarkedSinceNobodyCouldEndIt() throws Exception {
        String team = unique("tax") + "@firm.example";
        portal.execute(Envelope.of(unique("client"), new UpsertClient(client, null, null, null, "Tax", team)));
        TestMail first = TestMail.from(writer).to(mailbox).subject("Another").text("Hello");
        send(first);
        opened = requestOf(ended(mailbox, first.messageId()));
        send(TestMail.from(writer)
                .to(mailbox)
                .replyingTo(header(mailsTo(writer, 2).getLast(), "Message-ID"))
                .subject("Re")
                .text("One more page"));
        mailOfOurs = header(mailsTo(team, 1).getFirst(), "Message-ID");

        bounced(report(team, UNKNOWN));

        assertThat(undeliverable.has(team)).isFalse();
        assertThat(notes())
                .singleElement()
                .asString()
                .contains("no such user")
                .doesNotContain("No automatic mail goes");
    }

    @Test
    void aMailThatItsServerRefusesIsToldAtTheRequestOnceAndToTheFirmOnly() {
        refused(request().state().id().value());
        await().atMost(SOON).until(() -> notes().size() == 1);
        assertThat(notes().getFirst())
                .contains("not delivered to " + writer + ": the comment of", "550 as the test wants it");

        Cast cast = new Cast(context, browser());
        String page = "/portal/requests/" + request().state().number();
        Browser reader = cast.signIn(cast.person(UUID.fromString(client.value()), Role.CLIENT_ADMIN));
        assertThat(reader.get(page).text()).contains("Question").doesNotContain("not delivered to");
        Browser colleague = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        assertThat(colleague.get(page).text()).contains("not delivered to " + writer);

        change("noted_replays = null");
        await().atMost(SOON).until(this::wasTold);
        assertThat(notes()).as("a crash after the first time").hasSize(1);

        change("replays = replays + 1");
        await().atMost(SOON).until(() -> notes().size() == 2);
    }

    @Test
    void aMailThatLeavesAfterItWasToldAsUndeliveredIsToldAtTheRequestToo() {
        refused(request().state().id().value());
        await().atMost(SOON).until(() -> notes().size() == 1);

        change("replays = replays + 1, state = 'SENT', reason = null, words = null");

        await().atMost(SOON).until(() -> notes().size() == 2);
        assertThat(notes().getLast())
                .contains("not delivered to " + writer + " before has been sent now: the comment of");
    }

    @Test
    void aRefusedMailAboutARequestThatIsGoneIsNotToldForEver() {
        refused(UUID.randomUUID().toString());

        await().atMost(SOON).until(this::wasTold);
        assertThat(notes()).isEmpty();
    }

    /** A mail that the server of its mailbox refused. */
    private void refused(String requestId) {
        hubDatabase.sql("""
                        insert into hub.outbox_message (source, channel, target, connection, object_type, object_id,
                            purpose, priority, body, state, reason, words, due_at, finished_at)
                        values (:target, 'mail', :target, :target, 'request', :request, 'comment', 5,
                            '{}', 'REFUSED', 'smtp-refused', '550 as the test wants it', now(), now())
                        """).param("target", writer).param("request", requestId).update();
    }

    private void change(String set) {
        await().atMost(SOON).until(this::wasTold);
        hubDatabase
                .sql("update hub.outbox_message set " + set + " where target = :target and state = 'REFUSED'")
                .param("target", writer)
                .update();
    }

    private boolean wasTold() {
        return hubDatabase.sql("""
                        select noted_replays is not null from hub.outbox_message
                        where target = :target and state = 'REFUSED'
                        """).param("target", writer).query(Boolean.class).single();
    }

    /** Lays a report about a mail of ours into the mailbox. */
    private void bounced(String... reports) {
        String id = unique("dsn") + "@mail.example";
        String mail = """
                From: Mail Delivery System <mailer-daemon@mail.example>
                To: %s
                Subject: Undelivered Mail Returned to Sender
                Message-ID: <%s>
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                It could not be delivered.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mail.example

                %s
                --b
                Content-Type: text/rfc822-headers

                Message-ID: %s
                Subject: Question
                --b--
                """.formatted(mailbox, id, String.join("\n", reports), mailOfOurs);
        MAILS.sendRaw("", mailbox, mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        InboxRow row = ended(mailbox, id);
        assertThat(row.state()).as("%s: %s", row.reason(), row.detail()).isEqualTo(InboxState.APPLIED);
    }

    private static String report(String recipient, String fate) {
        String[] parts = fate.split("\\|");
        return """
                Final-Recipient: rfc822; %s
                Action: %s
                Status: %s
                Diagnostic-Code: %s
                """.formatted(recipient, parts[0], parts[1], parts[2]);
    }

    private RequestView request() {
        return Objects.requireNonNull(opened);
    }

    private List<String> notes() {
        return portal.comments(request().state().id()).stream()
                .filter(comment -> comment.visibility() == Visibility.INTERNAL)
                .map(Comment::text)
                .toList();
    }

    private List<String> reasons() {
        return hubDatabase
                .sql("select reason from hub.outbox_message where target = :target and state = 'CANCELLED'")
                .param("target", writer)
                .query(String.class)
                .list();
    }

    /** A public comment that no person typed. */
    private void programWrites(String text) {
        Comment comment = new Comment(
                Party.contact("Ann", contact(client, unique("ann") + "@mail.example")),
                Visibility.PUBLIC,
                text,
                null,
                List.of(),
                Channel.API,
                clock.instant());
        portal.execute(
                Envelope.of(unique("comment"), new AddComment(request().state().id(), comment)));
    }
}
