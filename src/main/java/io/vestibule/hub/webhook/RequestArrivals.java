package io.vestibule.hub.webhook;

import io.vestibule.hub.agreement.Settlement;
import io.vestibule.hub.agreement.StatusAgreement;
import io.vestibule.hub.agreement.VendorStatus;
import io.vestibule.hub.canonical.CanonicalCommand.LinkExternal;
import io.vestibule.hub.canonical.CanonicalCommand.OpenRequest;
import io.vestibule.hub.canonical.CanonicalCommand.ReviseRequest;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.connection.ObjectLinks;
import io.vestibule.hub.connector.Connector.InboundRule;
import io.vestibule.hub.connector.VendorAccount.StatusPair;
import io.vestibule.hub.gateway.CanonicalJson;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.gateway.PortalGateway.Resource;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Brings a vendor's record into the portal as a request: opens it at its first news and links both; later news revises
 * title and text, and settles the status. Each step can be repeated, so a crash between two of them does no harm.
 */
@Component
class RequestArrivals {

    private static final String SETTLE = "change-request-status";

    private static final int OPEN = 1;
    private static final int LINK = 2;
    private static final int STATUS = 3;
    private static final int REVISE = 4;

    private final PortalGateway portal;
    private final ObjectLinks objectLinks;
    private final StatusAgreement agreement;

    RequestArrivals(PortalGateway portal, ObjectLinks objectLinks, StatusAgreement agreement) {
        this.portal = portal;
        this.objectLinks = objectLinks;
        this.agreement = agreement;
    }

    /** To be asked before a record is fetched, see {@link VendorStatus#readAfter}; null where it settles no status. */
    @Nullable
    Instant beforeFetch(InboundRule rule) {
        return rule.fetch() != null && rule.to().contains(SETTLE) ? agreement.now() : null;
    }

    Handling take(Arrival arrival, RequestDraft draft) {
        Optional<RequestView> known = portal.requestByOrigin(arrival.origin());
        return known.isPresent() ? update(arrival, draft, known.get()) : open(arrival, draft);
    }

    private Handling open(Arrival arrival, RequestDraft draft) {
        OpenRequest command = new OpenRequest(arrival.client(), draft);
        return switch (arrival.execute(portal, OPEN, command, arrival.command().sourceUpdatedAt())) {
            case Answer.Applied applied -> opened(arrival, draft, applied.resource());
            case Answer.Duplicate duplicate -> opened(arrival, draft, duplicate.resource());
            case Answer.Stale stale -> new Handling.Ignored("stale", "The portal has newer news of this record.");
            case Answer.Refused refused -> Arrival.refused(refused);
        };
    }

    private Handling opened(Arrival arrival, RequestDraft draft, Resource resource) {
        RequestId id = new RequestId(resource.id());
        if (settles(arrival)) {
            agreement.settled(arrival.account(), id, Objects.requireNonNullElse(draft.status(), RequestStatus.NEW));
        }
        link(arrival, id);
        return applied(arrival, id, resource.number() + " opened");
    }

    /** The link here lets changes travel back; the one in the portal shows people where else the request is kept. */
    private void link(Arrival arrival, RequestId id) {
        String label = Objects.requireNonNullElse(
                arrival.command().label(),
                arrival.account().name() + " " + arrival.command().externalId());
        LinkExternal command = new LinkExternal(
                ObjectRef.request(id),
                arrival.account().name(),
                arrival.command().externalId(),
                arrival.command().url(),
                label);
        arrival.execute(portal, LINK, command, null);
        objectLinks.put(new ObjectLinks.ObjectLink(
                arrival.account().name(),
                arrival.command().externalId(),
                ObjectRef.request(id),
                arrival.client().value(),
                label,
                arrival.command().url()));
    }

    private Handling update(Arrival arrival, RequestDraft draft, RequestView known) {
        if (!known.state().clientId().equals(arrival.client())) {
            return new Handling.Refused(
                    "belongs-to-another-client",
                    "%s was opened for %s; the record now names another client. Open a new record for that one."
                            .formatted(known.state().number(), known.state().clientName()),
                    ObjectRef.request(known.state().id()));
        }
        if (objectLinks
                .byRecord(arrival.account().name(), "request", arrival.command().externalId())
                .isEmpty()) {
            link(arrival, known.state().id());
        }
        List<String> done = new ArrayList<>();
        Handling ended = revise(arrival, draft, known, done);
        if (ended == null) {
            ended = settle(arrival, draft, known, done);
        }
        return ended == null ? result(arrival, draft, known, done) : ended;
    }

