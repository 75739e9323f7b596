package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.agreement.Conflicts;
import io.vestibule.hub.agreement.Conflicts.Met;
import io.vestibule.hub.agreement.Settlement;
import io.vestibule.hub.agreement.VendorStatus;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.gateway.CanonicalJson;
import io.vestibule.hub.mapping.Mappings;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.vendors.VendorFault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Whose status stays when both sides have one of their own, and what is no change of theirs at all. */
class StatusOfBothSidesTests extends VendorSyncTest {

    private static final String WAITING = "2";

    /** Long enough for all that is done meanwhile, and shorter than the hub waits for an answer. */
    private static final Duration LATE = Duration.ofSeconds(4);

    @Autowired
    Conflicts conflicts;

    @Autowired
    ApplicationContext context;

    @Test
    void whatWasWrittenWithoutAnAnswerIsNotTakenForTheVendorsOwnChange() {
        Linked linked = linkedAt(NEW);
        agreement.settled(account(linked), linked.request(), RequestStatus.NEW);
        hubspot.planFault(1, linked.path(), new VendorFault.Late(Duration.ZERO)); // the look at the record
        hubspot.planFault(1, linked.path(), new VendorFault.Unanswered());
        change(linked, RequestStatus.IN_PROGRESS);
        await().until(() -> stage(linked).equals(IN_PROGRESS));
        connections.stop(linked.connection(), "stopped by a test");
        change(linked, RequestStatus.DONE);

        VendorStatus ofOurWrite = new VendorStatus(IN_PROGRESS, null, unique("news of our own write"), null);
        Settlement news = agreement.inbound(account(linked), view(linked), ofOurWrite);

        assertThat(news).isEqualTo(new Settlement.Unchanged("ours-is-newer"));
        connections.recover(linked.connection(), "test");
        assertThat(awaitEnd(linked, 2).state()).isEqualTo(OutboxState.SENT);
        assertThat(stage(linked)).isEqualTo(DONE);
        assertThat(view(linked).state().status()).isEqualTo(RequestStatus.DONE);
    }

    @Test
    void aStageThatTheTableDoesNotKnowIsNotWrittenOver() {
        Linked linked = linkedAt("77");

        OutboxRow row = awaitEnd(linked, change(linked, RequestStatus.IN_PROGRESS));

        assertThat(row.state()).isEqualTo(OutboxState.REFUSED);
        assertThat(row.reason()).isEqualTo("unknown-vendor-status");
        assertThat(row.words()).contains("77", linked.connection(), "Add it");
        assertThat(writes(linked)).isZero();
    }

    @Test
    void whileAConnectorsFileHasAFaultTheQueuesOfItsConnectionsGoOnGrowing(@TempDir Path noConnectors) {
        Linked linked = linkedAt(NEW);
        OutboxRow row = awaitEnd(linked, change(linked, RequestStatus.IN_PROGRESS));
        FeedEvent event = CanonicalJson.feedEvent(row.draft().body());

        VendorSubscription now =
                new VendorSubscription(connections, new ConnectorCatalog(new Mappings(), noConnectors), links);

        assertThat(now.concerns(event.event())).isTrue();
        assertThat(now.draftsFor(event)).extracting(OutboxDraft::connection).containsExactly(linked.connection());
    }

    @Test
    void whenBothSidesChangedTheRecordWinsAndTheConflictIsKept() {
        Linked linked = linkedAt(NEW);
        agreement.settled(account(linked), linked.request(), RequestStatus.NEW);
        hubspot.change("tickets", linked.ticket(), "hs_pipeline_stage", DONE);
        OutboxRow row = awaitEnd(linked, change(linked, RequestStatus.IN_PROGRESS));
        assertThat(row.state()).isEqualTo(OutboxState.CANCELLED);
        assertThat(row.reason()).isEqualTo("overruled");
        assertThat(view(linked).state().status()).isEqualTo(RequestStatus.DONE);
        assertThat(writes(linked)).isZero();
        assertThat(conflicts.ofSent(row.id()))
                .extracting(Met::connection, Met::base, Met::ours, Met::theirs, Met::recordWon)
                .containsExactly(tuple(linked.connection(), "new", "in-progress", DONE, true));
        Cast cast = new Cast(context, browser());
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        assertThat(staff.get("/console/messages/sent/" + row.id()).text())
                .contains(
                        "both sides had changed the status", "The portal had “In progress” now", "so its value stayed");
    }

    @Test
    void aConflictIsFoundByTheNewsThatMetIt() {
        Linked linked = linkedAt(NEW);
        agreement.settled(account(linked), linked.request(), RequestStatus.NEW);
        connections.stop(linked.connection(), "stopped by a test");
        change(linked, RequestStatus.IN_PROGRESS);

        VendorStatus theirs = new VendorStatus(DONE, null, "9000000000000012.7.r1", null);
        agreement.inbound(account(linked), view(linked), theirs);

        assertThat(conflicts.ofReceived(9_000_000_000_000_012L))
                .extracting(Met::connection)
                .containsExactly(linked.connection());
        assertThat(conflicts.ofReceived(900_000_000_000_001L)).isEmpty();
        assertThat(conflicts.ofSent(9_000_000_000_000_012L)).isEmpty();
    }

