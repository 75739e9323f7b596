package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.agreement.Settlement;
import io.vestibule.hub.agreement.StatusAgreement;
import io.vestibule.hub.agreement.VendorStatus;
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
import io.vestibule.support.vendors.VendorFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Statuses of requests on their way to a HubSpot and back, over the running product. */
class VendorSyncTests extends VestibuleTest {

    private static final String NEW = "1";
    private static final String IN_PROGRESS = "3";
    private static final String DONE = "4";
    private static final StatusTable STAGES = new StatusTable(
            Map.of("1", "new", "2", "waiting-on-client", IN_PROGRESS, "in-progress", DONE, "done"),
            Map.of("new", "1", "waiting-on-client", "2", "in-progress", IN_PROGRESS, "done", DONE));

    @Autowired
    private PortalGateway portal;

    @Autowired
    private Apps apps;

    @Autowired
    private Connections connections;

    @Autowired
    private VendorAccounts accounts;

    @Autowired
    private ObjectLinks links;

    @Autowired
    private StatusAgreement agreement;

    @Autowired
    private FeedCatchUp feed;

    @Autowired
    private Outbox outbox;

    @Autowired
    private Deliveries deliveries;

    @Autowired
    private SimulatedHubSpot hubspot;

    /** A request that is kept as a ticket. */
    private record Linked(String connection, String ticket, RequestId request) {
        String path() {
            return "/crm/v3/objects/tickets/" + ticket + ".*";
        }
    }

    @BeforeEach
    void startWell() {
        hubspot.forgetFaults();
    }

    @Test
    void oneChangeMakesOneCallAndIsNotedInTheTimeline() {
        Linked linked = linkedAt(NEW);
        OutboxRow sent = awaitEnd(linked, change(linked, RequestStatus.IN_PROGRESS));
        assertThat(sent.state()).isEqualTo(OutboxState.SENT);
        assertThat(hubspot.property("tickets", linked.ticket, "hs_pipeline_stage"))
                .isEqualTo(IN_PROGRESS);
        assertThat(agreement.inbound(account(linked), view(linked), new VendorStatus(IN_PROGRESS, null, unique("k"))))
                .isEqualTo(new Settlement.Unchanged("in-agreement"));
        assertThat(writes(linked)).isEqualTo(1);
        await().untilAsserted(() -> assertThat(hubDatabase
                        .sql("select coalesce(noted, '') from hub.outbox_message where id = :id")
                        .param("id", sent.id())
                        .query(String.class)
                        .single())
                .isEqualTo("SENT"));
    }

    @Test
    void writesNothingWhenTheVendorsValueAlreadyFits() {
        Linked linked = linkedAt(DONE);
        OutboxRow row = awaitEnd(linked, change(linked, RequestStatus.DONE));
        assertThat(row.state()).isEqualTo(OutboxState.NOT_NEEDED);
        assertThat(row.reason()).isEqualTo("already-there");
        assertThat(writes(linked)).isZero();
    }

    @Test
    void aChangeThatCameFromTheVendorIsNotSentBack() {
        Linked linked = linkedAt(NEW);
        hubspot.change("tickets", linked.ticket, "hs_pipeline_stage", DONE);
        Settlement settlement =
                agreement.inbound(account(linked), view(linked), new VendorStatus(DONE, null, unique("key")));
        assertThat(settlement).isInstanceOf(Settlement.Changed.class);
        assertThat(view(linked).state().status()).isEqualTo(RequestStatus.DONE);
        feed.run();
        change(linked, RequestStatus.IN_PROGRESS);
        awaitEnd(linked, 1);
        assertThat(rows(linked)).hasSize(1);
        assertThat(writes(linked)).isEqualTo(1);
    }

    @Test
    void anUnknownStageSaysWhichAndWhatToDo() {
        Linked linked = linkedAt(NEW);
        Settlement settlement =
                agreement.inbound(account(linked), view(linked), new VendorStatus("77", null, unique("key")));
        assertThat(settlement)
                .isInstanceOfSatisfying(
                        Settlement.Unknown.class,
                        unknown -> assertThat(unknown.detail()).contains("77", linked.connection, "Add it"));
    }

