package io.vestibule.portal.request;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.access.PersonChange;
import io.vestibule.portal.contract.Party;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the people behind the parties that a command names, and creates contacts that are new. A named id counts only
 * where it belongs: a contact at this client, staff at the firm.
 */
@Component
class Parties {

    private static final Access PORTAL = Access.system("parties");

    private final People people;

    Parties(People people) {
        this.people = people;
    }

    /** The person that asks. */
    Party self(Access access) {
        return people.find(access, Objects.requireNonNull(access.personId()))
                .map(Party::of)
                .orElseGet(() -> Party.system(access.who()));
    }

    /** False: the id is not that of a person where the party claims to be. */
    boolean exists(UUID clientId, @Nullable Party party) {
        return party == null || party.id() == null || withId(clientId, party).isPresent();
    }

    /** Active people of the firm. */
    boolean mayOwn(UUID person) {
        return people.find(PORTAL, person)
                .filter(found -> isInternal(found) && found.active())
                .isPresent();
    }

    /** Active people of the firm and of the client. */
    boolean mayTakePart(UUID clientId, UUID person) {
        return people.find(PORTAL, person)
                .filter(found -> found.active() && (isInternal(found) || clientId.equals(found.clientId())))
                .isPresent();
    }

    String name(UUID person) {
        return people.find(PORTAL, person).map(Person::name).orElse("");
    }

    /** Who is behind the party, if anybody is; makes nobody known. */
    Optional<Person> find(UUID clientId, Party party) {
        String email = party.email();
        if (party.id() != null || email == null || party.kind() != Party.Kind.CONTACT) {
            return withId(clientId, party);
        }
        return people.ofClientWithEmail(PORTAL, clientId, email);
    }

    /** The party with id, name and address as the portal knows them; as it came when nobody is behind it. */
    Party known(UUID clientId, Party party) {
        return (party.id() == null ? withAddress(clientId, party) : withId(clientId, party))
                .map(Party::of)
                .orElse(new Party(party.kind(), null, party.name(), party.email()));
    }

    /** Ids of those among the parties who are people. */
    List<UUID> people(UUID clientId, List<Party> parties) {
        return parties.stream()
                .flatMap(party -> ids(known(clientId, party)).stream())
                .toList();
    }

    /** The id of one that was looked up before; none when nobody is behind it. */
    static List<UUID> ids(@Nullable Party known) {
        return known == null || known.id() == null ? List.of() : List.of(UUID.fromString(known.id()));
    }

    private Optional<Person> withId(UUID clientId, Party party) {
        return id(party).flatMap(id -> people.find(PORTAL, id)).filter(person -> switch (party.kind()) {
            case CONTACT -> clientId.equals(person.clientId());
            case STAFF -> isInternal(person);
            case SYSTEM -> false;
        });
    }

    private Optional<Person> withAddress(UUID clientId, Party party) {
        String email = party.email();
        if (email == null || email.isBlank()) {
            return Optional.empty();
        }
        return switch (party.kind()) {
            case CONTACT -> contact(clientId, party.name() == null ? "" : party.name(), email);
            case STAFF ->
                people.withEmail(PORTAL, email).stream()
                        .filter(Parties::isInternal)
                        .findFirst();
            case SYSTEM -> Optional.empty();
        };
    }

    private Optional<Person> contact(UUID clientId, String name, String email) {
        PersonChange change = people.know(PORTAL, clientId, name, email, false);
        return change instanceof PersonChange.Changed changed
                ? Optional.of(changed.person())
                : people.ofClientWithEmail(PORTAL, clientId, email); // somebody else was quicker
    }

    private static boolean isInternal(Person person) {
        return person.clientId() == null;
    }

    private static Optional<UUID> id(Party party) {
        try {
            return Optional.ofNullable(party.id()).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
