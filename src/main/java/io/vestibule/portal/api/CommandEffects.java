package io.vestibule.portal.api;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.NewAddresses;
import io.vestibule.portal.client.ClientChange;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.PortalCommand;
import io.vestibule.portal.contract.PortalCommand.AddComment;
import io.vestibule.portal.contract.PortalCommand.ChangeRequestStatus;
import io.vestibule.portal.contract.PortalCommand.ConfirmSeen;
import io.vestibule.portal.contract.PortalCommand.LinkExternal;
import io.vestibule.portal.contract.PortalCommand.MoveToClient;
import io.vestibule.portal.contract.PortalCommand.NoteDelivery;
import io.vestibule.portal.contract.PortalCommand.NoteRecipients;
import io.vestibule.portal.contract.PortalCommand.OpenRequest;
import io.vestibule.portal.contract.PortalCommand.ReviseRequest;
import io.vestibule.portal.contract.PortalCommand.SetMailing;
import io.vestibule.portal.contract.PortalCommand.SetServiceLevel;
import io.vestibule.portal.contract.PortalCommand.UpsertClient;
import io.vestibule.portal.contract.PortalCommand.UpsertContact;
import io.vestibule.portal.contract.PortalCommand.UpsertInvoice;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.invoice.Invoices;
import io.vestibule.portal.request.Company;
import io.vestibule.portal.request.NewRequest;
import io.vestibule.portal.request.Requests;
import io.vestibule.portal.request.Said;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns each kind of command into a call of the store it is meant for. An id that is none is simply unknown. */
@Component
class CommandEffects {

    private final Requests requests;
    private final Invoices invoices;
    private final Clients clients;
    private final ContactCommands contacts;
    private final HubFactCommands hubFacts;
    private final MoveCommands moves;
    private final NewAddresses addresses;

    CommandEffects(
            Requests requests,
            Invoices invoices,
            Clients clients,
            ContactCommands contacts,
            HubFactCommands hubFacts,
            MoveCommands moves,
            NewAddresses addresses) {
        this.requests = requests;
        this.invoices = invoices;
        this.clients = clients;
        this.contacts = contacts;
        this.hubFacts = hubFacts;
        this.moves = moves;
        this.addresses = addresses;
    }

    /** A command, and who or what stands behind it. */
    record Change(PortalCommand command, Cause cause) {}

    /**
     * Locks all that they change at once: one by one they would do so in the order in which they were sent.
     *
     * @return the news of invoices among them, for {@link #apply}
     */
    InvoiceStretches begin(Access peer, List<Change> changes) {
        List<PortalCommand> commands = changes.stream().map(Change::command).toList();
        Set<UUID> changed = commands.stream()
                .flatMap(command -> Uuids.parse(requestId(command)).stream())
                .collect(Collectors.toSet());
        boolean several = changed.size() > 1 || commands.stream().anyMatch(MoveToClient.class::isInstance);
        List<String> newcomers = newcomers(peer, commands);
        if (commands.size() > 1 && several || !newcomers.isEmpty() && !changed.isEmpty()) {
            requests.lock(peer, changed);
        }
        if (newcomers.size() > 1) {
            addresses.lock(peer, newcomers);
        }
        return InvoiceStretches.of(invoices, peer, changes);
    }

    /** One command about one person takes its locks in the right order by itself. */
    private List<String> newcomers(Access peer, List<PortalCommand> commands) {
        List<NewAddresses.Named> named = NamedPeople.in(commands);
        return commands.size() + named.size() > 2 ? addresses.among(peer, named) : List.of();
    }

    /** The id of the request that it changes, if it changes one. */
    private static @Nullable String requestId(PortalCommand command) {
        return switch (command) {
            case AddComment add -> add.requestId();
            case ChangeRequestStatus change -> change.requestId();
            case ReviseRequest revise -> revise.requestId();
            case SetMailing set -> set.requestId();
            case NoteRecipients note -> note.requestId();
            case SetServiceLevel set -> set.requestId();
            case MoveToClient move -> move.object().id();
            default -> null;
        };
    }

    /** @param news what {@link #begin} answered for the changes of this transaction, of which this is one */
    Outcome apply(Access peer, Change asked, InvoiceStretches news) {
        PortalCommand command = asked.command();
        Cause cause = asked.cause();
        if (command instanceof OpenRequest open) {
            return withClient(
                    open.clientId(), id -> requests.open(peer, new NewRequest(id, open.draft(), false), cause));
        }
        if (command instanceof AddComment add) {
            return withRequest(
                    add.requestId(), id -> requests.comment(peer, id, new Said(add.comment(), add.status()), cause));
        }
        if (command instanceof ChangeRequestStatus change) {
            return withRequest(change.requestId(), id -> requests.changeStatus(peer, id, change.status(), cause));
        }
        if (command instanceof ReviseRequest revise) {
            return withRequest(
                    revise.requestId(), id -> requests.revise(peer, id, revise.subject(), revise.text(), cause));
        }
        if (command instanceof UpsertInvoice upsert) {
            return withClient(upsert.clientId(), id -> news.outcome(upsert));
        }
        return applyOther(peer, command, cause);
    }

    private Outcome applyOther(Access peer, PortalCommand command, Cause cause) {
        if (command instanceof UpsertClient upsert) {
            return upsert(peer, upsert, cause);
        }
        if (command instanceof UpsertContact upsert) {
            return withClient(upsert.clientId(), id -> contacts.upsert(peer, id, upsert));
        }
        if (command instanceof SetMailing set) {
            return withRequest(set.requestId(), id -> requests.setMailing(peer, id, set.participant(), set.mailed()));
        }
        if (command instanceof NoteRecipients note) {
            return withRequest(
                    note.requestId(),
                    id -> requests.noteRecipients(
                            peer, id, new Company(note.writer(), note.colleagues(), note.others())));
        }
        if (command instanceof SetServiceLevel set) {
            return hubFacts.set(peer, set);
        }
        if (command instanceof LinkExternal link) {
            return hubFacts.link(peer, link);
        }
        if (command instanceof NoteDelivery note) {
            return hubFacts.note(peer, note);
        }
        if (command instanceof MoveToClient move) {
            return moves.move(peer, move);
        }
        return hubFacts.confirm(peer, (ConfirmSeen) command);
    }

    private Outcome upsert(Access peer, UpsertClient command, Cause cause) {
        Optional<UUID> owner = Uuids.parse(command.defaultOwner());
        boolean withoutOwner = "".equals(command.defaultOwner());
        if (command.defaultOwner() != null && owner.isEmpty() && !withoutOwner) {
            return Outcome.refused(Refusal.UNKNOWN_PERSON, "There is no person " + command.defaultOwner() + ".");
        }
        ClientChange change = new ClientChange(
                command.name(),
                command.domains(),
                owner.orElse(null),
                withoutOwner,
                command.team(),
                command.teamAddress(),
                command.language(),
                command.mailContent());
        return command.clientId() == null
                ? clients.create(peer, change)
                : withClient(command.clientId(), id -> clients.change(peer, id, change, cause.expectedVersion()));
    }

    private static Outcome withClient(String id, Function<UUID, Outcome> step) {
        return Uuids.parse(id)
                .map(step)
                .orElseGet(() -> Outcome.refused(Refusal.UNKNOWN_CLIENT, "There is no client " + id + "."));
    }

    private static Outcome withRequest(String id, Function<UUID, Outcome> step) {
        return Uuids.parse(id)
                .map(step)
                .orElseGet(() -> Outcome.refused(Refusal.UNKNOWN_REQUEST, "There is no request " + id + "."));
    }
}