    @Test
    void retriesInOrderAfterTooManyRequestsAnErrorAndABrokenLine() {
        Linked linked = linkedAt(NEW);
        hubspot.planFault(1, linked.path(), new VendorFault.Status(429, Map.of("Retry-After", "1"), "{}"));
        hubspot.planFault(1, linked.path(), new VendorFault.Status(500, Map.of(), "{}"));
        hubspot.planFault(1, linked.path(), new VendorFault.Dropped());
        OutboxRow sent = awaitEnd(linked, change(linked, RequestStatus.IN_PROGRESS));
        assertThat(sent.state()).isEqualTo(OutboxState.SENT);
        List<DeliveryAttempt> attempts = deliveries.attempts(sent.id());
        assertThat(attempts).extracting(DeliveryAttempt::outcome).containsExactly("RETRY", "RETRY", "RETRY", "SENT");
        assertThat(Duration.between(attempts.get(0).startedAt(), attempts.get(1).startedAt()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(writes(linked)).isEqualTo(1);
    }

    @Test
    void onlyTheNewestOfSeveralWaitingChangesIsWritten() {
        Linked linked = linkedAt(NEW);
        connections.enable(linked.connection, true, "test");
        connections.stop(linked.connection, "stopped by a test");
        change(linked, RequestStatus.IN_PROGRESS);
        change(linked, RequestStatus.DONE);
        await().until(() -> rows(linked).size() == 2);
        connections.recover(linked.connection, "test");
        OutboxRow newest = awaitEnd(linked, 2);
        assertThat(newest.state()).isEqualTo(OutboxState.SENT);
        assertThat(rows(linked).getFirst().reason()).isEqualTo("superseded");
        assertThat(hubspot.property("tickets", linked.ticket, "hs_pipeline_stage"))
                .isEqualTo(DONE);
        assertThat(writes(linked)).isEqualTo(1);
    }

    @Test
    void aRefusalIsVisibleWithTheVendorsWordsAndCanBeReplayed() {
        Linked linked = linkedAt(NEW);
        hubspot.planFault(1, linked.path(), new VendorFault.Status(400, Map.of(), "{\"message\":\"Stage is locked\"}"));
        OutboxRow refused = awaitEnd(linked, change(linked, RequestStatus.IN_PROGRESS));
        assertThat(refused.state()).isEqualTo(OutboxState.REFUSED);
        assertThat(refused.words()).contains("Stage is locked");
        assertThat(outbox.replay(refused.id(), "dana")).isTrue();
        await().until(() -> rows(linked).getFirst().state() == OutboxState.SENT);
        assertThat(deliveries.events(refused.id()))
                .singleElement()
                .satisfies(event -> assertThat(event.who()).isEqualTo("dana"));
    }

    @Test
    void refusedCredentialsStopTheConnectionAndKeepItsQueue() {
        Linked linked = linkedAt(NEW);
        hubspot.planFault(3, linked.path(), new VendorFault.Status(401, Map.of(), "{\"message\":\"expired\"}"));
        change(linked, RequestStatus.IN_PROGRESS);
        await().until(() -> rows(linked).getFirst().state() == OutboxState.HELD);
        assertThat(connections.find(linked.connection).orElseThrow().problem()).contains("Reconnect it");
        hubspot.forgetFaults();
        connections.recover(linked.connection, "dana");
        assertThat(awaitEnd(linked, 1).state()).isEqualTo(OutboxState.SENT);
    }

    @Test
    void looksFirstAfterACrashAndDoesNotWriteTwice() {
        Linked linked = linkedAt(NEW);
        connections.stop(linked.connection, "stopped by a test");
        change(linked, RequestStatus.IN_PROGRESS);
        OutboxRow row = rows(linked).getFirst();
        hubspot.change("tickets", linked.ticket, "hs_pipeline_stage", IN_PROGRESS); // written just before the crash
        hubDatabase.sql("""
                        update hub.outbox_message set state = 'SENDING', attempts = 1, claim = gen_random_uuid(),
                            lease_until = clock_timestamp() - interval '1 second'
                        where id = :id
                        """).param("id", row.id()).update();
        connections.recover(linked.connection, "test");
        assertThat(awaitEnd(linked, 1).state()).isEqualTo(OutboxState.NOT_NEEDED);
        assertThat(writes(linked)).isZero();
    }

    @Test
    void aNewerChangeIsNotOverruledByWhatWasWrittenJustBeforeACrash() {
        Linked linked = linkedAt(NEW);
        connections.stop(linked.connection, "stopped by a test");
        change(linked, RequestStatus.IN_PROGRESS);
        OutboxRow row = rows(linked).getFirst();
        hubspot.change("tickets", linked.ticket, "hs_pipeline_stage", IN_PROGRESS);
        hubDatabase.sql("""
                        update hub.outbox_message set state = 'SENDING', attempts = 1, claim = gen_random_uuid(),
                            lease_until = clock_timestamp() - interval '1 second'
                        where id = :id
                        """).param("id", row.id()).update();
        change(linked, RequestStatus.DONE);
        await().until(() -> rows(linked).size() == 2);

        connections.recover(linked.connection, "test");

        assertThat(awaitEnd(linked, 2).state()).isEqualTo(OutboxState.SENT);
        assertThat(hubspot.property("tickets", linked.ticket, "hs_pipeline_stage"))
                .isEqualTo(DONE);
    }

    @Test
    void whenBothSidesChangedTheRecordWinsAndTheConflictIsKept() {
        Linked linked = linkedAt(NEW);
        agreement.settled(account(linked), linked.request, RequestStatus.NEW);
        hubspot.change("tickets", linked.ticket, "hs_pipeline_stage", DONE);
        OutboxRow row = awaitEnd(linked, change(linked, RequestStatus.IN_PROGRESS));
        assertThat(row.state()).isEqualTo(OutboxState.CANCELLED);
        assertThat(row.reason()).isEqualTo("overruled");
        assertThat(view(linked).state().status()).isEqualTo(RequestStatus.DONE);
        assertThat(writes(linked)).isZero();
        assertThat(hubDatabase
                        .sql("select base || ' ' || ours || ' ' || theirs || ' ' || winner from hub.conflict"
                                + " where connection = :connection")
                        .param("connection", linked.connection)
                        .query(String.class)
                        .single())
                .isEqualTo("new in-progress 4 record");
    }

    @Test
    void aDeadAndASlowConnectionDoNotDelayAThird() {
        Linked dead = linkedAt(NEW);
        Linked slow = linkedAt(NEW);
        Linked quick = linkedAt(NEW);
        hubspot.planFault(20, dead.path(), new VendorFault.Dropped());
        hubspot.planFault(1, slow.path(), new VendorFault.Hang(Duration.ofSeconds(8)));
        change(dead, RequestStatus.IN_PROGRESS);
        change(slow, RequestStatus.IN_PROGRESS);
        change(quick, RequestStatus.IN_PROGRESS);
        await().atMost(Duration.ofSeconds(5)).until(() -> rows(quick).getFirst().state() == OutboxState.SENT);
        assertThat(rows(slow).getFirst().finishedAt()).isNull();
        assertThat(awaitEnd(slow, 1).state()).isEqualTo(OutboxState.SENT);
    }

    private Linked linkedAt(String stage) {
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

    private String connection(String token) {
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

    private RequestId openRequest() {
        String key = unique("open");
        UpsertClient client = new UpsertClient(null, unique("Client"), List.of(), null, null, null);
        ClientId clientId = new ClientId(applied(Envelope.of(key + ".1", client)));
        RequestDraft draft = new RequestDraft(
                "Printer", "It is on fire", null, null, List.of(), List.of(), Channel.CRM, RequestStatus.NEW, null);
        Envelope open = Envelope.of(key + ".2", new OpenRequest(clientId, draft))
                .from(new ExternalId(unique("elsewhere"), key), null);
        return new RequestId(applied(open));
    }

    private String applied(Envelope envelope) {
        Answer answer = portal.execute(envelope);
        assertThat(answer).isInstanceOf(Answer.Applied.class);
        return ((Answer.Applied) answer).resource().id();
    }

    /** Someone changes it in the portal; returns how many deliveries there are then. */
    private int change(Linked linked, RequestStatus status) {
        int before = rows(linked).size();
        Party staff = new Party(Party.Kind.STAFF, null, "Dana", null);
        applied(Envelope.of(unique("change"), new ChangeRequestStatus(linked.request, status, staff)));
        feed.run();
        await().until(() -> rows(linked).size() == before + 1);
        return before + 1;
    }

    private OutboxRow awaitEnd(Linked linked, int number) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> rows(linked).get(number - 1).finishedAt() != null);
        return rows(linked).get(number - 1);
    }

    private List<OutboxRow> rows(Linked linked) {
        return deliveries.byObject(ObjectRef.request(linked.request)).stream()
                .filter(row -> row.draft().connection().equals(linked.connection))
                .toList();
    }

    private VendorAccount account(Linked linked) {
        return accounts.of(connections.find(linked.connection).orElseThrow()).orElseThrow();
    }

    private PortalGateway.RequestView view(Linked linked) {
        return portal.request(linked.request).orElseThrow();
    }

    private int writes(Linked linked) {
        return hubspot.calls("PATCH", linked.path()).size();
    }
}
