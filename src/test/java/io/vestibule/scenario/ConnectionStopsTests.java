package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.outbox.Delinquency;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.support.vendors.VendorFault;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A vendor that fails for ten minutes: the admins are mailed once, the console says the same, and once when it is well. */
class ConnectionStopsTests extends ScenarioTest {

    private static final String STOPPED = "Connection " + Firm.CRM + " has stopped";
    private static final String WELL = "Connection " + Firm.CRM + " is well again";

    @Autowired
    private Delinquency delinquency;

    @AfterEach
    void theVendorIsWell() {
        hubSpot.forgetFaults();
    }

    @Test
    void adminsAreMailedOnceAndTheHealthPageSaysTheSameUntilItIsWell() throws Exception {
        var ticket = openTicket();
        var request = portal.requestOf(Firm.CRM, ticket).orElseThrow();
        hubSpot.planFault(1_000, ".*/tickets/" + ticket, new VendorFault.Status(503, Map.of(), "{}"));
        firm.people().changeStatus(request.id(), RequestStatus.IN_PROGRESS);
        await().atMost(PATIENCE).until(() -> failures() > 0);

        elevenMinutesPass();
        await().atMost(PATIENCE).until(() -> {
            delinquency.run();
            return !alerts(STOPPED).isEmpty();
        });

        String page = healthPage();
        assertThat(page).contains(STOPPED);
        assertThat(page).contains(firstSentence(alerts(STOPPED).getFirst()));
        assertThat(page).contains("Check that it is up, and its settings in the console");

        hubSpot.forgetFaults();
        tryAgainNow();
        await().atMost(PATIENCE)
                .until(() ->
                        hubSpot.property("tickets", ticket, "hs_pipeline_stage").equals("3"));
        await().atMost(PATIENCE).until(() -> {
            delinquency.run();
            return !alerts(WELL).isEmpty();
        });
        delinquency.run();
        letEverythingSettle();

        assertThat(alerts(STOPPED)).hasSize(1);
        assertThat(alerts(WELL)).hasSize(1);
        assertThat(healthPage()).doesNotContain(STOPPED);
    }

    @Test
    void aVendorThatDoesNotAnswerIsLeftAloneAndGoesOnWhenAnAdminTriesIt() {
        var tickets = openTickets(6);
        hubSpot.planFault(10_000, ".*/tickets/.*", new VendorFault.Status(503, Map.of(), "{}"));
        tickets.forEach(ticket -> firm.people()
                .changeStatus(portal.requestOf(Firm.CRM, ticket).orElseThrow().id(), RequestStatus.IN_PROGRESS));
        await().atMost(PATIENCE).until(this::leftAlone);

        tell(hubSpot.propertyChange("tickets", tickets.getFirst(), "subject", "Other words"));
        eventually(() -> inbox.with(tickets.getFirst(), "RETRY")
                .filter(message -> "vendor-left-alone".equals(message.reason())));
        var admin = signedIn(FirmPeople.OWNER);
        var page = admin.get("/console");
        assertThat(page.select("main").text())
                .contains("Connection " + Firm.CRM + " does not answer since", "wait; next try in");

        hubSpot.forgetFaults();
        admin.submit(page, "form[action$='/next-try']", Map.of());

        for (String ticket : tickets) {
            await().atMost(PATIENCE)
                    .until(() -> hubSpot.property("tickets", ticket, "hs_pipeline_stage")
                            .equals("3"));
        }
        assertThat(leftAlone()).isFalse();
        letEverythingSettle();
        assertThat(inbox.with(tickets.getFirst(), "RETRY")).isEmpty();
    }

    private boolean leftAlone() {
        return hubDatabase
                .sql(
                        "select exists (select 1 from hub.failing_connection where connection = ? and opened_at is not null)")
                .param(Firm.CRM)
                .query(Boolean.class)
                .single();
    }

    private int failures() {
        return hubDatabase
                .sql("select coalesce(max(failures), 0) from hub.failing_connection where connection = ?")
                .param(Firm.CRM)
                .query(Integer.class)
                .single();
    }

    private void elevenMinutesPass() {
        hubDatabase.sql("""
                        update hub.failing_connection set failing_since = failing_since - interval '11 minutes'
                        where connection = ?
                        """).param(Firm.CRM).update();
    }

    /** The five minutes between two tries of a paused queue are over, and the row's own pause. */
    private void tryAgainNow() {
        hubDatabase
                .sql("update hub.failing_connection set probe_at = null where connection = ?")
                .param(Firm.CRM)
                .update();
        hubDatabase
                .sql(
                        "update hub.outbox_message set due_at = clock_timestamp() where connection = ? and state = 'RETRY'")
                .param(Firm.CRM)
                .update();
    }

    private String healthPage() {
        var page = signedIn(FirmPeople.OWNER).get("/console");
        return page.select("main").text();
    }

    private List<MimeMessage> alerts(String subject) {
        return mails.mailsOf(FirmPeople.OWNER).stream()
                .filter(mail -> subjectOf(mail).equals(subject))
                .toList();
    }

    /** Of what the mail quotes from the console. */
    private static String firstSentence(MimeMessage mail) {
        var words = textOf(mail).replaceAll("\\s+", " ").strip();
        var said = "The console says: ";
        assertThat(words).contains(said);
        return words.substring(words.indexOf(said) + said.length(), words.indexOf(" ("));
    }

    private static String subjectOf(MimeMessage mail) {
        try {
            return Objects.requireNonNullElse(mail.getSubject(), "");
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
