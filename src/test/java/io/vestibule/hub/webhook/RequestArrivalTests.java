package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.hub.canonical.CanonicalCommand.ChangeRequestStatus;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.connection.ObjectLinks;
import io.vestibule.hub.feed.FeedCatchUp;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.support.SimulatedWorld;
import io.vestibule.support.vendors.SimulatedHubSpot;
import io.vestibule.support.vendors.VendorFault;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RequestArrivalTests extends WebhookTest {

    @Autowired
    private SimulatedHubSpot hubspot;

    @Autowired
    private ObjectLinks objectLinks;

    @Autowired
    private Links links;

    @Autowired
    private FeedCatchUp feed;

    @Test
    void opensARequestForAMarkedTicketAndLinksBoth() {
        ClientId client = newClient(app);
        newCrm(client);
        String ticket = ticket(Map.of("show_in_portal", "true"));

        InboxRow row = tell(hubspot.event("tickets", ticket, "creation"));

        assertThat(row.state()).isEqualTo(InboxState.APPLIED);
        RequestView request = requestOf(ticket);
        assertThat(request.state().subject()).isEqualTo("Payroll question");
        assertThat(request.state().clientId()).isEqualTo(client);
        assertThat(objectLinks.of(ObjectRef.request(request.state().id())))
                .singleElement()
                .satisfies(link -> {
                    assertThat(link.externalId()).isEqualTo(ticket);
                    assertThat(link.label()).isEqualTo("HubSpot ticket " + ticket);
                });
    }

    @Test
    void leavesNoTraceOfAnUnmarkedTicket() {
        newCrm(newClient(app));
        String ticket = ticket(Map.of());

        InboxRow row = tell(hubspot.event("tickets", ticket, "creation"));

        assertThat(row.state()).isEqualTo(InboxState.IGNORED);
        assertThat(row.reason()).isEqualTo("not-marked");
        assertThat(portal.requestByOrigin(new ExternalId(app, ticket))).isEmpty();
    }

    @Test
    void revisesTitleAndTextAndCarriesTheStatusOver() {
        newCrm(newClient(app));
        String ticket = ticket(Map.of("show_in_portal", "true"));
        tell(hubspot.event("tickets", ticket, "creation"));

        hubspot.change("tickets", ticket, "subject", "Payroll question, urgent");
        hubspot.change("tickets", ticket, "hs_pipeline_stage", "3");
        InboxRow row = tell(hubspot.propertyChange("tickets", ticket, "hs_pipeline_stage", "3"));

        assertThat(row.state()).isEqualTo(InboxState.APPLIED);
        assertThat(requestOf(ticket).state().subject()).isEqualTo("Payroll question, urgent");
        assertThat(requestOf(ticket).state().status()).isEqualTo(RequestStatus.IN_PROGRESS);
    }

    @Test
    void changesNothingWhenTheSameRecordIsToldTwice() {
        newCrm(newClient(app));
        String ticket = ticket(Map.of("show_in_portal", "true"));
        tell(hubspot.event("tickets", ticket, "creation"));
        long version = requestOf(ticket).state().version();

        InboxRow row = tell(hubspot.propertyChange("tickets", ticket, "content", "as it is"));

        assertThat(row.reason()).isEqualTo("nothing-new");
        assertThat(requestOf(ticket).state().version()).isEqualTo(version);
    }

    @Test
    void neverMovesARequestToAnotherClientWithItsRecord() {
        ClientId first = newClient(app + " one");
        ClientId second = newClient(app + " two");
        newCrm(null);
        String company = unique("company");
        links.put(new Links.Key(app, "company", company), null, first, new Links.By("Olga", company));
        String ticket = ticketOf(company);
        assertThat(tell(hubspot.event("tickets", ticket, "creation")).state()).isEqualTo(InboxState.APPLIED);

        links.put(new Links.Key(app, "company", company), first, second, new Links.By("Olga", company));
        hubspot.change("tickets", ticket, "content", "A secret of the second client");
        InboxRow row = tell(hubspot.propertyChange("tickets", ticket, "content", "A secret of the second client"));

        assertThat(row.state()).isEqualTo(InboxState.REFUSED);
        assertThat(row.reason()).isEqualTo("belongs-to-another-client");
        assertThat(row.objectId())
                .as("what stood in its way")
                .isEqualTo(requestOf(ticket).state().id().value());
        assertThat(requestOf(ticket).text()).doesNotContain("secret");
    }

    @Test
    void suggestsTheClientThatTheUnlinkedCompanyIsCalledLike() {
        ClientId client = newClient(app);
        namesAreReadAnew();
        newCrm(null);
        String company = hubspot.create("companies", Map.of("name", app + " Ltd"), Map.of());

        InboxRow row = tell(hubspot.event("tickets", ticketOf(company), "creation"));

        assertThat(row.state()).isEqualTo(InboxState.HELD);
        assertThat(row.detail()).contains(app + " Ltd");
        assertThat(row.suggestions())
                .anySatisfy(suggestion -> assertThat(suggestion.clientId()).isEqualTo(client.value()));
    }

    @Test
    void aCompanyKeepsItsNameWhenTheVendorCantTellItLater() {
        newCrm(null);
        String company = hubspot.create("companies", Map.of("name", app + " Ltd"), Map.of());
        tell(hubspot.event("tickets", ticketOf(company), "creation"));
        String second = ticketOf(company);
        hubspot.planFault(1, ".*/companies/" + company + ".*", new VendorFault.Status(500, Map.of(), "{}"));

        InboxRow row = tell(hubspot.event("tickets", second, "creation"));

        assertThat(row.state()).isEqualTo(InboxState.HELD);
        assertThat(row.detail()).contains("Company " + app + " Ltd of");
        assertThat(links.look(new Links.Key(app, "company", company))
                        .orElseThrow()
                        .label())
                .isEqualTo(app + " Ltd");
    }

    @Test
    void namesThePersonOfATicketWithoutCompany() {
        newCrm(null);
        String contact = hubspot.create(
                "contacts", Map.of("firstname", "Tom", "lastname", "Reed", "email", "tom@reed.example"), Map.of());
        String ticket =
                hubspot.create("tickets", with(Map.of("show_in_portal", "true")), Map.of("contacts", List.of(contact)));

        InboxRow row = tell(hubspot.event("tickets", ticket, "creation"));

        assertThat(row.detail()).contains("Contact Tom Reed (tom@reed.example)");
    }

    @Test
    void holdsATicketOfAnUnlinkedCompany() {
        newCrm(null);

        InboxRow row = tell(hubspot.event("tickets", ticketOf("4711"), "creation"));

        assertThat(row.state()).isEqualTo(InboxState.HELD);
        assertThat(row.holdKey()).isEqualTo("link:" + app + ":company:4711");
    }

    @Test
    void doesEverythingOnceWhenKilledBetweenItsTwoCommands() {
        newCrm(newClient(app));
        String ticket = ticket(Map.of("show_in_portal", "true"));
        InboxRow row = tell(hubspot.event("tickets", ticket, "creation"));
        RequestView opened = requestOf(ticket);

        // As a kill leaves it: the request is open, its link not made, the row still claimed by nobody alive
        hubDatabase
                .sql("delete from hub.object_link where connection = ?")
                .param(app)
                .update();
        asKilledBeforeItsEndWasRecorded(row);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                objectLinks.of(ObjectRef.request(opened.state().id())))
                        .hasSize(1));
        inState(row.id(), InboxState.APPLIED);
        assertThat(requestOf(ticket)).isEqualTo(opened);
    }

    /** A crash of the database forgets that the message was begun before. */
    @Test
    void newsThatOpenedItsRequestIsAppliedAlsoWhenNothingButTheRequestTellsSo() {
        newCrm(newClient(app));
        String ticket = ticket(Map.of("show_in_portal", "true"));
        InboxRow row = tell(hubspot.event("tickets", ticket, "creation"));
        inState(row.id(), InboxState.APPLIED);
        hubDatabase
                .sql("update hub.inbox_message set attempts = 0 where id = ?")
                .param(row.id())
                .update();
        asKilledBeforeItsEndWasRecorded(row);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> rows.find(row.id()).orElseThrow(), now -> !now.open() && now.attempts() == 1);
        assertThat(rows.find(row.id()).orElseThrow().state()).isEqualTo(InboxState.APPLIED);
    }

    @Test
    void takesTheNewestContentWhenTheTicketChangedAfterAKill() {
        newCrm(newClient(app));
        String ticket = ticket(Map.of("show_in_portal", "true"));
        InboxRow row = tell(hubspot.event("tickets", ticket, "creation"));
        hubspot.change("tickets", ticket, "subject", "Payroll question, urgent");
        hubspot.change("tickets", ticket, "hs_pipeline_stage", "3");
        asKilledBeforeItsEndWasRecorded(row);
        inState(row.id(), InboxState.APPLIED);
        hubspot.change("tickets", ticket, "subject", "Payroll question, answered");
        hubspot.change("tickets", ticket, "hs_pipeline_stage", "4");
        asKilledBeforeItsEndWasRecorded(row);

        inState(row.id(), InboxState.APPLIED);
        assertThat(requestOf(ticket).state().subject()).isEqualTo("Payroll question, answered");
        assertThat(requestOf(ticket).state().status()).isEqualTo(RequestStatus.DONE);
    }

    @Test
    void aRecordThatWasFetchedBeforeOurWriteIsFetchedAnew() {
        newCrm(newClient(app));
        String ticket = ticket(Map.of("show_in_portal", "true"));
        tell(hubspot.event("tickets", ticket, "creation"));
        String call = ".*/tickets/" + ticket;
        int fetches = hubspot.calls("GET", call).size();
        hubspot.planFault(1, call, new VendorFault.Late(Duration.ofSeconds(5)));
        InboxRow news = send(hubspot.propertyChange("tickets", ticket, "content", "as it is"));
        await().until(() -> hubspot.calls("GET", call).size() > fetches);

        done(ticket);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        hubspot.property("tickets", ticket, "hs_pipeline_stage").equals("4"));

        ended(news.account(), news.externalId());
        assertThat(requestOf(ticket).state().status()).isEqualTo(RequestStatus.DONE);
    }

    /** Somebody of the firm changes it in the portal. */
    private void done(String ticket) {
        Party staff = new Party(Party.Kind.STAFF, null, "Dana", null);
        RequestId request = requestOf(ticket).state().id();
        portal.execute(Envelope.of(unique("test"), new ChangeRequestStatus(request, RequestStatus.DONE, staff)));
        feed.run();
    }

    private void newCrm(@Nullable ClientId client) {
        String token = unique("token");
        hubspot.acceptToken(token);
        newApp("hubspot", Map.of("clientSecret", SimulatedWorld.HUBSPOT_CLIENT_SECRET));
        Map<String, String> values = Map.of(
                "portalId",
                Long.toString(hubspot.portalId()),
                "accessToken",
                token,
                "markerProperty",
                "show_in_portal");
        newConnection(app, "", client, values);
    }

    private String ticket(Map<String, String> properties) {
        return hubspot.create("tickets", with(properties), Map.of());
    }

    /** A marked ticket of this company. */
    private String ticketOf(String company) {
        return hubspot.create("tickets", with(Map.of("show_in_portal", "true")), Map.of("companies", List.of(company)));
    }

    private static Map<String, String> with(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("subject", "Payroll question");
        all.put("content", "How do we book the bonus?");
        all.put("hs_pipeline", "0");
        all.put("hs_pipeline_stage", "1");
        return all;
    }

    /** Sends the event as HubSpot would and waits for its end. */
    private InboxRow tell(ObjectNode event) {
        InboxRow newest = send(event);
        return ended(newest.account(), newest.externalId());
    }

    private InboxRow send(ObjectNode event) {
        URI asHubSpotKnowsIt = URI.create(address.of("/hooks/" + app));
        int before = rowsOfApp().size();
        assertThat(hubspot.webhook(asHubSpotKnowsIt, event).sendTo(hook()).statusCode())
                .isEqualTo(204);
        assertThat(rowsOfApp()).hasSize(before + 1);
        return rowsOfApp().getFirst();
    }

    private RequestView requestOf(String ticket) {
        return portal.requestByOrigin(new ExternalId(app, ticket)).orElseThrow();
    }
}
