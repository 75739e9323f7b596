package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.sla.SlaReminders;
import io.vestibule.portal.contract.RequestStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Walk 4: the owner is reminded once before and once after the time that was promised. */
class RemindersTests extends ScenarioTest {

    @Autowired
    private SlaReminders reminders;

    /** When the clock goes on, the requests of all other tests would be due, too: thousands of mails. */
    @BeforeEach
    void nothingElseIsDue() {
        hubDatabase.sql("delete from hub.sla_reminder").update();
    }

    @Test
    void theOwnerIsRemindedOnceBeforeAndOnceAfterTheBreach() {
        var request = opened(unique("Payroll"));

        clock.set(due(request.id(), "before").plusSeconds(1));
        remindUntilSent(request.number(), "Due soon");
        clock.set(due(request.id(), "breach").plusSeconds(1));
        remindUntilSent(request.number(), "Overdue");
        reminders.sendDue();
        letEverythingSettle();

        assertThat(sent(request.number(), "Due soon")).hasSize(1);
        assertThat(sent(request.number(), "Overdue")).hasSize(1);
    }

    @Test
    void aRequestThatWaitsForTheClientRemindsNobody() {
        var request = opened(unique("Question"));
        Instant breach = due(request.id(), "breach");
        firm.people().changeStatus(request.id(), RequestStatus.WAITING_ON_CLIENT);
        await().atMost(PATIENCE).until(() -> dueOf(request.id(), "breach").isEmpty());

        clock.set(breach.plus(Duration.ofDays(30)));
        reminders.sendDue();
        letEverythingSettle();

        assertThat(sent(request.number(), "Overdue")).isEmpty();
    }

    /** As the schedule does: a reminder waits while news of its request is still being handled. */
    private void remindUntilSent(String number, String start) {
        await().atMost(PATIENCE).until(() -> {
            reminders.sendDue();
            return !sent(number, start).isEmpty();
        });
    }

    /** A request that came by mail, once its clocks run. */
    private PortalLook.Request opened(String subject) {
        mails.send(firm.mailFrom(firm.client(), subject).text("Please call me."));
        var request = eventually(() -> portal.request(subject));
        await().atMost(PATIENCE).until(() -> dueOf(request.id(), "breach").isPresent());
        return request;
    }

    private Instant due(UUID request, String kind) {
        return dueOf(request, kind).orElseThrow();
    }

    /** When the reminder about the first answer is due; empty while its clock doesn't run. */
    private Optional<Instant> dueOf(UUID request, String kind) {
        return hubDatabase
                .sql("""
                        select due_at from hub.sla_reminder
                        where request_id = ? and metric = 'first-response' and kind = ? and due_at is not null
                        """)
                .params(request.toString(), kind)
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .optional();
    }

    /** Subjects of the mails to the owner about this request and promise of a first answer. */
    private List<String> sent(String number, String start) {
        return mails.mailsOf(FirmPeople.OWNER).stream()
                .map(mail -> {
                    try {
                        return Objects.requireNonNullElse(mail.getSubject(), "");
                    } catch (jakarta.mail.MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .filter(subject -> subject.startsWith(start + ": " + number + " "))
                .toList();
    }
}
