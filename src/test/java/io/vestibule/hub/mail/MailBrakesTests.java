package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.Troubles;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.TestMail;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** More mail than people write stops by itself, is shown, and goes on by itself. */
class MailBrakesTests extends MailTest {

    /** The acknowledgement is one of the ten. */
    private static final int BEFORE_THE_BRAKE = 9;

    @Autowired
    private Troubles troubles;

    @Autowired
    private MailBursts bursts;

    @Autowired
    private AllowedSenders allowed;

    @Autowired
    private ApplicationContext context;

    @Test
    void afterTenMailsInTenMinutesNothingLeavesTheFirmIsToldAndItGoesOnByItself() {
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        RequestView request = opened(writer);
        RequestId id = request.state().id();
        Party author = staffParty(staff());
        IntStream.range(0, BEFORE_THE_BRAKE + 2).forEach(i -> programWrites(id, author, "News " + i));

        await().atMost(SOON).until(() -> outboxRows(writer, "CANCELLED") == 2 && outboxRows(writer, "SENT") >= 10);
        assertThat(outboxRows(writer, "SENT")).isEqualTo(10);
        assertThat(MAILS.mailsOf(writer)).hasSize(10);
        assertThat(portal.comments(id).stream().map(Comment::text)).contains("News " + BEFORE_THE_BRAKE);
        assertThat(portal.comments(id))
                .filteredOn(comment -> comment.text().startsWith("Mails to " + writer))
                .singleElement()
                .matches(note -> note.visibility() == Visibility.INTERNAL);
        assertThat(troubles.all())
                .extracting(Trouble::names)
                .contains(List.of(writer, request.state().number()));

        hubDatabase
                .sql("update hub.mail_sent set sent_at = sent_at - interval '11 minutes' where address = :address")
                .param("address", writer)
                .update();
        hubDatabase
                .sql("update hub.mail_brake set until = until - interval '11 minutes' where address = :address")
                .param("address", writer)
                .update();
        programWrites(id, author, "Afterwards");

        assertThat(mailsTo(writer, 11)).hasSize(11);
        assertThat(troubles.all()).extracting(Trouble::subject).noneMatch(subject -> subject.contains(writer));
    }

