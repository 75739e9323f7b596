package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connector.ConnectorCatalog;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The firm's mailboxes as connected now; a change in the console counts at once. */
@Component
public class Mailboxes {

    private final Connections connections;
    private final ConnectorCatalog catalog;
    private final MailTokens tokens;
    private final Supplier<List<Mailbox>> all;

    Mailboxes(Connections connections, ConnectorCatalog catalog, MailTokens tokens) {
        this.connections = connections;
        this.catalog = catalog;
        this.tokens = tokens;
        this.all = connections.made(this::described);
    }

    /** Those that are watched and sent from, by name. */
    public List<Mailbox> enabled() {
        return all().stream().filter(Mailbox::enabled).toList();
    }

    public Optional<Mailbox> find(String name) {
        return all().stream().filter(mailbox -> mailbox.name().equals(name)).findFirst();
    }

    /** Whether mail to this address comes back to one of our mailboxes, with or without a key in it. */
    public boolean isOwn(String address) {
        return all().stream()
                .anyMatch(mailbox -> mailbox.address().equalsIgnoreCase(address)
                        || mailbox.replies().keyIn(address).isPresent());
    }

    /** The mailbox that writes about this request. */
    public Optional<Mailbox> writing(RequestState request) {
        ExternalId origin = request.origin();
        return writing(
                origin == null ? null : origin.account(), request.clientId().value());
    }

    /**
     * The mailbox that writes about a request: the one it came by, else one of the client's own, else the firm's first.
     */
    public Optional<Mailbox> writing(@Nullable String cameBy, @Nullable String clientId) {
        List<Mailbox> enabled = enabled();
        return enabled.stream()
                .filter(mailbox -> mailbox.name().equals(cameBy))
                .findFirst()
                .or(() -> enabled.stream()
                        .filter(mailbox -> mailbox.client() != null
                                && mailbox.client().value().equals(clientId))
                        .findFirst())
                .or(() -> enabled.stream()
                        .filter(mailbox -> mailbox.client() == null)
                        .findFirst());
    }

    private List<Mailbox> all() {
        return all.get();
    }

    private List<Mailbox> described(Collection<Connection> connected) {
        return connected.stream()
                .filter(this::receivesMail)
                .map(connection -> of(connection, connections.working(connection)))
                .sorted(Comparator.comparing(Mailbox::name))
                .toList();
    }

    private boolean receivesMail(Connection connection) {
        return catalog.find(connection.connector())
                .filter(connector -> connector.receive().mail() != null)
                .isPresent();
    }

    /** The mailbox that this connection describes. */
    Mailbox of(Connection connection, boolean working) {
        return Mailbox.of(connection, working, tokens.of(connection).orElse(null));
    }
}
