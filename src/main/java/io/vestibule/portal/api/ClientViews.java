package io.vestibule.portal.api;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.api.Views.ClientView;
import io.vestibule.portal.api.Views.PersonView;
import io.vestibule.portal.client.Client;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Clients in the form of the contract, with whoever of the firm looks after them. */
@Component
class ClientViews {

    private final People people;

    ClientViews(People people) {
        this.people = people;
    }

    List<ClientView> of(Access access, Collection<Client> clients) {
        boolean owned = clients.stream().anyMatch(client -> client.defaultOwner() != null);
        Map<UUID, Person> owners = owned
                ? people.internal(access).stream().collect(Collectors.toMap(Person::id, Function.identity()))
                : Map.of();
        return clients.stream().map(client -> view(client, owners)).toList();
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
                client.language(),
                client.mailContent(),
                client.version());
    }
}
