package io.vestibule.hub.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.CanonicalCommand.ChangeRequestStatus;
import io.vestibule.hub.canonical.CanonicalCommand.OpenRequest;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxDraft;
import io.vestibule.hub.outbox.PlainMails;
import io.vestibule.hub.sla.SlaPolicy.Metric;
import io.vestibule.platform.database.CountedStatements;
import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailContent;
import io.vestibule.platform.mail.MailLanguage;
import io.vestibule.platform.mail.MailWords;
import io.vestibule.platform.web.PublicAddress;
import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is looked at before a due reminder leaves, and that none is lost by it. */
class SlaRemindersTests extends VestibuleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired
    private SlaReminders reminders;

    @Autowired
    private PortalGateway portal;

    @Autowired
    private Outbox outbox;

    @Autowired
    private MailWords words;

    @Autowired
    private PublicAddress publicAddress;

    @Autowired
    private SlaPolicies policies;

    private String metric = "first-response";
    private final String team = unique("team") + "@firm.example";

    /** Other tests wait until nothing is on its way. */
    @AfterEach
    void noNewsIsLeft() {
        hubDatabase
                .sql("delete from hub.inbox_message where kind = 'feed' and external_id = 'x' and state = 'RETRY'")
                .update();
    }

    @Test
    void theClocksOfARequestAreMovedWithFewStatementsHoweverManyThereAre() {
        RequestState request = portal.request(opened()).orElseThrow().state();
        CountedStatements statements = new CountedStatements(hubDatabase);
        SlaClocks clocks = new SlaClocks(statements.database(), policies, clock);
        List<SlaFact> facts = List.of(new SlaFact(request.openedAt(), SlaFact.Kind.OPENED));

        assertThat(statements.during(() -> clocks.record(request, "opened-again", facts)))
                .as("its lock, the fact, all facts, the clocks, the reminders")
                .isEqualTo(5);
    }

    @Test
    void aReminderThatMetAWaitingRequestIsDueAgainWhenItsClockGoesOn() {
        RequestId request = opened();
        status(request, RequestStatus.WAITING_ON_CLIENT);
        await().atMost(PATIENCE).until(() -> waitsWithoutTime(request));

        dueNow(request);
        lookUntil(() -> waitsWithoutTime(request));

        status(request, RequestStatus.IN_PROGRESS);
        await().atMost(PATIENCE).until(() -> !waitsWithoutTime(request));
    }

    @Test
    void aReminderThatWasCalledOffIsOpenAgainWhenItsClockGoesOn() {
        metric = "resolution";
        RequestId request = opened();
        status(request, RequestStatus.DONE);
        await().atMost(PATIENCE).until(() -> waitsWithoutTime(request));

        dueNow(request);
        lookUntil(() -> state(request).equals("CANCELLED"));

        status(request, RequestStatus.IN_PROGRESS);
        await().atMost(PATIENCE).until(() -> state(request).equals("OPEN") && !waitsWithoutTime(request));
    }

    @Test
    void theFirmsPeopleAreRemindedInTheFirmsLanguage() {
        RequestState request = portal.request(opened()).orElseThrow().state();
        LetterSettings german = new LetterSettings(MailLanguage.DE, MailContent.FULL);
        ReminderWords said = new ReminderWords(words, german, publicAddress);
        ZonedDateTime due = ZonedDateTime.of(2026, 3, 3, 14, 5, 0, 0, ZoneId.of("Europe/Berlin"));

        PlainMails.Words over = said.of(new ReminderWords.Promise(Metric.FIRST_RESPONSE, due, true), request, false);
        PlainMails.Words brief = said.of(new ReminderWords.Promise(Metric.RESOLUTION, due, false), request, true);

        assertThat(over.language()).isEqualTo(MailLanguage.DE);
        assertThat(over.subject()).isEqualTo("Überfällig: " + request.number() + " " + request.subject());
        assertThat(over.text())
                .startsWith("Die erste Antwort zu " + request.number() + " war bis Dienstag, 3. März 2026")
                .contains("14:05 (MEZ) fällig und steht noch aus.")
                .contains("Kunde: " + request.clientName(), "Anfrage öffnen: http");
        assertThat(brief.subject() + brief.text())
                .startsWith("Bald fällig: " + request.number() + request.number() + " soll bis Dienstag")
                .doesNotContain(request.subject(), request.clientName());
    }

    @Test
    void nobodyIsRemindedOfAnAnswerThatThePortalAlreadyHas() {
        RequestId request = opened();
        answer(request);

        dueNow(request);
        lookUntil(() -> !state(request).equals("OPEN"));

        assertThat(state(request)).isEqualTo("CANCELLED");
        assertThat(mails()).isZero();
    }

    /** The mail server is away for hours, say. */
    @Test
    void aReminderThatWaitedToLeaveDoesNotDoSoOnceTheClientWasAnswered() {
        RequestId answered = opened();
        reminderWaits(answered);
        answer(answered);
        RequestId open = opened();
        reminderWaits(open);
        RequestId perhapsReminded = opened();
        reminderWaits(perhapsReminded);
        answer(perhapsReminded);
        hubDatabase.sql("""
                        insert into hub.delivery_attempt (message, claim, connection, ended_at, outcome)
                        select id, gen_random_uuid(), connection, now(), 'INTERRUPTED' from hub.outbox_message
                        where object_id = ? and purpose = 'reminder'
                        """).param(perhapsReminded.value()).update();

        letGo(answered, open, perhapsReminded);

        await().atMost(PATIENCE).until(() -> mail(open).equals("SENT"));
        await().atMost(PATIENCE).until(() -> mail(perhapsReminded).equals("SENT"));
        await().atMost(PATIENCE).until(() -> mail(answered).equals("CANCELLED reminder-not-needed"));
    }

    @Test
    void aReminderThatFellDueWhileNobodyLookedWaitsForTheNewsOfItsRequest() {
        RequestId request = opened();
        dueNow(request);
        newsOnItsWay(request);
        reminders.sendDue();
        assertThat(state(request)).isEqualTo("OPEN");

        seenDueTwoMinutesAgo(request);
        reminders.sendDue();
        assertThat(state(request)).isEqualTo("SENT");
    }

    @Test
    void oneThatFailsHoldsUpNoOther() {
        hubDatabase.sql("""
                        insert into hub.sla_reminder (request_id, metric, kind, due_at)
                        values ('%s/', 'resolution', 'breach', now() - interval '9 years')
                        """.formatted(unique("no"))).update();
        RequestId request = opened();

        dueNow(request);
        lookUntil(() -> state(request).equals("SENT"));

        assertThat(mails()).isEqualTo(1);
        hubDatabase
                .sql("delete from hub.sla_reminder where request_id like 'no-%'")
                .update();
    }

    /** As the schedule does: one that is due waits while news of its request is still being handled. */
    private void lookUntil(Callable<Boolean> end) {
        await().atMost(PATIENCE).until(() -> {
            reminders.sendDue();
            return end.call();
        });
    }

    private RequestId opened() {
        UpsertClient client = new UpsertClient(null, unique("Client"), List.of(), null, null, team);
        ClientId id = new ClientId(applied(Envelope.of(unique("test"), client)));
        RequestDraft draft = new RequestDraft(
                unique("Question"), "When?", null, null, List.of(), List.of(), Channel.CRM, null, null);
        RequestId request = new RequestId(
                applied(Envelope.of(unique("test"), new OpenRequest(id, draft)).from(origin(), null)));
        await().atMost(PATIENCE).until(() -> rows(request, "due_at is not null") > 0);
        return request;
    }

    private ExternalId origin() {
        return new ExternalId("test", unique("record"));
    }

    private void status(RequestId request, RequestStatus status) {
        applied(Envelope.of(unique("test"), new ChangeRequestStatus(request, status, Party.system("Test"))));
    }

    private void answer(RequestId request) {
        Comment comment = new Comment(
                new Party(Party.Kind.STAFF, null, "Olga", unique("olga") + "@firm.example"),
                Visibility.PUBLIC,
                "On Friday.",
                null,
                List.of(),
                Channel.CRM,
                clock.instant());
        applied(Envelope.of(unique("test"), new AddComment(request, comment)).from(origin(), null));
        await().atMost(PATIENCE).until(() -> waitsWithoutTime(request));
    }

    private String applied(Envelope envelope) {
        Answer answer = portal.execute(envelope);
        assertThat(answer).isInstanceOf(Answer.Applied.class);
        return ((Answer.Applied) answer).resource().id();
    }

    /** As it is for a hub that has not heard of the latest change: the breach is due. */
    private void dueNow(RequestId request) {
        await().atMost(PATIENCE).until(() -> nothingOnItsWay(request));
        change(request, "due_at = now() - interval '10 minutes', seen_due_at = null, state = 'OPEN'");
    }

    private boolean nothingOnItsWay(RequestId request) {
        return hubDatabase
                .sql(
                        "select not exists (select 1 from hub.inbox_message where ordering_key = 'request:' || ? and is_open)")
                .param(request.value())
                .query(Boolean.class)
                .single();
    }

    private void seenDueTwoMinutesAgo(RequestId request) {
        change(request, "seen_due_at = now() - interval '2 minutes'");
    }

    private void change(RequestId request, String set) {
        hubDatabase
                .sql("update hub.sla_reminder set " + set
                        + " where request_id = :request and metric = :metric and kind = 'breach'")
                .param("request", request.value())
                .param("metric", metric)
                .update();
    }

    private void newsOnItsWay(RequestId request) {
        hubDatabase
                .sql("""
                        insert into hub.inbox_message (kind, app, account, external_id, event_type, ordering_key,
                            payload_id, state, due_at)
                        values ('feed', :app, '', 'x', 'comment-added', 'request:' || :request, 0, 'RETRY',
                            now() + interval '1 day')""")
                .param("app", unique("portal"))
                .param("request", request.value())
                .update();
    }

    private boolean waitsWithoutTime(RequestId request) {
        return rows(request, "state = 'OPEN' and due_at is null") == 1;
    }

    private int rows(RequestId request, String condition) {
        return hubDatabase
                .sql("select count(*) from hub.sla_reminder where request_id = :request and metric = :metric"
                        + " and kind = 'breach' and " + condition)
                .param("request", request.value())
                .param("metric", metric)
                .query(Integer.class)
                .single();
    }

    private String state(RequestId request) {
        return hubDatabase
                .sql("select state from hub.sla_reminder where request_id = :request and metric = :metric"
                        + " and kind = 'breach'")
                .param("request", request.value())
                .param("metric", metric)
                .query(String.class)
                .single();
    }

    /** It is in the outbox and waits, as while the mail server is away. */
    private void reminderWaits(RequestId request) {
        PlainMails.Words said = new PlainMails.Words(MailLanguage.EN, "Overdue", "The first answer is overdue.");
        String source = hubDatabase
                .sql(
                        "select 'sla:' || id from hub.sla_reminder where request_id = ? and metric = ? and kind = 'breach'")
                .params(request.value(), metric)
                .query(String.class)
                .single();
        outbox.enqueue(new OutboxDraft(
                source,
                "mail",
                team,
                "system",
                ObjectRef.request(request),
                null,
                "reminder",
                PlainMails.body(team, said),
                Instant.now().plus(Duration.ofDays(1))));
    }

    private void letGo(RequestId... requests) {
        for (RequestId request : requests) {
            hubDatabase
                    .sql("update hub.outbox_message set due_at = now() where object_id = ? and purpose = 'reminder'")
                    .param(request.value())
                    .update();
        }
    }

    private String mail(RequestId request) {
        return hubDatabase
                .sql(
                        "select concat_ws(' ', state, reason) from hub.outbox_message where object_id = ? and purpose = 'reminder'")
                .param(request.value())
                .query(String.class)
                .single();
    }

    private int mails() {
        return hubDatabase
                .sql("select count(*) from hub.outbox_message where target = ? and purpose = 'reminder'")
                .param(team)
                .query(Integer.class)
                .single();
    }
}
