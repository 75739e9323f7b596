package io.vestibule.hub.agreement;

import io.vestibule.hub.agreement.AgreedState.Agreed;
import io.vestibule.hub.agreement.ThreeWayMerge.Merge;
import io.vestibule.hub.canonical.CanonicalCommand.ChangeRequestStatus;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Keeps the status of a request and of the vendor's record for it in step. The webhook handler brings the vendor's
 * status in, the vendor delivery asks what to write out; both leave the agreed value behind, so neither change comes
 * back as an echo. Never inside a transaction: it calls the portal.
 */
@Component
public class StatusAgreement {

    private static final String FIELD = "status";
    private static final int ROUNDS = 3;

    private final AgreedState agreed;
    private final Conflicts conflicts;
    private final PortalGateway portal;

    StatusAgreement(AgreedState agreed, Conflicts conflicts, PortalGateway portal) {
        this.agreed = agreed;
        this.conflicts = conflicts;
        this.portal = portal;
    }

    /**
     * What the database's clock says. Whoever reads or writes a record asks before: what is agreed later is newer than
     * what comes of it.
     */
    public Instant now() {
        return agreed.now();
    }

    /** Both sides have this status now, e.g. because the request was opened with it. */
    public void settled(VendorAccount account, RequestId request, RequestStatus status) {
        agreed.agree(account.name(), ObjectRef.request(request), FIELD, Statuses.wire(status));
    }

    /**
     * The record has this status by a delivery that began then. What was agreed since stays: the record may have
     * changed again before the vendor's answer came.
     */
    public void delivered(VendorAccount account, RequestId request, RequestStatus status, Instant began) {
        agreed.agreeUnlessSince(began, account.name(), ObjectRef.request(request), FIELD, Statuses.wire(status));
    }

    /** The record is about to get this status. Until that is settled, the record's having it is no change of its own. */
    public void announce(VendorAccount account, RequestId request, RequestStatus wanted) {
        agreed.announce(account.name(), ObjectRef.request(request), FIELD, Statuses.wire(wanted));
    }

    /** The record certainly did not get what was announced. */
    public void withdraw(VendorAccount account, RequestId request) {
        agreed.announce(account.name(), ObjectRef.request(request), FIELD, null);
    }

