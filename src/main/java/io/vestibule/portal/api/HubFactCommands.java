package io.vestibule.portal.api;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.ObjectRef;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.PortalCommand.ConfirmSeen;
import io.vestibule.portal.contract.PortalCommand.LinkExternal;
import io.vestibule.portal.contract.PortalCommand.NoteDelivery;
import io.vestibule.portal.contract.PortalCommand.SetServiceLevel;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.Resource;
import io.vestibule.portal.invoice.Invoice;
import io.vestibule.portal.invoice.Invoices;
import io.vestibule.portal.request.HubFacts;
import io.vestibule.portal.request.Request;
import io.vestibule.portal.request.Requests;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** The commands that tell what only the hub knows: they look for the object they are about, then write beside it. */
@Component
class HubFactCommands {

    private static final int MOST_LEVELS = 20;

    private final HubFacts facts;
    private final Requests requests;
    private final Invoices invoices;

    HubFactCommands(HubFacts facts, Requests requests, Invoices invoices) {
        this.facts = facts;
        this.requests = requests;
        this.invoices = invoices;
    }

    Outcome set(Access peer, SetServiceLevel command) {
        if (command.levels().size() > MOST_LEVELS) {
            return Outcome.refused(Refusal.TOO_LARGE, "A request shows " + MOST_LEVELS + " service levels at most.");
        }
        return on(
                peer,
                new ObjectRef("request", command.requestId()),
                id -> facts.setServiceLevels(peer, id, command.levels()));
    }

    Outcome link(Access peer, LinkExternal command) {
        return HubFacts.isLinkable(command.url())
                ? on(peer, command.object(), id -> facts.link(peer, id, command))
                : Outcome.refused(Refusal.INVALID_COMMAND, "data.url is not an https address.");
    }

    Outcome note(Access peer, NoteDelivery command) {
        Optional<UUID> change = Uuids.parse(command.change());
        return change.isPresent()
                ? on(peer, command.object(), id -> facts.noteDelivery(peer, id, change.get(), command))
                : Outcome.refused(Refusal.INVALID_COMMAND, "data.change is not the id of a feed event.");
    }

    /** An invoice by its origin, a request by the record it is linked with. */
    Outcome confirm(Access peer, ConfirmSeen command) {
        if ("invoice".equals(command.type())) {
            return invoices.confirmSeen(peer, command.object(), command.seenAt());
        }
        if (!"request".equals(command.type())) {
            return Outcome.refused(Refusal.INVALID_COMMAND, "data.type is neither request nor invoice.");
        }
        return facts.confirmSeen(
                        peer, command.object().account(), command.object().id(), command.seenAt())
                .flatMap(id -> requests.find(peer, id))
                .map(HubFactCommands::applied)
                .orElseGet(() -> Outcome.refused(
                        Refusal.UNKNOWN_REQUEST,
                        "No request is linked with " + command.object().id() + "."));
    }

    private Outcome on(Access peer, ObjectRef object, Predicate<UUID> write) {
        Optional<UUID> id = Uuids.parse(object.id());
        return switch (object.type()) {
            case "request" ->
                write(id.flatMap(found -> requests.find(peer, found)), HubFactCommands::applied, Request::id, write)
                        .orElseGet(() ->
                                Outcome.refused(Refusal.UNKNOWN_REQUEST, "There is no request " + object.id() + "."));
            case "invoice" ->
                write(id.flatMap(found -> invoices.find(peer, found)), HubFactCommands::applied, Invoice::id, write)
                        .orElseGet(() ->
                                Outcome.refused(Refusal.UNKNOWN_INVOICE, "There is no invoice " + object.id() + "."));
            default -> Outcome.refused(Refusal.INVALID_COMMAND, "data.object.type is neither request nor invoice.");
        };
    }

    private static <T> Optional<Outcome> write(
            Optional<T> found, Function<T, Outcome> applied, Function<T, UUID> id, Predicate<UUID> write) {
        return found.map(object -> write.test(id.apply(object))
                ? applied.apply(object)
                : Outcome.refused(Refusal.NOT_PERMITTED, "Only peers tell this."));
    }

    private static Outcome applied(Request request) {
        return new Applied(Resource.request(
                request.id(), request.state().number(), request.state().version()));
    }

    private static Outcome applied(Invoice invoice) {
        return new Applied(Resource.invoice(invoice.id(), invoice.facts().number(), invoice.version()));
    }
}
