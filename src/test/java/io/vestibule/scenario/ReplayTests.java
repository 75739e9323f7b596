package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.TestMail;
import io.vestibule.support.vendors.SimulatedXero.NewInvoice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What went wrong is put right in the console and replayed there: then it has its effect, once. */
class ReplayTests extends ScenarioTest {

    private static final Map<String, String> STAGES =
            Map.of("1", "new", "2", "waiting-on-client", "3", "in-progress", "4", "done");
    private static final Map<String, String> OUT =
            Map.of("new", "1", "waiting-on-client", "2", "in-progress", "3", "done", "4");

    @AfterEach
    void stagesAsBefore() {
        firm.crmStatuses(STAGES, OUT);
    }

    @Test
    void aMailOfAnUnknownClientIsAppliedByAReplayOnceTheClientExists() {
        var domain = unique("birch") + ".example";
        var subject = unique("We would like to join");
        mails.send(
                TestMail.from("tom@" + domain).to(Firm.MAILBOX).subject(subject).text("Hello"));
        var held = eventually(() -> inbox.with(subject, "HELD"));
        assertThat(held.reason()).isEqualTo("unknown-sender");
        assertThat(portal.request(subject)).isEmpty();

        var admin = signedIn(FirmPeople.OWNER);
        admin.submit(
                admin.get("/console/clients/new"),
                "form[action='/console/clients']",
                Map.of("name", domain, "domains", domain));
        replay(held.id());

        var request = eventually(() -> portal.request(subject));
        assertThat(portal.clientName(request.clientId())).isEqualTo(domain);
        assertThat(request.requester()).isEqualTo("tom@" + domain);
        letEverythingSettle();
        assertThat(portal.countRequests(subject)).isEqualTo(1);
        assertThat(mails.mailsOf("tom@" + domain)).hasSize(1);
    }

    @Test
    void aStageThatTheTableDoesNotKnowIsDeadUntilItDoes() {
        var ticket = openTicket();
        hubSpot.change("tickets", ticket, "hs_pipeline_stage", "77");
        tell(hubSpot.propertyChange("tickets", ticket, "hs_pipeline_stage", "77"));
        var dead = eventually(() -> inbox.with(ticket, "DEAD"));
        assertThat(dead.detail()).contains("77");
        assertThat(status(ticket)).isEqualTo("new");

        firm.crmStatuses(with("77", "in-progress"), OUT);
        replay(dead.id());

        eventually(() -> portal.requestOf(Firm.CRM, ticket)
                .filter(request -> request.status().equals("in-progress")));
        letEverythingSettle();
        assertThat(inbox.with(ticket, "DEAD")).isEmpty();
        assertThat(hubSpot.calls("PATCH", ".*/tickets/" + ticket)).isEmpty();
    }

    @Test
    void aWrongStatusIsCorrectedByAReplayWithTheRightTable() {
        firm.crmStatuses(with("77", "waiting-on-client"), OUT);
        var ticket = openTicket();
        hubSpot.change("tickets", ticket, "hs_pipeline_stage", "77");
        tell(hubSpot.propertyChange("tickets", ticket, "hs_pipeline_stage", "77"));
        var applied = eventually(() -> inbox.all(ticket).stream()
                .filter(message -> status(ticket).equals("waiting-on-client"))
                .findFirst());
        letEverythingSettle();

        firm.crmStatuses(with("77", "in-progress"), OUT);
        replay(applied.id());

        eventually(() -> portal.requestOf(Firm.CRM, ticket)
                .filter(request -> request.status().equals("in-progress")));
        letEverythingSettle();
        assertThat(hubSpot.calls("PATCH", ".*/tickets/" + ticket)).isEmpty();
    }

    @Test
    void anInvoiceThatCouldNotBeReadIsOneInvoiceAfterItIsPutRightAndReplayedTwice() {
        var client = firm.client();
        var number = unique("INV");
        var id = xero.addInvoice(firm.ledger(), draft(client.xeroContact(), number));
        xero.invoice(firm.ledger(), id).put("Status", "NOVELTY");
        assertThat(xero.webhook(xero.invoiceNews(firm.ledger(), "CREATE", id))
                        .sendTo(hook(Firm.XERO_APP))
                        .statusCode())
                .isEqualTo(200);
        var dead = eventually(() -> inbox.with(id, "DEAD"));
        assertThat(dead.reason()).isEqualTo("mapping-failed");
        assertThat(dead.detail()).contains("NOVELTY");
        assertThat(portal.invoice(number)).isEmpty();

        xero.invoice(firm.ledger(), id).put("Status", "AUTHORISED");
        replay(dead.id());
        var invoice = eventually(() -> portal.invoice(number));
        letEverythingSettle();
        replay(dead.id());
        letEverythingSettle();

        assertThat(invoice.status()).isEqualTo("open");
        assertThat(portal.countInvoices(number)).isEqualTo(1);
        assertThat(portal.invoice(number)).contains(invoice);
    }

    /** As an admin does: with the button on the message's page. */
    private void replay(long message) {
        var admin = signedIn(FirmPeople.OWNER);
        admin.submit(admin.get("/console/messages/received/" + message), "form[action$='/replay']", Map.of());
    }

    private static Map<String, String> with(String stage, String status) {
        var stages = new HashMap<>(STAGES);
        stages.put(stage, status);
        return stages;
    }

    private String status(String ticket) {
        return portal.requestOf(Firm.CRM, ticket).orElseThrow().status();
    }

    private static NewInvoice draft(String contact, String number) {
        return new NewInvoice(
                contact, number, new BigDecimal("66.00"), "GBP", LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 15));
    }
}
