package io.vestibule.hub.outbox;

import io.vestibule.hub.agreement.Conflicts;
import io.vestibule.hub.agreement.Settlement;
import io.vestibule.hub.agreement.StatusAgreement;
import io.vestibule.hub.agreement.VendorStatus;
import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.canonical.CanonicalEvent.RequestStatusChanged;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.ObjectLinks;
import io.vestibule.hub.connection.ObjectLinks.ObjectLink;
import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.Connector.OutboundRule;
import io.vestibule.hub.connector.OutboundTranslator;
import io.vestibule.hub.connector.OutboundTranslator.Result;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.connector.VendorAnswer;
import io.vestibule.hub.gateway.CanonicalJson;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Carries a change of the portal to the vendor's record of the object. Looks at the record first and writes only what
 * does not fit, so an attempt after a crash or a lost answer does not write twice. One change makes at most one write.
 */
@Component
class VendorDelivery implements DeliveryChannel {

    static final String CHANNEL = "vendor";

    /** The vendor was asked and has it as wanted. */
    static final String ALREADY_THERE = "already-there";

    private final Connections connections;
    private final VendorAccounts accounts;
    private final ObjectLinks links;
    private final OutboundTranslator translator;
    private final StatusAgreement agreement;
    private final PortalGateway portal;
    private final Outbox outbox;

    VendorDelivery(
            Connections connections,
            VendorAccounts accounts,
            ObjectLinks links,
            OutboundTranslator translator,
            StatusAgreement agreement,
            PortalGateway portal,
            Outbox outbox) {
        this.connections = connections;
        this.accounts = accounts;
        this.links = links;
        this.translator = translator;
        this.agreement = agreement;
        this.portal = portal;
        this.outbox = outbox;
    }

    @Override
    public String channel() {
        return CHANNEL;
    }

    @Override
    public Outcome deliver(OutboxMessage message) {
        Optional<Connection> connection = connections.find(message.draft().connection());
        if (connection.isEmpty()) {
            return new Outcome.Cancelled("connection-removed");
        }
        Optional<VendorAccount> account = accounts.of(connection.get());
        if (account.isEmpty()) {
            return new Outcome.Stopped("connector-missing", connection.get().problem());
        }
        FeedEvent event = CanonicalJson.feedEvent(message.draft().body());
        Optional<ObjectLink> link = links.of(event.object()).stream()
                .filter(each -> each.connection().equals(connection.get().name()))
                .findFirst();
        Optional<OutboundRule> rule = account.get().connector().outboundFor(OutboundTranslator.wireName(event.event()));
        if (link.isEmpty() || rule.isEmpty()) {
            return new Outcome.Cancelled(link.isEmpty() ? "link-removed" : "no-rule");
        }
        return deliver(new Job(message, account.get(), event.event(), link.get().externalId(), rule.get()));
    }

    private record Job(
            OutboxMessage message, VendorAccount account, CanonicalEvent event, String record, OutboundRule rule) {}

    private Outcome deliver(Job job) {
        if (job.event instanceof RequestStatusChanged change) {
            return deliverStatus(job, change);
        }
        return outcome(job, translator.deliver(job.account, job.rule, job.event, job.record, present -> false));
    }

    private Outcome deliverStatus(Job job, RequestStatusChanged change) {
        if (neverTried(job.message) && isSuperseded(job)) {
            return new Outcome.Cancelled("superseded");
        }
        Instant began = agreement.now();
        if (agreement.outdated(job.account, change.request().id(), change.to())) {
            return new Outcome.Cancelled("overruled");
        }
        Result result = translator.deliver(
                job.account, job.rule, change, job.record, present -> isOverruled(job, change, present, began));
        if (result instanceof Result.Overruled overruled) {
            return bringIn(job, change, overruled.present(), began);
        }
        Outcome outcome = outcome(job, result);
        if (outcome instanceof Outcome.Sent || isAlreadyThere(outcome)) {
            agreement.delivered(job.account, change.request().id(), change.to(), began);
        } else if (outcome instanceof Outcome.Refused) {
            agreement.withdraw(job.account, change.request().id());
        }
        return outcome;
    }

