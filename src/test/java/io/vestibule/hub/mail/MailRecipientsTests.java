package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.MoveToClient;
import io.vestibule.hub.canonical.CanonicalCommand.SetMailing;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.CanonicalEvent.EntriesMoved;
import io.vestibule.hub.canonical.CanonicalEvent.MovedEntry;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.PersonId;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxDraft;
import io.vestibule.platform.mail.MailLanguage;
import io.vestibule.support.TestMail;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who hears of a request: nobody who has left, and always somebody at the firm. */
class MailRecipientsTests extends MailTest {

    @Autowired
    private Outbox outbox;

    @Autowired
    private MovedMails movedMails;

    @Test
    void aRequesterWhoIsNoLongerActiveHearsNothing() {
        String mailbox = mailbox();
        ClientId client = client(unique("acme") + ".example");
        String requester = contact(client, unique("tom") + "@mail.example");
        String colleague = contact(client, unique("ann") + "@mail.example");
        RequestView request = opened(mailbox, requester);
        mailsTo(requester, 1);
        write(mailbox, colleague, mailsTo(requester, 1).getFirst(), "I take part");
        await().atMost(SOON).until(() -> hears(requester, "I take part"));

        deactivate(requester);
        staffWrites(request.state().id(), staffParty(staff()), Visibility.PUBLIC, "For the active only");

        await().atMost(SOON).until(() -> hears(colleague, "For the active only"));
        assertThat(hears(requester, "For the active only")).isFalse();
    }

    @Test
    void aClientsWordReachesTheTeamWhenTheOwnerHasLeft() {
        String mailbox = mailbox();
        String owner = unique("olga") + "@firm.example";
        String team = unique("tax") + "@firm.example";
        ClientId client = client(person(owner), "Tax", team);
        String writer = contact(client, unique("tom") + "@mail.example");
        opened(mailbox, writer);
        deactivate(owner);

        write(mailbox, writer, mailsTo(writer, 1).getFirst(), "Is anybody there?");

        await().atMost(SOON).until(() -> hears(team, "Is anybody there?"));
        assertThat(hears(owner, "Is anybody there?")).isFalse();
    }

    @Test
    void aClientsWordReachesTheAdminsWhenThereIsNeitherOwnerNorTeam() {
        String mailbox = mailbox();
        String admin = admin();
        String writer = contact(client(null, "", ""), unique("tom") + "@mail.example");
        opened(mailbox, writer);

        write(mailbox, writer, mailsTo(writer, 1).getFirst(), "Nobody was named");

        await().atMost(SOON).until(() -> hears(admin, "Nobody was named"));
    }

    @Test
    void aMailThatWaitedDoesNotLeaveForWhoWasDeactivatedMeanwhile() {
        ClientId client = client(unique("acme") + ".example");
        String gone = contact(client, unique("tom") + "@mail.example");
        String colleague = contact(client, unique("ann") + "@mail.example");
        String mailbox = mailbox();
        RequestView request = opened(mailbox, gone);
        write(mailbox, colleague, mailsTo(gone, 1).getFirst(), "I take part");
        await().atMost(SOON).until(() -> hears(gone, "I take part"));
        long toGone = waiting(gone, request, new MailBody.NewComment("Olga", true, "Came too late", 0, false, false));
        long toColleague =
                waiting(colleague, request, new MailBody.NewComment("Olga", true, "In good time", 0, false, false));

        deactivate(gone);
        letGo(toGone, toColleague);

        await().atMost(SOON).until(() -> hears(colleague, "In good time"));
        await().atMost(SOON).until(() -> reason(toGone).equals("CANCELLED recipient-inactive"));
        assertThat(hears(gone, "Came too late")).isFalse();
    }

    @Test
    void aMailThatWaitedDoesNotLeaveForWhoStoppedThemMeanwhile() {
        ClientId client = client(unique("acme") + ".example");
        String writer = contact(client, unique("tom") + "@mail.example");
        RequestView request = opened(mailbox(), writer);
        mailsTo(writer, 1);
        long row = waiting(writer, request, new MailBody.NewComment("Olga", true, "Came too late", 0, false, false));

        SetMailing stop = new SetMailing(request.state().id(), Party.contact(null, writer), false);
        assertThat(portal.execute(Envelope.of(unique("stop"), stop))).isInstanceOf(Answer.Applied.class);
        letGo(row);

        await().atMost(SOON).until(() -> reason(row).equals("CANCELLED mails-stopped"));
        assertThat(hears(writer, "Came too late")).isFalse();
    }

