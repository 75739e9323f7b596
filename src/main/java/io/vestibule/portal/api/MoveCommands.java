package io.vestibule.portal.api;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.PortalCommand.MoveToClient;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.invoice.Invoices;
import io.vestibule.portal.request.Requests;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The command that puts a wrong decision right: whose a request or an invoice is. */
@Component
class MoveCommands {

    private final Requests requests;
    private final Invoices invoices;
    private final Clients clients;

    MoveCommands(Requests requests, Invoices invoices, Clients clients) {
        this.requests = requests;
        this.invoices = invoices;
        this.clients = clients;
    }

    Outcome move(Access peer, MoveToClient command) {
        Optional<UUID> client = Uuids.parse(command.clientId())
                .filter(id -> clients.find(peer, id).isPresent());
        if (command.clientId() != null && client.isEmpty()) {
            return Outcome.refused(Refusal.UNKNOWN_CLIENT, "There is no client " + command.clientId() + ".");
        }
        String id = command.object().id();
        return switch (command.object().type()) {
            case "request" ->
                Uuids.parse(id)
                        .map(request -> requests.moveToClient(peer, request, client.orElse(null), command.by()))
                        .orElseGet(() -> Outcome.refused(Refusal.UNKNOWN_REQUEST, "There is no request " + id + "."));
            case "invoice" ->
                Uuids.parse(id)
                        .map(invoice -> invoices.moveToClient(peer, invoice, client.orElse(null)))
                        .orElseGet(() -> Outcome.refused(Refusal.UNKNOWN_INVOICE, "There is no invoice " + id + "."));
            default -> Outcome.refused(Refusal.INVALID_COMMAND, "data.object.type is neither request nor invoice.");
        };
    }
}