    /** False is followed by the write, which may arrive though its answer does not. */
    private boolean isOverruled(Job job, RequestStatusChanged change, String present, Instant began) {
        RequestId request = change.request().id();
        boolean overruled = agreement.overruled(job.account, request, change.to(), present, began);
        if (!overruled) {
            agreement.announce(job.account, request, change.to());
        }
        return overruled;
    }

    /**
     * What an attempt without an end may have written has to be looked up even if a newer change waits: the newer one would
     * take it for a change made at the vendor.
     */
    private static boolean neverTried(OutboxMessage message) {
        return message.attempts() == 1;
    }

    /** A newer one waits that the record is to get: one without a stage of its own leaves it as it is. */
    private boolean isSuperseded(Job job) {
        return outbox.newer(job.message).stream()
                .map(body -> CanonicalJson.feedEvent(body).event())
                .anyMatch(newer -> translator.writes(job.account, job.rule, newer, job.record));
    }

    private static boolean isAlreadyThere(Outcome outcome) {
        return outcome instanceof Outcome.NotNeeded none && none.reason().equals(ALREADY_THERE);
    }

    /** The record's status stays and becomes the request's, as its owner's. */
    private Outcome bringIn(Job job, RequestStatusChanged change, String present, Instant began) {
        Optional<RequestView> request = portal.request(change.request().id());
        if (request.isEmpty()) {
            return new Outcome.Cancelled("request-gone");
        }
        VendorStatus theirs = new VendorStatus(present, null, Conflicts.causeOfSent(job.message.id()), began);
        return switch (agreement.inbound(job.account, request.get(), theirs)) {
            case Settlement.Later later -> new Outcome.Retry(later.reason(), later.detail(), null);
            case Settlement.Unknown unknown -> new Outcome.Refused(unknown.reason(), unknown.detail(), true);
            case Settlement.Changed changed -> new Outcome.Cancelled("overruled");
            case Settlement.Unchanged unchanged ->
                unchanged.reason().equals("ours-is-newer")
                        ? new Outcome.Retry("version-moved", "The two sides agreed anew meanwhile.", null)
                        : new Outcome.Cancelled("overruled");
            case Settlement.Refused refused -> new Outcome.Cancelled("overruled");
        };
    }

    private Outcome outcome(Job job, Result result) {
        return switch (result) {
            case Result.NotNeeded none -> new Outcome.NotNeeded(none.reason());
            case Result.Failed failed ->
                new Outcome.Refused("mapping-failed", failed.path() + ": " + failed.message(), false);
            case Result.Overruled overruled -> new Outcome.Cancelled("overruled");
            case Result.Answered answered -> outcome(job, answered.answer());
        };
    }

    private Outcome outcome(Job job, VendorAnswer answer) {
        return switch (answer) {
            case VendorAnswer.Done done -> new Outcome.Sent("HTTP " + done.status());
            case VendorAnswer.Retry retry -> later(retry);
            case VendorAnswer.Refused refused ->
                new Outcome.Refused(refused.reason(), refused.words(), refused.status() > 0);
            case VendorAnswer.Reauthorize gone ->
                stop(
                        job,
                        "credentials-refused",
                        gone.words(),
                        "Reconnect it in the console under Connections > " + job.account.name() + ".");
            case VendorAnswer.Suspend denied ->
                stop(
                        job,
                        "not-permitted",
                        denied.words(),
                        "Give the account the rights it lacks at "
                                + job.account.connector().title() + ", then switch the connection on again.");
        };
    }

    private static Outcome later(VendorAnswer.Retry retry) {
        return retry.notAsked()
                .<Outcome>map(pause -> new Outcome.NotYet(retry.reason(), retry.words(), pause))
                .orElseGet(() -> new Outcome.Retry(retry.reason(), retry.words(), retry.after()));
    }

    private Outcome stop(Job job, String reason, String words, String action) {
        connections.stop(job.account.name(), words + " " + action);
        return new Outcome.Stopped(reason, words);
    }
}