    /**
     * Takes over the vendor's status where the merge says so. Safe to repeat with the same key.
     *
     * @throws io.vestibule.hub.gateway.PortalUnreachable try again later
     */
    public Settlement inbound(VendorAccount account, RequestView request, VendorStatus theirs) {
        Optional<RequestStatus> status = Statuses.in(account, theirs.value());
        if (status.isEmpty()) {
            return new Settlement.Unknown("unknown-vendor-status", unknown(account, theirs.value()));
        }
        RequestView present = request;
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Settlement> settlement = settle(account, present, theirs, status.get());
            if (settlement.isPresent()) {
                return settlement.get();
            }
            present = portal.request(request.state().id()).orElse(present);
        }
        return new Settlement.Later("version-moved", "The request changed while its status was being settled.");
    }

    /**
     * True when the record owns the status and both sides changed it since they last agreed, or agreed anew since the
     * delivery began, or the record has one that the table does not know: ours is not to be written, the record's is to
     * come in.
     *
     * @param wanted our status, about to be written
     * @param present the record's value, read since the delivery began
     */
    public boolean overruled(
            VendorAccount account, RequestId request, RequestStatus wanted, String present, Instant began) {
        if (FieldOwner.ofStatus(account) == FieldOwner.PORTAL) {
            return false;
        }
        Optional<RequestStatus> theirs = Statuses.in(account, present);
        Optional<Agreed> last = last(account, request);
        boolean agreedSince =
                last.filter(known -> known.agreedAt().isAfter(began)).isPresent();
        if (theirs.isEmpty() || agreedSince) {
            return true;
        }
        // never agreed: the one who moves wins
        RequestStatus base = last.flatMap(known -> base(known, theirs.get())).orElse(theirs.get());
        return ThreeWayMerge.of(base, wanted, theirs.get(), FieldOwner.RECORD) instanceof Merge.OwnerWins;
    }

    /**
     * True when the portal has another status by now and that is the agreed one: the wanted one lost against the
     * record's and is not to be written any more.
     *
     * @throws io.vestibule.hub.gateway.PortalUnreachable try again later
     */
    public boolean outdated(VendorAccount account, RequestId request, RequestStatus wanted) {
        Optional<RequestStatus> present =
                portal.request(request).map(view -> view.state().status());
        Optional<RequestStatus> agreedOn = last(account, request).flatMap(known -> Statuses.parse(known.value()));
        return present.isPresent() && present.get() != wanted && present.equals(agreedOn);
    }

    /** Empty when the request's version moved meanwhile. */
    private Optional<Settlement> settle(
            VendorAccount account, RequestView request, VendorStatus theirs, RequestStatus status) {
        RequestId id = request.state().id();
        RequestStatus ours = request.state().status();
        Optional<Agreed> last = last(account, id);
        if (last.filter(known -> isOvertaken(theirs, status, known)).isPresent()) {
            return Optional.of(new Settlement.Later(
                    "version-moved", "Another status was agreed while the record was being read."));
        }
        RequestStatus base = last.flatMap(known -> base(known, status)).orElse(ours); // never agreed: who moves wins
        if (request.state().mergedInto() != null) {
            // Stays done; the portal notes what is new where it goes on.
            return base == status
                    ? Optional.of(new Settlement.Unchanged("in-agreement"))
                    : takeOver(account, request, theirs, status);
        }
        return switch (ThreeWayMerge.of(base, ours, status, FieldOwner.ofStatus(account))) {
            case Merge.Agreed<RequestStatus> same -> {
                settled(account, id, status);
                yield Optional.of(new Settlement.Unchanged("in-agreement"));
            }
            case Merge.CarryOurs<RequestStatus> mine -> Optional.of(new Settlement.Unchanged("ours-is-newer"));
            case Merge.CarryTheirs<RequestStatus> carry -> takeOver(account, request, theirs, status);
            case Merge.OwnerWins<RequestStatus> wins -> {
                keep(account, request, theirs, base);
                yield wins.owner() == FieldOwner.PORTAL
                        ? Optional.of(new Settlement.Unchanged("portal-owns-status"))
                        : takeOver(account, request, theirs, status);
            }
        };
    }

    /** Another status was agreed after the reading began: the record may have got that one only after it was read. */
    private static boolean isOvertaken(VendorStatus theirs, RequestStatus status, Agreed last) {
        Instant readAfter = theirs.readAfter();
        return readAfter != null
                && last.agreedAt().isAfter(readAfter)
                && !last.value().equals(Statuses.wire(status));
    }

    private Optional<Settlement> takeOver(
            VendorAccount account, RequestView request, VendorStatus theirs, RequestStatus status) {
        RequestId id = request.state().id();
        Envelope envelope = Envelope.of(theirs.key(), new ChangeRequestStatus(id, status, Party.system(account.name())))
                .from(new ExternalId(account.name(), theirs.key()), theirs.updatedAt())
                .expecting(request.state().version());
        return switch (portal.execute(envelope)) {
            case Answer.Applied applied -> {
                settled(account, id, status);
                yield Optional.of(new Settlement.Changed(applied.resource(), status));
            }
            case Answer.Duplicate duplicate -> Optional.of(new Settlement.Changed(duplicate.resource(), status));
            case Answer.Stale stale -> Optional.of(new Settlement.Unchanged("stale"));
            case Answer.Refused refused ->
                refused.reason().equals("version-moved")
                        ? Optional.empty()
                        : Optional.of(new Settlement.Refused(refused.reason(), refused.detail()));
        };
    }

    private void keep(VendorAccount account, RequestView request, VendorStatus theirs, RequestStatus base) {
        FieldOwner owner = FieldOwner.ofStatus(account);
        conflicts.keep(new Conflict(
                account.name(),
                ObjectRef.request(request.state().id()),
                FIELD,
                Statuses.wire(base),
                Statuses.wire(request.state().status()),
                theirs.value(),
                owner == FieldOwner.PORTAL ? "portal" : "record",
                theirs.key()));
    }

    private Optional<Agreed> last(VendorAccount account, RequestId request) {
        return agreed.find(account.name(), ObjectRef.request(request), FIELD);
    }

    /**
     * What both sides had last.
     *
     * @param theirs what the record has now; where it was about to get that from us, it has not changed by itself
     */
    private static Optional<RequestStatus> base(Agreed last, RequestStatus theirs) {
        return Statuses.wire(theirs).equals(last.announced()) ? Optional.of(theirs) : Statuses.parse(last.value());
    }

    private static String unknown(VendorAccount account, String value) {
        return "The status \"" + value + "\" is in no row of the status table of " + account.name()
                + ". Add it in the console under Connections > " + account.name() + ", then replay.";
    }
}
