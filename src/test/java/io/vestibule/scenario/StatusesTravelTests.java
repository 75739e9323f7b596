package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.support.vendors.VendorFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Walk 3: a status changes in the portal or in the CRM, and the other side follows without an echo. */
class StatusesTravelTests extends ScenarioTest {

    @Test
    void aMarkedTicketBecomesARequestOfTheLinkedClient() {
        var client = firm.client();
        var subject = unique("Onboarding");
        var ticket = ticket(client, subject);

        tell(ticket);

        var request = eventually(() -> portal.request(subject));
        assertThat(request.clientId()).isEqualTo(client.id());
        assertThat(request.status()).isEqualTo("new");
    }

    @Test
    void anUnmarkedTicketLeavesNoTraceInThePortal() {
        var subject = unique("Inside matter");
        var ticket = hubSpot.create(
                "tickets",
                Map.of("subject", subject, "content", "secret", "hs_pipeline", "0", "hs_pipeline_stage", "1"),
                Map.of("companies", List.of(firm.client().company())));

        tell(ticket);

        eventually(() -> inbox.with("\"objectId\":" + ticket, "IGNORED"));
        assertThat(portal.request(subject)).isEmpty();
    }

    @Test
    void aStageChangeInTheCrmChangesTheRequestAndIsNotWrittenBack() {
        var ticket = openTicket();
        hubSpot.forgetCalls();

        hubSpot.change("tickets", ticket, "hs_pipeline_stage", "3");
        tellStage(ticket, "3");

        eventually(() -> portal.requestOf(Firm.CRM, ticket)
                .filter(request -> request.status().equals("in-progress")));
        letEverythingSettle();
        assertThat(patches(ticket)).isEmpty();
    }

    @Test
    void aStatusChangeInThePortalIsWrittenOnceAndItsEchoIsIgnored() {
        var ticket = openTicket();
        var request = portal.requestOf(Firm.CRM, ticket).orElseThrow();

        firm.people().changeStatus(request.id(), RequestStatus.IN_PROGRESS);
        await().atMost(PATIENCE)
                .until(() ->
                        hubSpot.property("tickets", ticket, "hs_pipeline_stage").equals("3"));
        tellStage(ticket, "3");
        letEverythingSettle();

        assertThat(patches(ticket)).hasSize(1);
        assertThat(portal.requestOf(Firm.CRM, ticket).orElseThrow().status()).isEqualTo("in-progress");
    }

    @Test
    void nothingIsWrittenWhenTheVendorsValueFitsAlready() {
        var ticket = openTicket();
        var request = portal.requestOf(Firm.CRM, ticket).orElseThrow();
        hubSpot.change("tickets", ticket, "hs_pipeline_stage", "3");

        firm.people().changeStatus(request.id(), RequestStatus.IN_PROGRESS);
        letEverythingSettle();

        assertThat(patches(ticket)).isEmpty();
    }

    @Test
    void aVendorThatFailsGetsTheChangeLaterAndInOrder() {
        var ticket = openTicket();
        var request = portal.requestOf(Firm.CRM, ticket).orElseThrow();
        hubSpot.planFault(1, ".*/tickets/" + ticket, new VendorFault.Status(429, Map.of("Retry-After", "1"), "{}"));
        hubSpot.planFault(1, ".*/tickets/" + ticket, new VendorFault.Status(500, Map.of(), "{}"));
        hubSpot.planFault(1, ".*/tickets/" + ticket, new VendorFault.Dropped());

        firm.people().changeStatus(request.id(), RequestStatus.IN_PROGRESS);
        firm.people().changeStatus(request.id(), RequestStatus.DONE);

        await().atMost(PATIENCE.multipliedBy(2))
                .until(() ->
                        hubSpot.property("tickets", ticket, "hs_pipeline_stage").equals("4"));
    }

    @Test
    void aMergedRequestClosesItsTicketAndTellsItsNewsWhereItGoesOn() {
        var ticket = openTicket();
        var request = portal.requestOf(Firm.CRM, ticket).orElseThrow();
        var other = firm.people().open(request.clientId(), unique("The same"));

        firm.people().merge(request.id(), portal.numberOf(other));
        await().atMost(PATIENCE)
                .until(() ->
                        hubSpot.property("tickets", ticket, "hs_pipeline_stage").equals("4"));
        tellStage(ticket, "4");
        letEverythingSettle();
        assertThat(portal.comment(other, "which goes on here")).isEmpty();

        hubSpot.change("tickets", ticket, "hs_pipeline_stage", "3");
        tellStage(ticket, "3");

        assertThat(eventually(() -> portal.comment(other, "which goes on here, is in progress there"))
                        .visibility())
                .isEqualTo("internal");
        letEverythingSettle();
        assertThat(portal.requestOf(Firm.CRM, ticket).orElseThrow().status()).isEqualTo("done");
        assertThat(hubSpot.property("tickets", ticket, "hs_pipeline_stage")).isEqualTo("3");
    }

    private void tellStage(String ticket, String stage) {
        tell(hubSpot.propertyChange("tickets", ticket, "hs_pipeline_stage", stage));
    }

    private List<?> patches(String ticket) {
        return hubSpot.calls("PATCH", ".*/tickets/" + ticket);
    }
}
