package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.agreement.Settlement;
import io.vestibule.hub.agreement.VendorStatus;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.support.vendors.VendorFault;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Statuses of requests on their way to a HubSpot and back, over the running product. */
class VendorSyncTests extends VendorSyncTest {

    @Test
    void oneChangeMakesOneCallAndIsNotedInTheTimeline() {
        Linked linked = linkedAt(NEW);
        OutboxRow sent = awaitEnd(linked, change(linked, RequestStatus.IN_PROGRESS));
        assertThat(sent.state()).isEqualTo(OutboxState.SENT);
        assertThat(stage(linked)).isEqualTo(IN_PROGRESS);
        VendorStatus echo = new VendorStatus(IN_PROGRESS, null, unique("k"), null);
        assertThat(agreement.inbound(account(linked), view(linked), echo))
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
        hubspot.change("tickets", linked.ticket(), "hs_pipeline_stage", DONE);
        Settlement settlement =
                agreement.inbound(account(linked), view(linked), new VendorStatus(DONE, null, unique("key"), null));
        assertThat(settlement).isInstanceOf(Settlement.Changed.class);
        assertThat(view(linked).state().status()).isEqualTo(RequestStatus.DONE);
        feed.run();
        change(linked, RequestStatus.IN_PROGRESS);
        awaitEnd(linked, 1);
        assertThat(rows(linked)).hasSize(1);
        assertThat(writes(linked)).isEqualTo(1);
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
        connections.enable(linked.connection(), true, "test");
        connections.stop(linked.connection(), "stopped by a test");
        change(linked, RequestStatus.IN_PROGRESS);
        change(linked, RequestStatus.DONE);
        await().until(() -> rows(linked).size() == 2);
        connections.recover(linked.connection(), "test");
        OutboxRow newest = awaitEnd(linked, 2);
        assertThat(newest.state()).isEqualTo(OutboxState.SENT);
        assertThat(rows(linked).getFirst().reason()).isEqualTo("superseded");
        assertThat(stage(linked)).isEqualTo(DONE);
        assertThat(writes(linked)).isEqualTo(1);
    }

    @Test
    void aNewerChangeWithoutAStageOfItsOwnSupersedesNone() {
        Linked linked = linkedAt(NEW);
        noStageFor(linked, "waiting-on-client");
        connections.stop(linked.connection(), "stopped by a test");
        change(linked, RequestStatus.IN_PROGRESS);
        change(linked, RequestStatus.WAITING_ON_CLIENT);
        connections.recover(linked.connection(), "test");
        assertThat(awaitEnd(linked, 2).reason()).isEqualTo("no-status-for-it");
        assertThat(rows(linked).getFirst().state()).isEqualTo(OutboxState.SENT);
        assertThat(stage(linked)).isEqualTo(IN_PROGRESS);
    }

    private void noStageFor(Linked linked, String status) {
        Connection present = connections.find(linked.connection()).orElseThrow();
        Map<String, String> out = new HashMap<>(STAGES.out());
        out.remove(status);
        ConnectionDraft draft = new ConnectionDraft(
                present.name(),
                present.app(),
                present.account(),
                present.client(),
                Map.of("portalId", "33", "markerProperty", "client_portal"),
                Map.of("request", new StatusTable(STAGES.in(), out)),
                true);
        assertThat(connections.save(draft, present.version(), "test")).isInstanceOf(Change.Saved.class);
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
        assertThat(connections.find(linked.connection()).orElseThrow().problem())
                .contains("Reconnect it");
        hubspot.forgetFaults();
        connections.recover(linked.connection(), "dana");
        assertThat(awaitEnd(linked, 1).state()).isEqualTo(OutboxState.SENT);
    }

    @Test
    void looksFirstAfterACrashAndDoesNotWriteTwice() {
        Linked linked = linkedAt(NEW);
        connections.stop(linked.connection(), "stopped by a test");
        change(linked, RequestStatus.IN_PROGRESS);
        OutboxRow row = rows(linked).getFirst();
        hubspot.change("tickets", linked.ticket(), "hs_pipeline_stage", IN_PROGRESS); // written just before the crash
        hubDatabase.sql("""
                        update hub.outbox_message set state = 'SENDING', attempts = 1, claim = gen_random_uuid(),
                            lease_until = clock_timestamp() - interval '1 second'
                        where id = :id
                        """).param("id", row.id()).update();
        connections.recover(linked.connection(), "test");
        assertThat(awaitEnd(linked, 1).state()).isEqualTo(OutboxState.NOT_NEEDED);
        assertThat(writes(linked)).isZero();
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
}