    @Test
    void anAnswerThatWaitedTellsNothingOfARequestInWhichItsReaderTakesNoPart() throws Exception {
        ClientId client = client(unique("acme") + ".example");
        String writer = contact(client, unique("tom") + "@mail.example");
        String colleague = contact(client, unique("ann") + "@mail.example");
        String mailbox = mailbox();
        RequestView own = opened(mailbox, writer);
        RequestView others = opened(mailbox, colleague);
        mailsTo(writer, 1);
        String id = others.state().id().value();
        letGo(waiting(writer, own, new MailBody.StatusAnswer("Tom", unique("asked") + "@mail.example", List.of(id))));

        assertThat(text(mailsTo(writer, 2).getLast()))
                .contains("This is how your request " + own.state().number())
                .doesNotContain(others.state().number());
    }

    @Test
    void aMailThatWaitedDoesNotLeaveForWhoseClientLostTheRequestOrWhoTakesNoPart() {
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        ClientId other = client(unique("other") + ".example");
        RequestView request = opened(mailbox(), writer);
        mailsTo(writer, 1);
        String outsider = contact(request.state().clientId(), unique("ann") + "@mail.example");
        MailBody body = new MailBody.NewComment("Olga", true, "Came too late", 0, false, false);
        long toOutsider = waiting(outsider, request, body);
        letGo(toOutsider);
        await().atMost(SOON).until(() -> reason(toOutsider).equals("CANCELLED takes-no-part"));
        long toWriter = waiting(writer, request, body);
        long toTeam = waiting(unique("team") + "@firm.example", request, body);

        MoveToClient move = new MoveToClient(ObjectRef.request(request.state().id()), other, Party.system("test"));
        assertThat(portal.execute(Envelope.of(unique("move"), move))).isInstanceOf(Answer.Applied.class);
        letGo(toWriter, toTeam);

        await().atMost(SOON).until(() -> reason(toWriter).equals("CANCELLED takes-no-part"));
        await().atMost(SOON).until(() -> reason(toTeam).equals("CANCELLED takes-no-part"));
        assertThat(hears(writer, "Came too late")).isFalse();
    }

    @Test
    void anAnswerToAnOldMailAboutAWithdrawnRequestOpensOneOfItsOwn() {
        String mailbox = mailbox();
        String admin = contact(client(unique("acme") + ".example"), unique("ann") + "@mail.example");
        portalDatabase
                .sql("update portal.person set role = 'CLIENT_ADMIN' where email = ?")
                .param(admin)
                .update();
        RequestView request = opened(mailbox, admin);
        MimeMessage old = mailsTo(admin, 1).getFirst();
        MoveToClient withdraw =
                new MoveToClient(ObjectRef.request(request.state().id()), null, Party.system("test"));
        assertThat(portal.execute(Envelope.of(unique("withdraw"), withdraw))).isInstanceOf(Answer.Applied.class);

        write(mailbox, admin, old, "Any news?");

        await().atMost(SOON).until(() -> requestsOf(admin) == 1);
        assertThat(portal.comments(request.state().id()))
                .noneMatch(comment -> comment.text().contains("Any news?"));
    }

    private long requestsOf(String requester) {
        return portalDatabase
                .sql(
                        "select count(*) from portal.request r join portal.person p on p.id = r.requester_id where p.email = ?")
                .param(requester)
                .query(Long.class)
                .single();
    }

    @Test
    void aReminderThatWaitedDoesNotLeaveForWhoHasLeftTheFirm() {
        String owner = unique("olga") + "@firm.example";
        String team = unique("tax") + "@firm.example";
        person(owner);
        RequestView request =
                opened(mailbox(), contact(client(unique("acme") + ".example"), unique("t") + "@x.example"));
        long toOwner = waiting(owner, request, new MailBody.Plain(owner, "Overdue", "Came too late", MailLanguage.EN));
        long toTeam = waiting(team, request, new MailBody.Plain(team, "Overdue", "For the team", null));

        deactivate(owner);
        letGo(toOwner, toTeam);

        await().atMost(SOON).until(() -> hears(team, "For the team"));
        await().atMost(SOON).until(() -> reason(toOwner).equals("CANCELLED recipient-inactive"));
        assertThat(hears(owner, "Came too late")).isFalse();
    }

