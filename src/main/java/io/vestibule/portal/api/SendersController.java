package io.vestibule.portal.api;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.api.ApiAnswers.Items;
import io.vestibule.portal.api.Views.ContactView;
import io.vestibule.portal.api.Views.PersonView;
import io.vestibule.portal.api.Views.SenderView;
import io.vestibule.portal.client.Client;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.client.Contacts;
import io.vestibule.portal.client.Contacts.Contact;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The read of the API that says of mail addresses whose they may be: all that has to be known of a mail's sender. */
@RestController("portalApiSenders")
class SendersController {

    private static final int MOST = 100;

    private final Clients clients;
    private final Contacts contacts;
    private final People people;
    private final ClientViews views;

    SendersController(Clients clients, Contacts contacts, People people, ClientViews views) {
        this.clients = clients;
        this.contacts = contacts;
        this.people = people;
        this.views = views;
    }

    /** @param query as a map, since a comma in one address must not make two of it */
    @GetMapping("/portal/api/v1/senders")
    ResponseEntity<?> senders(
            @RequestAttribute(PeerFilter.PEER) String peer, @RequestParam MultiValueMap<String, String> query) {
        List<String> emails = query.getOrDefault("email", List.of());
        return emails.size() > MOST
                ? ApiAnswers.bad("More than " + MOST + " addresses are asked for.", "Ask for fewer in one call.")
                : ApiAnswers.json(new Items<>(of(Access.peer(peer), emails), null));
    }

    private List<SenderView> of(Access access, List<String> emails) {
        Set<String> addresses = emails.stream().map(People::normalized).collect(Collectors.toSet());
        List<Person> staff = people.internalWith(access, addresses);
        List<Contact> known = contacts.writingFrom(access, addresses);
        Map<String, Client> owners = clients.owners(
                access, addresses.stream().map(SendersController::domain).collect(Collectors.toSet()));
        return emails.stream()
                .map(email -> {
                    String address = People.normalized(email);
                    return new SenderView(
                            email,
                            staff.stream()
                                    .filter(person -> person.email().equals(address))
                                    .map(PersonView::of)
                                    .toList(),
                            known.stream()
                                    .filter(contact -> contact.writesFrom(address))
                                    .map(ContactView::of)
                                    .toList(),
                            views.of(
                                    access,
                                    Stream.ofNullable(owners.get(domain(address)))
                                            .toList()));
                })
                .toList();
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