    @Test
    void manyBrakesAreNamedByTheOldestAndTheRestIsOneTrouble() {
        RequestId id = opened(contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example"))
                .state()
                .id();
        List<String> braked = IntStream.range(0, 12)
                .mapToObj(i -> unique("machine") + "@mail.example")
                .toList();
        for (int i = 0; i < braked.size(); i++) {
            brake(braked.get(i), id, 600 - i);
        }
        try {
            assertThat(brakes()).hasSize(11).anyMatch(subject -> subject.contains(braked.getFirst()));
            String before = String.join(" ", brakes());
            brake(unique("machine") + "@mail.example", id, 0);
            assertThat(String.join(" ", brakes()))
                    .as("who was named stays named")
                    .isEqualTo(before);
        } finally {
            hubDatabase
                    .sql("delete from hub.mail_brake where request_id = :request")
                    .param("request", id.value())
                    .update();
        }
    }

    private List<String> brakes() {
        return troubles.all().stream()
                .filter(trouble -> trouble.kind() == Trouble.Kind.MAIL)
                .map(Trouble::subject)
                .toList();
    }

    private void brake(String address, RequestId request, int daysAgo) {
        hubDatabase
                .sql("""
                        insert into hub.mail_brake (address, request_id, since, until, held_back)
                        values (:address, :request, now() - :ago * interval '1 day', now() + interval '1 hour', 1)
                        """)
                .param("address", address)
                .param("request", request.value())
                .param("ago", daysAgo)
                .update();
    }

    @Test
    void whatAPersonTypesInThePortalAlwaysLeaves() {
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        RequestView request = opened(writer);
        Party author = staffParty(staff());

        IntStream.range(0, 14)
                .forEach(i -> staffWrites(request.state().id(), author, Visibility.PUBLIC, "By hand " + i));

        assertThat(mailsTo(writer, 15)).hasSize(15);
        programWrites(request.state().id(), author, "Not counted");
        assertThat(mailsTo(writer, 16)).hasSize(16);
    }

    @Test
    void aBurstOfOneSenderWaitsAndOneClickLetsAllIn() {
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        List<InboxRow> held = burst(writer);
        Cast cast = new Cast(context, browser());
        var admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        assertThat(admin.get("/console/messages/received/" + held.getFirst().id())
                        .text())
                .contains("Let all 3 in");

        admin.post("/console/problems/" + held.getFirst().id() + "/admission", Map.of("doubt", "burst"));

        held.forEach(row -> await().atMost(SOON).until(() -> state(row) == InboxState.APPLIED));
        String mailbox = held.getFirst().app();
        // Handled together, but not come together
        arriveEarlier(mailbox, 11);
        TestMail later = TestMail.from(writer).to(mailbox + "@firm.example").text("Later");
        send(later);
        requestOf(ended(mailbox + "@firm.example", later.messageId()));
        arriveEarlier(mailbox, -11);
        allowed.allow(mailbox, "@mail.example", "burst", "Olga");
        TestMail next = TestMail.from(writer).to(mailbox + "@firm.example").text("Allowed");
        send(next);
        requestOf(ended(mailbox + "@firm.example", next.messageId()));
    }

    @Test
    void aBurstThatIsOverIsTakenByItselfAndNobodyIsAcknowledgedForIt() {
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        List<InboxRow> held = burst(writer);
        bursts.letInEnded();
        assertThat(held).allMatch(row -> state(row) == InboxState.HELD);

        held.forEach(row -> hubDatabase
                .sql("update hub.inbox_message set changed_at = changed_at - interval '61 minutes' where id = :id")
                .param("id", row.id())
                .update());
        hubDatabase
                .sql("update hub.mail_sent set sent_at = sent_at - interval '2 hours' where address = :address")
                .param("address", writer)
                .update();
        bursts.letInEnded();

        held.forEach(row -> await().atMost(SOON).until(() -> state(row) == InboxState.APPLIED));
        assertThat(hubDatabase
                        .sql("select distinct unanswerable from hub.mail_message where inbox_id in (:ids)")
                        .param("ids", held.stream().map(InboxRow::id).toList())
                        .query(String.class)
                        .list())
                .containsExactly("burst");
        assertThat(outboxRows(writer, "SENT")).isEqualTo(SentMails.ACKNOWLEDGEMENTS_AN_HOUR);
    }

    /** Three more mails than a person writes; answers with those that wait. */
    private List<InboxRow> burst(String writer) {
        String mailbox = mailbox();
        List<TestMail> mails = IntStream.range(0, 43)
                .mapToObj(i -> TestMail.from(writer)
                        .to(mailbox)
                        .subject("Receipt " + i)
                        .text("Receipt " + i))
                .toList();
        mails.forEach(this::send);
        List<InboxRow> rows =
                mails.stream().map(mail -> ended(mailbox, mail.messageId())).toList();
        List<InboxRow> held =
                rows.stream().filter(row -> row.state() == InboxState.HELD).toList();
        assertThat(held).hasSize(3).allMatch(row -> "burst".equals(row.reason()));
        return held;
    }

    private void arriveEarlier(String mailbox, int minutes) {
        hubDatabase.sql("""
                        update hub.inbox_message set received_at = received_at - make_interval(mins => :minutes)
                        where app = :app
                        """).param("minutes", minutes).param("app", mailbox).update();
    }

    private InboxState state(InboxRow row) {
        return rows.find(row.id()).orElseThrow().state();
    }

    private RequestView opened(String writer) {
        String mailbox = mailbox();
        TestMail mail = TestMail.from(writer).to(mailbox).subject(unique("Q")).text("Hello");
        send(mail);
        RequestView request = requestOf(ended(mailbox, mail.messageId()));
        mailsTo(writer, 1);
        return request;
    }

    private void programWrites(RequestId request, Party author, String text) {
        portal.execute(Envelope.of(
                unique("comment"),
                new AddComment(
                        request,
                        new Comment(author, Visibility.PUBLIC, text, null, List.of(), Channel.API, clock.instant()))));
    }

    private int outboxRows(String target, String state) {
        return hubDatabase
                .sql("select count(*) from hub.outbox_message where target = :target and state = :state")
                .param("target", target)
                .param("state", state)
                .query(Integer.class)
                .single();
    }
}
