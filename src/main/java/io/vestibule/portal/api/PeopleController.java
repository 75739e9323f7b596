package io.vestibule.portal.api;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.api.ApiAnswers.Items;
import io.vestibule.portal.api.Views.ClientView;
import io.vestibule.portal.api.Views.ContactView;
import io.vestibule.portal.api.Views.PersonView;
import io.vestibule.portal.client.ChangePosition;
import io.vestibule.portal.client.Client;
import io.vestibule.portal.client.ClientRow;
import io.vestibule.portal.client.Clients;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads of the API about clients, their contacts, and the firm's people. */
@RestController("portalApiPeople")
class PeopleController {

    private static final int MOST = 200;

    private final Clients clients;
    private final People people;

    PeopleController(Clients clients, People people) {
        this.clients = clients;
        this.people = people;
    }

    @GetMapping("/portal/api/v1/clients")
    ResponseEntity<?> clients(
            @RequestAttribute(PeerFilter.PEER) String peer,
            @RequestParam(required = false) @Nullable String domain,
            @RequestParam(required = false) @Nullable String updatedSince,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "200") int limit) {
        Access access = Access.peer(peer);
        if (domain != null) {
            return ApiAnswers.json(new Items<>(views(access, clients.withDomain(access, domain).stream()), null));
        }
        int most = Math.clamp(limit, 1, MOST);
        List<ClientRow.Changed> found = clients.changedAfter(access, ListCursor.read(cursor, updatedSince), most + 1);
        List<ClientRow.Changed> page = found.size() > most ? found.subList(0, most) : found;
        ChangePosition last = found.size() > most ? page.getLast().position() : null;
        return ApiAnswers.json(new Items<>(
                views(access, page.stream().map(ClientRow.Changed::client)),
                last == null ? null : ListCursor.text(last)));
    }

    @GetMapping("/portal/api/v1/clients/{id}")
    ResponseEntity<?> client(@RequestAttribute(PeerFilter.PEER) String peer, @PathVariable String id) {
        Access access = Access.peer(peer);
        Optional<Client> found = Uuids.parse(id).flatMap(client -> clients.find(access, client));
        return ApiAnswers.one(
                found.map(client -> views(access, Stream.of(client)).getFirst()));
    }

    /** By address, by client, or of every client. */
    @GetMapping("/portal/api/v1/contacts")
    ResponseEntity<?> contacts(
            @RequestAttribute(PeerFilter.PEER) String peer,
            @RequestParam(required = false) @Nullable String email,
            @RequestParam(required = false) @Nullable String clientId) {
        Access access = Access.peer(peer);
        Map<UUID, String> names = clients.all(access).stream().collect(Collectors.toMap(Client::id, Client::name));
        List<ContactView> contacts = contacts(access, email, clientId, names)
                .filter(person -> person.clientId() != null)
                .map(person ->
                        ContactView.of(person, names.getOrDefault(Objects.requireNonNull(person.clientId()), "")))
                .toList();
        return ApiAnswers.json(new Items<>(contacts, null));
    }

    private Stream<Person> contacts(
            Access access, @Nullable String email, @Nullable String clientId, Map<UUID, String> names) {
        if (email != null) {
            return people.withEmail(access, email).stream();
        }
        Stream<UUID> asked = clientId == null ? names.keySet().stream() : Uuids.parse(clientId).stream();
        return asked.flatMap(id -> people.ofClient(access, id).stream());
    }

    @GetMapping("/portal/api/v1/people")
    ResponseEntity<?> people(@RequestAttribute(PeerFilter.PEER) String peer) {
        return ApiAnswers.json(new Items<>(
                people.internal(Access.peer(peer)).stream().map(PersonView::of).toList(), null));
    }

    private List<ClientView> views(Access access, Stream<Client> found) {
        Map<UUID, Person> owners =
                people.internal(access).stream().collect(Collectors.toMap(Person::id, Function.identity()));
        return found.map(client -> view(client, owners)).toList();
    }

    private static ClientView view(Client client, Map<UUID, Person> owners) {
        Person owner = client.defaultOwner() == null ? null : owners.get(client.defaultOwner());
        return new ClientView(
                client.id(),
                client.name(),
                client.domains(),
                owner == null ? null : PersonView.of(owner),
                client.team(),
                client.teamAddress(),
                client.version());
    }
}
