package io.vestibule.hub.webhook;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.connector.LinkKey;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.hub.gateway.PortalGateway.ContactView;
import io.vestibule.hub.gateway.PortalGateway.SenderView;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whose record this is: the connection's own client, else what a person linked the vendor's contact or company with; a
 * record that names nobody is whose a person said it is. Names and mail domains only make suggestions; they never decide.
 */
@Component
class ClientChoice {

    private final Links links;
    private final PortalGateway portal;
    private final AlikeClients alike;

    ClientChoice(Links links, PortalGateway portal, AlikeClients alike) {
        this.links = links;
        this.portal = portal;
        this.alike = alike;
    }

    /** Empty: a person has to say, see {@link #held}. */
    Optional<ClientId> of(InboxMessage message, Connection connection, @Nullable LinkKey key) {
        if (connection.client() != null) {
            return Optional.of(connection.client());
        }
        Assignment decided = message.assignment();
        return key != null
                ? links.find(link(connection, key))
                : Optional.ofNullable(decided).map(Assignment::clientId).map(ClientId::new);
    }

    static Links.Key link(Connection connection, LinkKey key) {
        return new Links.Key(connection.name(), key.kind(), key.id());
    }

    /** Until a person says whose it is. {@code key}: with all that is known of the contact or company */
    Handling.Held held(Connection connection, @Nullable LinkKey key) {
        if (key == null) {
            return new Handling.Held(
                    "no-client", "The record names nobody it belongs to. Say which client it is for.", null, List.of());
        }
        String label = links.await(link(connection, key), label(key));
        return new Handling.Held(
                "no-link",
                "%s %s of %s is not linked with a client yet. Say which client it is; all its news follows."
                        .formatted(capital(key.kind()), label, connection.name()),
                LinkDecisions.holdKey(link(connection, key)),
                suggestions(key));
    }

    private List<Suggestion> suggestions(LinkKey key) {
        Map<String, Suggestion> found = new LinkedHashMap<>();
        String email = key.email();
        if (email != null && email.contains("@")) {
            byEmail(email.toLowerCase(Locale.ROOT), found);
        }
        String name = key.name();
        if (name != null) {
            byName(name, found);
        }
        return List.copyOf(found.values());
    }

    private void byEmail(String email, Map<String, Suggestion> found) {
        SenderView known = portal.sender(email);
        for (ContactView contact : known.contacts()) {
            String id = contact.clientId().value();
            found.putIfAbsent(
                    id, new Suggestion(id, contact.clientName(), contact.email(), "has a contact with " + email));
        }
        String domain = email.substring(email.lastIndexOf('@') + 1);
        for (ClientView client : known.owners()) {
            found.putIfAbsent(client.id().value(), suggestion(client, "owns the mail domain " + domain));
        }
    }

    private void byName(String name, Map<String, Suggestion> found) {
        for (ClientView client : alike.of(name)) {
            found.putIfAbsent(client.id().value(), suggestion(client, "is called alike: " + client.name()));
        }
    }

    private static Suggestion suggestion(ClientView client, String why) {
        return new Suggestion(client.id().value(), client.name(), null, why);
    }

    private static String label(LinkKey key) {
        String name = key.name() == null ? key.id() : key.name();
        return key.email() == null ? name : name + " (" + key.email() + ")";
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