    @Test
    void aNewerChangeIsNotOverruledByWhatWasWrittenJustBeforeACrash() {
        Linked linked = linkedAt(NEW);
        connections.stop(linked.connection(), "stopped by a test");
        change(linked, RequestStatus.IN_PROGRESS);
        OutboxRow row = rows(linked).getFirst();
        hubspot.change("tickets", linked.ticket(), "hs_pipeline_stage", IN_PROGRESS);
        hubDatabase.sql("""
                        update hub.outbox_message set state = 'SENDING', attempts = 1, claim = gen_random_uuid(),
                            lease_until = clock_timestamp() - interval '1 second'
                        where id = :id
                        """).param("id", row.id()).update();
        change(linked, RequestStatus.DONE);
        await().until(() -> rows(linked).size() == 2);

        connections.recover(linked.connection(), "test");

        assertThat(awaitEnd(linked, 2).state()).isEqualTo(OutboxState.SENT);
        assertThat(stage(linked)).isEqualTo(DONE);
    }

    @Test
    void anAnswerThatComesLateDoesNotUndoWhatWasAgreedSince() {
        Linked linked = linkedAt(NEW);
        agreement.settled(account(linked), linked.request(), RequestStatus.NEW);
        hubspot.planFault(1, linked.path(), new VendorFault.Late(Duration.ZERO)); // the look at the record
        hubspot.planFault(1, linked.path(), new VendorFault.Late(LATE));
        change(linked, RequestStatus.DONE);
        await().until(() -> stage(linked).equals(DONE));

        movedAtTheVendor(linked, IN_PROGRESS);
        assertThat(awaitEnd(linked, 1).state()).isEqualTo(OutboxState.SENT);

        OutboxRow next = awaitEnd(linked, change(linked, RequestStatus.WAITING_ON_CLIENT));
        assertThat(next.state()).isEqualTo(OutboxState.SENT);
        assertThat(stage(linked)).isEqualTo(WAITING);
    }

    @Test
    void aRecordThatWasSeenAsWantedButHasMovedOnIsAgreedAsItIsNow() {
        Linked linked = linkedAt(DONE);
        agreement.settled(account(linked), linked.request(), RequestStatus.NEW);
        hubspot.planFault(1, linked.path(), new VendorFault.Late(LATE));
        change(linked, RequestStatus.DONE);
        await().until(() -> !hubspot.calls("GET", linked.path()).isEmpty());

        movedAtTheVendor(linked, IN_PROGRESS);
        assertThat(awaitEnd(linked, 1).state()).isEqualTo(OutboxState.NOT_NEEDED);

        OutboxRow next = awaitEnd(linked, change(linked, RequestStatus.WAITING_ON_CLIENT));
        assertThat(next.state()).isEqualTo(OutboxState.SENT);
        assertThat(stage(linked)).isEqualTo(WAITING);
    }

    @Test
    void aStatusThatADeliveryReadBeforeAnotherWasAgreedIsNotBroughtIn() {
        Linked linked = linkedAt(WAITING);
        agreement.settled(account(linked), linked.request(), RequestStatus.NEW);
        hubspot.planFault(1, linked.path(), new VendorFault.Late(LATE));
        change(linked, RequestStatus.DONE);
        await().until(() -> !hubspot.calls("GET", linked.path()).isEmpty());

        movedAtTheVendor(linked, IN_PROGRESS);

        assertThat(awaitEnd(linked, 1).reason()).isEqualTo("overruled");
        assertThat(view(linked).state().status()).isEqualTo(RequestStatus.IN_PROGRESS);
        assertThat(stage(linked)).isEqualTo(IN_PROGRESS);
    }

    @Test
    void whatBothSidesAgreedOnSinceADeliveryBeganIsNotWrittenOver() {
        Linked linked = linkedAt(NEW);
        VendorAccount account = account(linked);
        RequestId request = linked.request();
        Instant began = agreement.now();
        agreement.settled(account, request, RequestStatus.IN_PROGRESS);

        assertThat(agreement.overruled(account, request, RequestStatus.DONE, IN_PROGRESS, began))
                .isTrue();
        assertThat(agreement.overruled(account, request, RequestStatus.DONE, IN_PROGRESS, agreement.now()))
                .isFalse();
    }

    @Test
    void aRecordThatWasReadBeforeOurWriteSetsNothingBack() {
        Linked linked = linkedAt(NEW);
        agreement.settled(account(linked), linked.request(), RequestStatus.NEW);
        Instant before = agreement.now();
        VendorStatus early = new VendorStatus(NEW, null, unique("early"), before);
        VendorStatus ours = new VendorStatus(DONE, null, unique("ours"), before);
        awaitEnd(linked, change(linked, RequestStatus.DONE));

        assertThat(agreement.inbound(account(linked), view(linked), early)).isInstanceOf(Settlement.Later.class);
        assertThat(agreement.inbound(account(linked), view(linked), ours))
                .isEqualTo(new Settlement.Unchanged("in-agreement"));
        assertThat(view(linked).state().status()).isEqualTo(RequestStatus.DONE);
    }

    /** Somebody at the vendor changes the record, and the news of it is handled. */
    private void movedAtTheVendor(Linked linked, String stage) {
        hubspot.change("tickets", linked.ticket(), "hs_pipeline_stage", stage);
        VendorStatus news = new VendorStatus(stage, null, unique("news"), agreement.now());
        assertThat(agreement.inbound(account(linked), view(linked), news)).isInstanceOf(Settlement.Changed.class);
    }

    @Test
    void anUnknownStageSaysWhichAndWhatToDo() {
        Linked linked = linkedAt(NEW);
        Settlement settlement =
                agreement.inbound(account(linked), view(linked), new VendorStatus("77", null, unique("key"), null));
        assertThat(settlement)
                .isInstanceOfSatisfying(
                        Settlement.Unknown.class,
                        unknown -> assertThat(unknown.detail()).contains("77", linked.connection(), "Add it"));
    }
}