    /** Null = go on. */
    private @Nullable Handling revise(Arrival arrival, RequestDraft draft, RequestView known, List<String> done) {
        boolean same =
                known.state().subject().equals(draft.subject()) && known.text().equals(draft.text());
        if (same || !arrival.command().to().contains("revise-request")) {
            return null;
        }
        ReviseRequest command = new ReviseRequest(known.state().id(), draft.subject(), draft.text());
        return switch (arrival.execute(
                portal, REVISE, command, arrival.command().sourceUpdatedAt())) {
            case Answer.Applied applied -> {
                done.add("revised");
                yield null;
            }
            case Answer.Duplicate duplicate -> null;
            case Answer.Stale stale ->
                new Handling.Ignored(
                        "stale", "The portal has newer news of " + known.state().number() + ".");
            case Answer.Refused refused -> Arrival.refused(refused);
        };
    }

    private @Nullable Handling settle(Arrival arrival, RequestDraft draft, RequestView known, List<String> done) {
        RequestStatus status = draft.status();
        if (status == null || !settles(arrival)) {
            return null;
        }
        RequestView present =
                done.isEmpty() ? known : portal.request(known.state().id()).orElse(known);
        return switch (settled(arrival, present, vendorValue(arrival, status))) {
            case Settlement.Changed changed -> {
                done.add("is now " + CanonicalJson.wireName(changed.status()).replace('-', ' '));
                yield null;
            }
            case Settlement.Unchanged unchanged ->
                done.isEmpty() && !unchanged.reason().equals("in-agreement")
                        ? new Handling.Ignored(unchanged.reason(), null)
                        : null;
            case Settlement.Refused refused -> new Handling.Refused(refused.reason(), refused.detail());
            case Settlement.Unknown unknown -> new Handling.Dead(unknown.reason(), unknown.detail());
            case Settlement.Later later -> new Handling.Retry(later.reason(), later.detail(), null);
        };
    }

    private Settlement settled(Arrival arrival, RequestView present, String value) {
        Settlement settlement =
                settled(arrival, present, value, arrival.message().key(STATUS));
        for (String key : arrival.otherKeys(STATUS)) {
            if (!(settlement instanceof Settlement.Refused no) || !no.reason().equals(Arrival.KEY_REUSED)) {
                break;
            }
            settlement = settled(arrival, present, value, key);
        }
        return settlement;
    }

    private Settlement settled(Arrival arrival, RequestView present, String value, String key) {
        VendorStatus theirs = new VendorStatus(
                value,
                arrival.command().sourceUpdatedAt(),
                key,
                arrival.command().fetchedAfter());
        return agreement.inbound(arrival.account(), present, theirs);
    }

    private static boolean settles(Arrival arrival) {
        return arrival.command().to().contains(SETTLE);
    }

    /** The mapping translated the vendor's value already; several of its values may mean the same, any of them does. */
    private static String vendorValue(Arrival arrival, RequestStatus status) {
        String wanted = CanonicalJson.wireName(status);
        StatusPair table = arrival.account().statuses().get("request");
        return table == null
                ? wanted
                : table.in().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(wanted))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(wanted);
    }

    private Handling result(Arrival arrival, RequestDraft draft, RequestView known, List<String> done) {
        String number = known.state().number();
        if (!done.isEmpty()) {
            return applied(arrival, known.state().id(), number + " " + String.join(", ", done));
        }
        // A handling that did not live to tell may have done it
        return arrival.message().attempts() > 1 || openedIt(arrival, draft)
                ? applied(arrival, known.state().id(), number + " is as the record says")
                : new Handling.Ignored("nothing-new", number + " is already as the record says.");
    }

    /** The portal knows by its key: a crash of the database forgets how often a message was begun. */
    private boolean openedIt(Arrival arrival, RequestDraft draft) {
        OpenRequest command = new OpenRequest(arrival.client(), draft);
        return arrival.command().to().contains("open-request")
                && arrival.execute(portal, OPEN, command, arrival.command().sourceUpdatedAt())
                        instanceof Answer.Applied;
    }

    private static Handling applied(Arrival arrival, RequestId id, String result) {
        return new Handling.Applied(
                result, "request", id.value(), arrival.client().value());
    }
}
