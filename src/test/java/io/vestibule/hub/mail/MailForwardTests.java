package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.support.TestMail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A client's mail that the firm's people hand on is the client's; what a client hands on stays that client's own. */
class MailForwardTests extends MailTest {

    private static final String SERVER = "mx.firm.example";

    @Autowired
    private MailEvidence evidence;

    private String mailbox = "";
    private String staff = "";
    private ClientId client = new ClientId("none");
    private String writer = "";
    private Instant written = Instant.EPOCH;

    @BeforeEach
    void aClientAndSomebodyOfTheFirm() {
        mailbox = mailbox(Map.of("receivingServers", SERVER));
        staff = staff();
        client = client(unique("acme") + ".example");
        writer = contact(client, unique("tom") + "@mail.example");
        written = clock.instant().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MINUTES);
    }

    @Test
    void theClientIsTheRequesterAtTheDateOfTheMailAndTheWordsAboveAreANote() {
        TestMail mail = proved(forward("Tom Client <" + writer + ">", stated()));
        send(mail);

        InboxRow row = ended(mailbox, mail.messageId());
        RequestView request = requestOf(row);
        Party requester = Objects.requireNonNull(request.state().requester());
        assertThat(requester.email()).isEqualTo(writer);
        assertThat(request.state().clientId()).isEqualTo(client);
        assertThat(request.state().subject()).isEqualTo("The rent");
        assertThat(request.text()).isEqualTo("How much is it?");
        assertThat(request.state().openedAt()).isEqualTo(written);
        assertThat(notes(request)).singleElement().satisfies(note -> {
            assertThat(note.author().email()).isEqualTo(staff);
            assertThat(note.text()).startsWith("Please look at this.").contains("handed on a mail of " + writer);
        });
        assertThat(evidence.of(row.id())).anyMatch(line -> line.contains("as the text above it states"));
        assertNotAcknowledged(row);
    }

    @Test
    void aMailThatIsAttachedKeepsItsOwnHeadersAndAllFilesArrive() {
        TestMail original = TestMail.from("Tom Client <" + writer + ">")
                .to(staff)
                .header("Date", stated())
                .subject("The rent")
                .text("How much is it?")
                .attach("lease.txt", "text/plain", "lease".getBytes(StandardCharsets.UTF_8));
        TestMail mail = proved(TestMail.from("Stella Staff <" + staff + ">"))
                .to(mailbox)
                .subject("FW: The rent")
                .text("Please look at this.")
                .attach("rent.eml", "message/rfc822", original.bytes())
                .attach("mine.txt", "text/plain", "mine".getBytes(StandardCharsets.UTF_8));
        send(mail);

        InboxRow row = ended(mailbox, mail.messageId());
        RequestView request = requestOf(row);
        assertThat(request.state().openedAt()).isEqualTo(written);
        assertThat(request.text()).isEqualTo("How much is it?");
        assertThat(files(request)).containsExactlyInAnyOrder("lease.txt", "mine.txt");
        TestMail more = TestMail.from(writer)
                .to(mailbox)
                .replyingTo(original.messageId())
                .subject("More")
                .text("One more thing");
        send(more);
        assertThat(requestOf(ended(mailbox, more.messageId())).state().id())
                .isEqualTo(request.state().id());
    }

    @Test
    void aDateThatCanNotBeReadIsThatOfTheMailAroundItAndTheEvidenceSaysSo() {
        TestMail mail = proved(forward(writer, "the day before yesterday"));
        send(mail);

        InboxRow row = ended(mailbox, mail.messageId());
        assertThat(requestOf(row).state().openedAt()).isAfter(written.plus(Duration.ofDays(2)));
        assertThat(evidence.of(row.id())).anyMatch(line -> line.contains("the date of the mail around it counts"));
    }

    @Test
    void itOpensANewRequestWhateverItRefersTo() {
        TestMail first = TestMail.from(writer).to(mailbox).subject("Question").text("First");
        send(first);
        RequestView open = requestOf(ended(mailbox, first.messageId()));
        TestMail mail = proved(forward(writer, stated()))
                .subject("Fwd: [" + open.state().number() + "]")
                .replyingTo(first.messageId());
        send(mail);

        assertThat(requestOf(ended(mailbox, mail.messageId())).state().id())
                .isNotEqualTo(open.state().id());
    }

    @Test
    void withoutProofItWaitsAndTheAnswerUnwrapsIt() {
        TestMail mail = forward("Tom Client <" + writer + ">", stated());
        send(mail);
        InboxRow row = held(mail, "from-staff");
        assertThat(row.suggestions()).extracting(Suggestion::contactEmail).containsExactly(writer);

        inbox.assign(row.id(), new Assignment(client.value(), writer, "Dana Admin"));

        await().atMost(SOON).until(() -> rows.find(row.id()).orElseThrow().state() == InboxState.APPLIED);
        RequestView request = requestOf(rows.find(row.id()).orElseThrow());
        assertThat(Objects.requireNonNull(request.state().requester()).email()).isEqualTo(writer);
        assertThat(request.text()).isEqualTo("How much is it?");
        assertThat(notes(request)).singleElement().satisfies(note -> {
            assertThat(note.author().kind()).isEqualTo(Party.Kind.SYSTEM);
            assertThat(note.text()).contains("Please look at this.");
        });
        assertNotAcknowledged(row);
    }

    @Test
    void aSenderNobodyKnowsIsHeldAndAForgedForwardToo() {
        TestMail unknown = proved(forward("nora@" + unique("elm") + ".example", stated()));
        TestMail forged = forward(writer, stated()).onTop("Authentication-Results", SERVER + "; dmarc=fail");
        send(unknown);
        send(forged);

        assertThat(held(unknown, "unknown-sender").detail()).contains("Stella Staff hands on a mail of nora@");
        held(forged, "not-genuine");
    }

    @Test
    void whatAClientHandsOnStaysThatClients() {
        String other = contact(client(unique("birch") + ".example"), unique("ann") + "@mail.example");
        TestMail mail = forward(other, stated())
                .header("From", writer)
                .onTop("Authentication-Results", SERVER + "; dmarc=pass");
        send(mail);

        RequestView request = requestOf(ended(mailbox, mail.messageId()));
        assertThat(request.state().clientId()).isEqualTo(client);
        assertThat(request.text()).isEqualTo("Please look at this.");
        assertThat(notes(request)).isEmpty();
    }

    private String stated() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(written.atOffset(ZoneOffset.UTC));
    }

    private TestMail forward(String author, String date) {
        return TestMail.from("Stella Staff <" + staff + ">")
                .to(mailbox)
                .subject("Fwd: The rent")
                .text("Please look at this.\n\n---------- Forwarded message ---------\nFrom: " + author + "\nDate: "
                        + date + "\nSubject: The rent\nTo: Stella <" + staff + ">\n\nHow much is it?");
    }

    private static TestMail proved(TestMail mail) {
        return mail.onTop("Authentication-Results", SERVER + "; dmarc=pass");
    }

    private InboxRow held(TestMail mail, String reason) {
        InboxRow row = ended(mailbox, mail.messageId());
        assertThat(row.state()).as("%s: %s", row.reason(), row.detail()).isEqualTo(InboxState.HELD);
        assertThat(row.reason()).isEqualTo(reason);
        return row;
    }

    private List<Comment> notes(RequestView request) {
        return portal.comments(request.state().id()).stream()
                .filter(comment -> comment.visibility() == Visibility.INTERNAL)
                .toList();
    }

    private List<String> files(RequestView request) {
        return portalDatabase
                .sql("""
                        select f.name from portal.file f join portal.attachment a on a.file_id = f.id
                        join portal.entry e on e.id = a.entry_id where e.request_id = :id::uuid
                        """)
                .param("id", request.state().id().value())
                .query(String.class)
                .list();
    }

    private void assertNotAcknowledged(InboxRow row) {
        assertThat(hubDatabase
                        .sql("select unanswerable from hub.mail_message where inbox_id = :id")
                        .param("id", row.id())
                        .query(String.class)
                        .single())
                .isEqualTo("handed-on-by-staff");
        assertThat(MAILS.mailsOf(writer)).isEmpty();
    }
}
