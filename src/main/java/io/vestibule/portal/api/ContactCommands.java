package io.vestibule.portal.api;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.access.PersonChange;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalCommand.UpsertContact;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.Resource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The command upsert-contact: a person at a client, made known or changed through {@link People}. */
@Component
class ContactCommands {

    private static final Set<Role> ROLES = Set.of(Role.CLIENT_ADMIN, Role.CLIENT_MEMBER, Role.VIEWER);

    private final People people;
    private final Clients clients;

    ContactCommands(People people, Clients clients) {
        this.people = people;
        this.clients = clients;
    }

    Outcome upsert(Access by, UUID client, UpsertContact command) {
        Party person = command.by();
        Access peer = person == null || person.name() == null ? by : by.inTheNameOf(person.name());
        if (clients.find(peer, client).isEmpty()) {
            return Outcome.refused(Refusal.UNKNOWN_CLIENT, "There is no client " + client + ".");
        }
        Optional<Role> role = role(command.role());
        if (command.role() != null && role.isEmpty()) {
            return Outcome.refused(
                    Refusal.INVALID_COMMAND, "data.role is none of client-admin, client-member and viewer.");
        }
        boolean admitted = command.admitted() == null
                ? people.ofClientWithEmail(peer, client, command.email()).isEmpty()
                : command.admitted();
        String name = command.name() == null ? "" : command.name();
        PersonChange known = people.know(peer, client, name, command.email(), admitted);
        if (known instanceof Changed changed) {
            people.vouch(peer, changed.person().id());
            return answer(change(peer, changed.person(), role.orElse(null), command.billing()));
        }
        return answer(known);
    }

    private PersonChange change(Access peer, Person person, @Nullable Role role, @Nullable Boolean billing) {
        Role wanted = role == null ? person.role() : role;
        boolean right = billing == null ? person.billing() : billing;
        return wanted == person.role() && right == person.billing()
                ? new Changed(person)
                : people.changeRole(peer, person.id(), wanted, right);
    }

    private static Outcome answer(PersonChange change) {
        if (change instanceof Changed changed) {
            Person person = changed.person();
            return new Applied(new Resource("contact", person.id().toString(), person.email(), 1, "/portal/people"));
        }
        PersonChange.Reason reason = change instanceof PersonChange.Refused refused ? refused.reason() : null;
        if (reason == PersonChange.Reason.NOT_AN_ADDRESS) {
            return Outcome.refused(Refusal.INVALID_COMMAND, "data.email is not a mail address.");
        }
        return Outcome.refused(
                Refusal.NOT_PERMITTED,
                reason == PersonChange.Reason.ADDRESS_TAKEN
                        ? "The address is a further one of somebody at another client. Remove it there first."
                        : "This contact can't be changed this way.");
    }

    private static Optional<Role> role(@Nullable String word) {
        return ROLES.stream()
                .filter(role -> ContractJson.word(role).equals(word))
                .findFirst();
    }
}
