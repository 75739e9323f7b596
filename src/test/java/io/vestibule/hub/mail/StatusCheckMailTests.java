package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.ChangeRequestStatus;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.CommentKind;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.TestMail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Who only asks how a request stands is answered at once, if it is he, and people see it all the same. */
class StatusCheckMailTests extends MailTest {

    private static final String SERVER = "mx.firm.example";
    private static final String ANSWER = "This is how your request";

    @Autowired
    private MailEvidence evidence;

    @Autowired
    private ApplicationContext context;

    private String mailbox = "";
    private ClientId client = new ClientId("none");
    private String writer = "";
    private RequestView request;

    @BeforeEach
    void aRequest() {
        mailbox = mailbox(Map.of("receivingServers", SERVER));
        String domain = unique("acme") + ".example";
        client = client(domain);
        writer = contact(client, "tom@" + domain);
        request = opened("Access to the archive");
        mailsTo(writer, 1);
    }

    @Test
    void anAnswerFromTheRequestsStateLeavesAtOnceAndTheMailStandsInTheConversation() throws Exception {
        admin();
        TestMail question = byKey("Hi,\n\nany news on this?\n\nThanks\nTom");
        send(question);

        assertThat(requestOf(ended(mailbox, question.messageId())).state().id()).isEqualTo(id());
        MimeMessage answer = mailsTo(writer, 2).getLast();
        assertThat(text(answer))
                .contains(ANSWER + " " + request.state().number() + " \"Access to the archive\"")
                .contains("New, since ")
                .contains("Next step: one of us takes it up. You have an answer by ")
                .contains("/portal/requests/" + request.state().number());
        assertThat(header(answer, "In-Reply-To")).isEqualTo(question.messageId());
        assertThat(header(answer, "Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(answer.getReplyTo()[0].toString()).startsWith(nameOf(mailbox) + "+r.");
        assertThat(portal.comments(id())).singleElement().satisfies(comment -> {
            assertThat(comment.kind()).isEqualTo(CommentKind.STATUS_CHECK);
            assertThat(comment.text()).contains("any news on this?");
            assertThat(comment.visibility()).isEqualTo(Visibility.PUBLIC);
        });
        await().atMost(SOON).until(() -> MAILS.allMails().stream().anyMatch(this::tellsTheFirm));
        Cast cast = new Cast(context, browser());
        var staff = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        assertThat(staff.get("/portal/requests/" + request.state().number()).text())
                .contains("Status check, answered automatically");
        assertThat(staff.get("/console/clients/" + client.value()).text())
                .contains("Asked for news once in the last 30 days, 1 answered automatically");
    }

    @Test
    void theAnswerIsInTheClientsLanguageAndComesThoughTheMailsAboutTheRequestWereStopped() throws Exception {
        admin();
        UpsertClient german = new UpsertClient(client, null, null, null, null, null, "de", null);
        assertThat(portal.execute(Envelope.of(unique("wishes"), german))).isInstanceOf(Answer.Applied.class);
        staffWrites(id(), staffParty(staff()), Visibility.PUBLIC, "Wir schauen nach.");
        String stop = header(mailsTo(writer, 2).getLast(), "List-Unsubscribe").replaceAll("[<>]", "");
        browser().postWithoutToken(URI.create(stop).getPath(), Map.of("List-Unsubscribe", "One-Click"));
        assertThat(now().state().muted()).hasSize(1);
        send(byKey("Gibt es etwas Neues?"));

        MimeMessage answer = mailsTo(writer, 3).getLast();
        assertThat(text(answer))
                .contains("So steht es um Ihre Anfrage " + request.state().number())
                .contains("Zuständig: ")
                .contains("Nächster Schritt: ")
                .contains("Diese Antwort wurde automatisch geschrieben.")
                .doesNotContain("Status:", "Next step");
        await().atMost(SOON).until(() -> MAILS.allMails().stream().anyMatch(this::tellsTheFirm));
    }

    @Test
    void itMovesNoStatusAndStopsNoClock() throws Exception {
        status(RequestStatus.IN_PROGRESS);
        status(RequestStatus.WAITING_ON_CLIENT);
        await().atMost(SOON).until(() -> clocks().stream().anyMatch(clock -> clock.contains("PAUSED")));
        List<String> clocks = clocks();
        TestMail question = byKey("Wie ist der Stand?");
        send(question);
        ended(mailbox, question.messageId());

        assertThat(text(mailsTo(writer, 2).getLast())).contains("Waiting for your answer, since ");
        assertThat(now().state().status()).isEqualTo(RequestStatus.WAITING_ON_CLIENT);
        await().atMost(SOON).until(this::nothingOnItsWay);
        assertThat(clocks()).isEqualTo(clocks);
    }

    @Test
    void whoAsksAgainWithinADayGetsAPersonWhoIsToldSo() throws Exception {
        TestMail first = byKey("Any news?");
        send(first);
        ended(mailbox, first.messageId());
        mailsTo(writer, 2);
        TestMail second = byKey("Any update?");
        send(second);
        InboxRow row = ended(mailbox, second.messageId());

        assertThat(evidence.of(row.id())).anyMatch(line -> line.contains("within the last day"));
        assertThat(portal.comments(id()))
                .filteredOn(comment -> comment.visibility() == Visibility.INTERNAL)
                .extracting(Comment::text)
                .singleElement()
                .asString()
                .startsWith(writer + " asks for news again");
        assertThat(portal.comments(id())).extracting(Comment::kind).containsOnlyOnce(CommentKind.STATUS_CHECK);
        assertThat(answers()).isEqualTo(1);
    }

    @Test
    void aReplayAndASecondHandlingAnswerNothingTwice() {
        TestMail question = newMail("Any news?");
        send(question);
        InboxRow row = ended(mailbox, question.messageId());
        mailsTo(writer, 2);
        status(RequestStatus.DONE);

        inbox.replay(row.id(), "test");
        await().atMost(SOON).until(() -> rows.find(row.id()).orElseThrow().state() == InboxState.APPLIED);
        hubDatabase
                .sql("update hub.inbox_message set state = 'RECEIVED', due_at = now() where id = ?")
                .param(row.id())
                .update();
        await().atMost(SOON).until(() -> rows.find(row.id()).orElseThrow().state() == InboxState.APPLIED);

        assertThat(answers()).isEqualTo(1);
        assertThat(portal.comments(id())).hasSize(1);
        assertThat(requestsOfClient()).isEqualTo(1);
    }

    @Test
    void onlyTheGenuineSenderWhoTakesPartIsAnswered() {
        String key = key();
        String domain = writer.substring(writer.indexOf('@'));
        String colleague = contact(client, "ann" + domain);
        String other = contact(client, "bob" + domain);
        TestMail spoofed = TestMail.from(writer)
                .to(mailbox)
                .subject("Re: [" + request.state().number() + "] Access to the archive")
                .text("Any news?");
        TestMail forwarded =
                TestMail.from(colleague).to(key).subject("Re: Access").text("Any news?");
        TestMail noPart = genuine(TestMail.from(other).to(key).subject("Re: Access"), "Any update?");
        TestMail forwardedByOneWhoTakesPart =
                TestMail.from(colleague).to(key).subject("Re: Access").text("Any update?");
        leftToPeople(spoofed, "nothing proves who wrote it");
        leftToPeople(forwarded, "nothing proves who wrote it");
        leftToPeople(noPart, "the sender takes no part");
        leftToPeople(forwardedByOneWhoTakesPart, "nothing proves who wrote it");

        assertThat(portal.comments(id())).hasSize(4).allMatch(comment -> comment.kind() == null);
        assertThat(answers()).isZero();
    }

    @Test
    void whoIsOnlyNamedInAFormIsNotAnswered() {
        String site = unique("site") + ".example";
        change(mailbox, Map.of("handedOnBy", "forms@" + site));
        TestMail typed = TestMail.from("forms@" + site)
                .to(mailbox)
                .header("Reply-To", writer)
                .header("Authentication-Results", SERVER + "; dmarc=pass header.from=" + site)
                .subject("Question")
                .text("Any news?");
        send(typed);

        assertThat(requestOf(ended(mailbox, typed.messageId())).state().id()).isNotEqualTo(id());
        assertThat(answers()).isZero();
    }

    @Test
    void aNewMailIsAboutTheOnlyOpenRequestOrTheOneItNames() throws Exception {
        TestMail one = newMail("Any news?");
        send(one);
        assertThat(requestOf(ended(mailbox, one.messageId())).state().id()).isEqualTo(id());
        assertThat(text(mailsTo(writer, 2).getLast())).contains(ANSWER);
        RequestView other = opened("Another question");
        TestMail named = newMail("Is there any news on " + other.state().number() + "?");
        send(named);

        assertThat(requestOf(ended(mailbox, named.messageId())).state().id())
                .isEqualTo(other.state().id());
        await().atMost(SOON).until(() -> answers() == 2);
    }

    @Test
    void ofSeveralOpenRequestsOneAnswerTellsOfEachAndOneIsEnoughForADay() throws Exception {
        RequestView closed = opened("The old matter");
        RequestView other = opened("Another question");
        Answer done = portal.execute(Envelope.of(
                unique("status"),
                new ChangeRequestStatus(closed.state().id(), RequestStatus.DONE, staffParty(staff()))));
        assertThat(done).isInstanceOf(Answer.Applied.class);
        int before = mailsTo(writer, 4).size();
        TestMail question = newMail("Any news?");
        send(question);
        InboxRow row = ended(mailbox, question.messageId());

        assertThat(requestOf(row).state().id()).isEqualTo(other.state().id());
        assertThat(evidence.of(row.id()))
                .anyMatch(line -> line.endsWith("about " + request.state().number() + ", too."));
        assertThat(text(mailsTo(writer, before + 1).getLast()))
                .contains("This is how your open requests stand:")
                .contains(other.state().number() + " \"Another question\"")
                .contains(request.state().number() + " \"Access to the archive\"")
                .containsPattern("(?s)New, since .*Next step: .*New, since .*Next step: ")
                .contains("/portal/requests/" + other.state().number())
                .contains("/portal/requests/" + request.state().number())
                .doesNotContain(closed.state().number());
        TestMail again = newMail("Any update?");
        TestMail aboutOne = byKey("Any news?");
        for (TestMail mail : List.of(again, aboutOne)) {
            send(mail);
            assertThat(evidence.of(ended(mailbox, mail.messageId()).id()))
                    .anyMatch(line -> line.contains("within the last day"));
        }
        assertThat(answers()).isEqualTo(1);
    }

    @Test
    void ofManyOpenRequestsNoneIsMeant() {
        for (int i = 0; i < 5; i++) {
            opened("Question " + i);
        }
        TestMail question = newMail("Any news?");
        send(question);
        InboxRow row = ended(mailbox, question.messageId());

        assertThat(requestOf(row).state().status()).isEqualTo(RequestStatus.NEW);
        assertThat(evidence.of(row.id())).anyMatch(line -> line.contains("in none or in too many"));
        assertThat(requestsOfClient()).isEqualTo(7);
        assertThat(answers()).isZero();
    }

    @Test
    void aMailboxMayLeaveThemToPeopleAndSoIsWhatHoldsMore() {
        TestMail more = byKey("Any news? By the way, please change our address.");
        send(more);
        InboxRow row = ended(mailbox, more.messageId());
        assertThat(evidence.of(row.id()))
                .anyMatch(line -> line.startsWith("It asks how a request stands, but not only"));
        String silent = mailbox(Map.of("receivingServers", SERVER, "statusChecks", "people"));
        TestMail question = genuine(TestMail.from(writer).to(silent).subject("Question"), "Any news?");
        send(question);

        assertThat(evidence.of(ended(silent, question.messageId()).id()))
                .anyMatch(line -> line.contains("its mailbox leaves such mails to people"));
        assertThat(answers()).isZero();
    }

    private void leftToPeople(TestMail mail, String reason) {
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        assertThat(requestOf(row).state().id()).isEqualTo(id());
        assertThat(evidence.of(row.id())).anyMatch(line -> line.contains(reason));
    }

    private boolean tellsTheFirm(MimeMessage mail) {
        try {
            return Objects.requireNonNullElse(mail.getSubject(), "")
                            .contains(request.state().number())
                    && text(mail).contains("was answered automatically");
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private RequestId id() {
        return request.state().id();
    }

    private RequestView now() {
        return portal.request(id()).orElseThrow();
    }

    private RequestView opened(String subject) {
        TestMail mail = TestMail.from(writer).to(mailbox).subject(subject).text("The door is locked for all of us.");
        send(mail);
        return requestOf(ended(mailbox, mail.messageId()));
    }

    private String key() {
        try {
            return mailsTo(writer, 1).getFirst().getReplyTo()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a person answers our mail: at the address that was made for him. */
    private TestMail byKey(String text) {
        return TestMail.from(writer)
                .to(key())
                .subject("Re: Access to the archive")
                .text(text);
    }

    /** Answers nothing, and the firm's server says that it is genuine. */
    private TestMail newMail(String text) {
        return genuine(TestMail.from(writer).to(mailbox).subject("Question"), text);
    }

    private TestMail genuine(TestMail mail, String text) {
        String domain = writer.substring(writer.indexOf('@') + 1);
        return mail.text(text).header("Authentication-Results", SERVER + "; dmarc=pass header.from=" + domain);
    }

    private void status(RequestStatus status) {
        Answer answer = portal.execute(
                Envelope.of(unique("status"), new ChangeRequestStatus(id(), status, staffParty(staff()))));
        assertThat(answer).isInstanceOf(Answer.Applied.class);
        await().atMost(SOON).until(this::nothingOnItsWay);
    }

    private boolean nothingOnItsWay() {
        return hubDatabase
                .sql("""
                        select not exists (
                            select 1 from hub.inbox_message where ordering_key = 'request:' || :id and is_open)
                        """)
                .param("id", id().value())
                .query(Boolean.class)
                .single();
    }

    private List<String> clocks() {
        return hubDatabase
                .sql("""
                        select metric || ' ' || state || ' ' || coalesce(stopped_at::text, '-') from hub.sla_clock
                        where request_id = :id order by metric
                        """)
                .param("id", id().value())
                .query(String.class)
                .list();
    }

    /** That are on their way or left. */
    private long answers() {
        return hubDatabase
                .sql("select count(*) from hub.outbox_message where client_id = :client and purpose = 'status-answer'")
                .param("client", client.value())
                .query(Long.class)
                .single();
    }

    private int requestsOfClient() {
        return portalDatabase
                .sql("select count(*) from portal.request where client_id = :id::uuid")
                .param("id", client.value())
                .query(Integer.class)
                .single();
    }
}