    @Test
    void aMailThatWaitedIsAboutWhereItsEntryLiesNowToWhoTakesPartThereOnly() {
        ClientId client = client(unique("acme") + ".example");
        String mailbox = mailbox();
        String both = contact(client, unique("tom") + "@mail.example");
        String one = contact(client, unique("ann") + "@mail.example");
        RequestView from = opened(mailbox, both);
        write(mailbox, one, mailsTo(both, 1).getFirst(), "I take part");
        await().atMost(SOON).until(() -> hears(both, "I take part"));
        RequestView to = opened(mailbox, both);
        String change = unique("change");
        MailBody body = new MailBody.NewComment("Olga", true, "Moved meanwhile", 0, false, false);
        long toBoth = waiting("feed:" + change, both, from, body);
        long toOne = waiting("feed:" + change, one, from, body);
        MovedEntry entry =
                new MovedEntry("entry", null, change, Party.system("test"), Visibility.PUBLIC, clock.instant());

        movedMails.follow(
                new EntriesMoved(from.state(), to.state(), List.of(entry), false, Party.system("test")),
                clock.instant());
        letGo(toBoth, toOne);

        await().atMost(SOON)
                .until(() -> hears(both, "Moved meanwhile", to.state().number()));
        await().atMost(SOON)
                .until(() -> hears(one, "Moved meanwhile", from.state().number()));
        assertThat(hears(both, "Moved meanwhile", from.state().number())).isFalse();
        assertThat(hears(one, to.state().number())).isFalse();
    }

    private long waiting(String address, RequestView request, MailBody body) {
        return waiting(unique("test"), address, request, body);
    }

    /** A row that is not due for an hour. */
    private long waiting(String source, String address, RequestView request, MailBody body) {
        Instant later = hubDatabase
                .sql("select clock_timestamp() + interval '1 hour'")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        outbox.enqueue(new OutboxDraft(
                source,
                MailDelivery.CHANNEL,
                address,
                MailSubscription.SYSTEM,
                ObjectRef.request(request.state().id()),
                request.state().clientId().value(),
                "comment",
                body.written(),
                later));
        return hubDatabase
                .sql("select id from hub.outbox_message where source = ? and target = ?")
                .params(source, address)
                .query(Long.class)
                .single();
    }

    private void letGo(Long... rows) {
        hubDatabase
                .sql("update hub.outbox_message set due_at = clock_timestamp() where id in (:rows)")
                .param("rows", List.of(rows))
                .update();
    }

    private String reason(long row) {
        return hubDatabase
                .sql("select concat_ws(' ', state, reason) from hub.outbox_message where id = ?")
                .param(row)
                .query(String.class)
                .single();
    }

    private void write(String mailbox, String from, MimeMessage answered, String words) {
        try {
            TestMail mail = TestMail.from(from)
                    .to(mailbox)
                    .subject("Re")
                    .replyingTo(header(answered, "Message-ID"))
                    .text(words);
            send(mail);
            requestOf(ended(mailbox, mail.messageId()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** One mail that says all of it. */
    private boolean hears(String address, String... words) {
        return MAILS.mailsOf(address).stream().anyMatch(mail -> {
            try {
                return Stream.of(words).allMatch(text(mail)::contains);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private RequestView opened(String mailbox, String writer) {
        TestMail mail =
                TestMail.from(writer).to(mailbox).subject(unique("Question")).text("First words");
        send(mail);
        return requestOf(ended(mailbox, mail.messageId()));
    }

    private ClientId client(@Nullable String owner, String team, String teamAddress) {
        Answer answer = portal.execute(Envelope.of(
                unique("client"),
                new UpsertClient(
                        null,
                        unique("Client"),
                        List.of(unique("c") + ".example"),
                        owner == null ? PersonId.NOBODY : new PersonId(owner),
                        team,
                        teamAddress)));
        return new ClientId(((Answer.Applied) answer).resource().id());
    }
}
