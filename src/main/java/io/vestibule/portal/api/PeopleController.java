package io.vestibule.portal.api;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.api.ApiAnswers.Items;
import io.vestibule.portal.api.Views.ContactView;
import io.vestibule.portal.api.Views.PersonView;
import io.vestibule.portal.client.ChangePosition;
import io.vestibule.portal.client.Client;
import io.vestibule.portal.client.ClientRow;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.client.Contacts;
import io.vestibule.portal.client.Contacts.Contact;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads of the API about clients, their contacts, and the firm's people. */
@RestController("portalApiPeople")
class PeopleController {

    private static final int MOST = 200;

    private final Clients clients;
    private final Contacts contacts;
    private final People people;
    private final ClientViews views;

    PeopleController(Clients clients, Contacts contacts, People people, ClientViews views) {
        this.clients = clients;
        this.contacts = contacts;
        this.people = people;
        this.views = views;
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
            return ApiAnswers.json(new Items<>(
                    views.of(access, clients.withDomain(access, domain).stream().toList()), null));
        }
        int most = Math.clamp(limit, 1, MOST);
        List<ClientRow.Changed> found = clients.changedAfter(access, ListCursor.read(cursor, updatedSince), most + 1);
        List<ClientRow.Changed> page = found.size() > most ? found.subList(0, most) : found;
        ChangePosition last = found.size() > most ? page.getLast().position() : null;
        return ApiAnswers.json(new Items<>(
                views.of(access, page.stream().map(ClientRow.Changed::client).toList()),
                last == null ? null : ListCursor.text(last)));
    }

    @GetMapping("/portal/api/v1/clients/{id}")
    ResponseEntity<?> client(@RequestAttribute(PeerFilter.PEER) String peer, @PathVariable String id) {
        Access access = Access.peer(peer);
        Optional<Client> found = Uuids.parse(id).flatMap(client -> clients.find(access, client));
        return ApiAnswers.one(
                found.map(client -> views.of(access, List.of(client)).getFirst()));
    }

    @GetMapping("/portal/api/v1/contacts")
    ResponseEntity<?> contacts(@RequestAttribute(PeerFilter.PEER) String peer, @ModelAttribute ContactQuery query) {
        int most = query.limit() == null ? MOST : Math.clamp(query.limit(), 1, MOST);
        Optional<UUID> client = Uuids.parse(query.clientId());
        if (query.clientId() != null && client.isEmpty()) {
            return ApiAnswers.json(new Items<>(List.of(), null));
        }
        Set<String> emails = query.email() == null ? null : Set.of(People.normalized(query.email()));
        List<Contact> found = contacts.changedAfter(
                Access.peer(peer),
                new Contacts.Wanted(emails, client.orElse(null)),
                ListCursor.read(query.cursor(), query.updatedSince()),
                most);
        String next =
                found.size() < most ? null : ListCursor.text(found.getLast().position());
        return ApiAnswers.json(new Items<>(found.stream().map(ContactView::of).toList(), next));
    }

    /** The query of the list of contacts. */
    record ContactQuery(
            @Nullable String email,
            @Nullable String clientId,
            @Nullable String updatedSince,
            @Nullable String cursor,
            @Nullable Integer limit) {}

    @GetMapping("/portal/api/v1/people")
    ResponseEntity<?> people(
            @RequestAttribute(PeerFilter.PEER) String peer, @RequestParam(required = false) @Nullable String email) {
        Access access = Access.peer(peer);
        Stream<Person> found = email == null
                ? people.internal(access).stream()
                : people.withEmail(access, email).stream().filter(person -> person.clientId() == null);
        return ApiAnswers.json(new Items<>(found.map(PersonView::of).toList(), null));
    }
}
