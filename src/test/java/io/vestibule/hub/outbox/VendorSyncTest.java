package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.agreement.StatusAgreement;
import io.vestibule.hub.canonical.CanonicalCommand.ChangeRequestStatus;
import io.vestibule.hub.canonical.CanonicalCommand.OpenRequest;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.ObjectLinks;
import io.vestibule.hub.connection.ObjectLinks.ObjectLink;
import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.feed.FeedCatchUp;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.support.SimulatedWorld;
import io.vestibule.support.VestibuleTest;
import io.vestibule.support.vendors.SimulatedHubSpot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A request that is kept as a ticket of a simulated HubSpot, for tests of what travels between the two. */
abstract class VendorSyncTest extends VestibuleTest {

    private static final int MANY = 1000;

    static final String NEW = "1";
    static final String IN_PROGRESS = "3";
    static final String DONE = "4";
    static final StatusTable STAGES = new StatusTable(
            Map.of("1", "new", "2", "waiting-on-client", IN_PROGRESS, "in-progress", DONE, "done"),
            Map.of("new", "1", "waiting-on-client", "2", "in-progress", IN_PROGRESS, "done", DONE));

    @Autowired
    PortalGateway portal;

    @Autowired
    Apps apps;

    @Autowired
    Connections connections;

    @Autowired
    VendorAccounts accounts;

    @Autowired
    ObjectLinks links;

    @Autowired
    StatusAgreement agreement;

    @Autowired
    FeedCatchUp feed;

    @Autowired
    Outbox outbox;

    @Autowired
    Deliveries deliveries;

    @Autowired
    SimulatedHubSpot hubspot;

    /** A request that is kept as a ticket. */
    record Linked(String connection, String ticket, RequestId request) {
        String path() {
            return "/crm/v3/objects/tickets/" + ticket + ".*";
        }
    }

    @BeforeEach
    void startWell() {
        hubspot.forgetFaults();
    }

    Linked linkedAt(String stage) {
        String token = unique("token");
        hubspot.acceptToken(token);
        String connection = connection(token);
        String ticket = hubspot.create(
                "tickets", Map.of("subject", "Printer", "hs_pipeline", "0", "hs_pipeline_stage", stage), Map.of());
        RequestId request = openRequest();
        links.put(
                new ObjectLink(connection, ticket, ObjectRef.request(request), null, "HubSpot ticket " + ticket, null));
        return new Linked(connection, ticket, request);
    }

    String connection(String token) {
        String app = unique("crm");
        AppDraft draft =
                new AppDraft(app, "hubspot", Map.of("clientSecret", SimulatedWorld.HUBSPOT_CLIENT_SECRET), true);
        assertThat(apps.save(draft, null, "test")).isInstanceOf(Change.Saved.class);
        Map<String, String> values = Map.of("portalId", "33", "accessToken", token, "markerProperty", "client_portal");
        ConnectionDraft connection =
                new ConnectionDraft(unique("crm"), app, "33", null, values, Map.of("request", STAGES), true);
        assertThat(connections.save(connection, null, "test")).isInstanceOf(Change.Saved.class);
        return connection.name();
    }

    RequestId openRequest() {
        String key = unique("open");
        UpsertClient client = new UpsertClient(null, unique("Client"), List.of(), null, null, null);
        ClientId clientId = new ClientId(applied(Envelope.of(key + ".1", client)));
        RequestDraft draft = new RequestDraft(
                "Printer", "It is on fire", null, null, List.of(), List.of(), Channel.CRM, RequestStatus.NEW, null);
        Envelope open = Envelope.of(key + ".2", new OpenRequest(clientId, draft))
                .from(new ExternalId(unique("elsewhere"), key), null);
        return new RequestId(applied(open));
    }

    String applied(Envelope envelope) {
        Answer answer = portal.execute(envelope);
        assertThat(answer).isInstanceOf(Answer.Applied.class);
        return ((Answer.Applied) answer).resource().id();
    }

    /** Someone changes it in the portal; returns how many deliveries there are then. */
    int change(Linked linked, RequestStatus status) {
        int before = rows(linked).size();
        Party staff = new Party(Party.Kind.STAFF, null, "Dana", null);
        applied(Envelope.of(unique("change"), new ChangeRequestStatus(linked.request(), status, staff)));
        feed.run();
        await().until(() -> rows(linked).size() == before + 1);
        return before + 1;
    }

    OutboxRow awaitEnd(Linked linked, int number) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> rows(linked).get(number - 1).finishedAt() != null);
        return rows(linked).get(number - 1);
    }

    List<OutboxRow> rows(Linked linked) {
        return deliveries.byObject(ObjectRef.request(linked.request()), Instant.EPOCH, MANY).stream()
                .filter(row -> row.draft().connection().equals(linked.connection()))
                .toList();
    }

    VendorAccount account(Linked linked) {
        return accounts.of(connections.find(linked.connection()).orElseThrow()).orElseThrow();
    }

    PortalGateway.RequestView view(Linked linked) {
        return portal.request(linked.request()).orElseThrow();
    }

    String stage(Linked linked) {
        return hubspot.property("tickets", linked.ticket(), "hs_pipeline_stage");
    }

    int writes(Linked linked) {
        return hubspot.calls("PATCH", linked.path()).size();
    }
}
