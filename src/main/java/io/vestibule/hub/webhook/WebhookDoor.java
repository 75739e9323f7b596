package io.vestibule.hub.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.hub.connection.App;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.connector.EventSplitter;
import io.vestibule.hub.connector.Verify;
import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.Receipt;
import io.vestibule.hub.inbox.RefusedSignatures;
import io.vestibule.hub.inbox.UntakenDeliveries;
import io.vestibule.platform.time.MachineTime;
import io.vestibule.platform.web.PublicAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Takes a vendor's delivery: is the app known and switched on, did the vendor send it, can it be read, split, store,
 * answer as the connector says. Nothing else happens before the answer, and the answer only after the commit.
 */
@Component
class WebhookDoor {

    private static final Logger log = LoggerFactory.getLogger(WebhookDoor.class);

    private final Apps apps;
    private final ConnectorCatalog catalog;
    private final EventSplitter splitter;
    private final EventItems items;
    private final Inbox inbox;
    private final RefusedSignatures refusals;
    private final UntakenDeliveries untaken;
    private final PublicAddress address;

    WebhookDoor(
            Apps apps,
            ConnectorCatalog catalog,
            EventSplitter splitter,
            EventItems items,
            Inbox inbox,
            RefusedSignatures refusals,
            UntakenDeliveries untaken,
            PublicAddress address) {
        this.apps = apps;
        this.catalog = catalog;
        this.splitter = splitter;
        this.items = items;
        this.inbox = inbox;
        this.refusals = refusals;
        this.untaken = untaken;
        this.address = address;
    }

    /** An app with what its connector says about webhooks, or the answer that ends it here. */
    sealed interface Entry {
        record Open(App app, Connector connector, Connector.Webhook webhook) implements Entry {}

        record Closed(HookAnswer answer) implements Entry {}
    }

    Entry entry(String name) {
        Optional<App> app = apps.find(name);
        if (app.isEmpty()) {
            return new Entry.Closed(unknown(name));
        }
        Optional<Connector> connector = catalog.find(app.get().connector());
        if (!app.get().enabled() || app.get().problem() != null || connector.isEmpty()) {
            return new Entry.Closed(HookAnswer.problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "The app \"%s\" is switched off or has a problem.".formatted(name),
                    "Send it again later; the firm sees it on its health page."));
        }
        Connector.Webhook webhook = connector.get().receive().webhook();
        return webhook == null ? new Entry.Closed(unknown(name)) : new Entry.Open(app.get(), connector.get(), webhook);
    }

    private static HookAnswer unknown(String name) {
        return HookAnswer.problem(
                HttpStatus.NOT_FOUND,
                "No webhooks are taken for \"%s\".".formatted(name),
                "Check the last part of the address: it is the name of an app.");
    }

    HookAnswer receive(String name, RawRequest request) {
        return switch (entry(name)) {
            case Entry.Closed closed -> closed.answer();
            case Entry.Open open ->
                switch (verify(open, request)) {
                    case Verification.Genuine genuine -> take(open, request);
                    case Verification.Refused refused -> refuse(open, refused.reason());
                };
        };
    }

    Verification verify(Entry.Open open, RawRequest request) {
        return SignatureVerifier.verify(open.webhook().verify(), values(open.app()), request, MachineTime.now());
    }

    static Map<String, String> values(App app) {
        Map<String, String> values = new HashMap<>(app.settings());
        values.putAll(app.secrets());
        return values;
    }

    private HookAnswer refuse(Entry.Open open, String reason) {
        refusals.count(open.app().name(), reason);
        log.info("Delivery for {} refused: {}", open.app().name(), reason);
        HttpStatus status = HttpStatus.valueOf(open.webhook().verify().failure());
        return HookAnswer.problem(
                status,
                "This delivery does not prove who sent it (%s).".formatted(reason),
                "Check that both sides have the same key, and that the clock of the sender is right.");
    }

    private HookAnswer take(Entry.Open open, RawRequest request) {
        Verify verify = open.webhook().verify();
        Map<String, String> headers = KeptHeaders.of(request, verify);
        byte[] body = KeptHeaders.body(request, verify);
        return switch (splitter.split(open.connector(), body, headers)) {
            case EventSplitter.Split.Unreadable unreadable ->
                untaken(
                        open,
                        HttpStatus.BAD_REQUEST,
                        unreadable.reason(),
                        "Send the body in the form that the connector \"%s\" describes."
                                .formatted(open.connector().name()));
            case EventSplitter.Split.TooMany many ->
                untaken(
                        open,
                        HttpStatus.PAYLOAD_TOO_LARGE,
                        "This delivery holds %d events; at most %d are taken in one."
                                .formatted(many.events(), EventSplitter.MOST_EVENTS),
                        "Send them in several deliveries.");
            case EventSplitter.Split.Events events -> {
                String type = headers.getOrDefault("content-type", "application/octet-stream");
                String app = open.app().name();
                Delivery delivery =
                        new Delivery(WebhookHandler.KIND, app, body, type, headers, items.of(app, events.events()));
                yield answer(open, inbox.receive(delivery));
            }
        };
    }

    /** Its sender is proven, so that the admins hear of it, too. */
    private HookAnswer untaken(Entry.Open open, HttpStatus status, String reason, String action) {
        untaken.count(open.app().name(), reason);
        log.warn("Delivery for {} not taken: {}", open.app().name(), reason);
        return HookAnswer.problem(status, reason, "Nothing was stored. " + action);
    }

    private HookAnswer answer(Entry.Open open, List<Receipt> receipts) {
        Connector.Answer how = open.webhook().answer();
        if (how.empty()) {
            return HookAnswer.empty(how.status());
        }
        ObjectNode body = HookAnswer.JSON.createObjectNode();
        ArrayNode list = body.putArray("receipts");
        for (Receipt receipt : receipts) {
            ObjectNode entry = list.addObject();
            entry.put("id", Long.toString(receipt.id()));
            entry.put(
                    "url",
                    address.of("/hooks/%s/receipts/%d".formatted(open.app().name(), receipt.id())));
            entry.put("duplicate", receipt.duplicate());
        }
        return HookAnswer.json(how.status(), body);
    }
}
