package io.vestibule.hub.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.Connector.InboundRule;
import io.vestibule.hub.connector.InboundTranslation;
import io.vestibule.hub.connector.InboundTranslation.Command;
import io.vestibule.hub.connector.InboundTranslator;
import io.vestibule.hub.connector.LinkKey;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.connector.VendorAnswer;
import io.vestibule.hub.gateway.CanonicalJson;
import io.vestibule.hub.inbox.InboxHandler;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.outbox.FailingConnections;
import io.vestibule.hub.outbox.FailingConnections.LeftAlone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * From a stored event to the portal: the connection of its account, the rule of its type, the record (fetched where the
 * event is thin), the client, the command. Every way it can end has a named reason.
 */
@Component
class WebhookHandler implements InboxHandler {

    static final String KIND = "webhook";

    /** Seldom: a connection that is well again wakes what waits for it, see {@link WaitingNews}. */
    private static final Duration LOOK_AGAIN = Duration.ofHours(1);

    private final Connections connections;
    private final VendorAccounts accounts;
    private final InboundTranslator translator;
    private final ClientChoice clients;
    private final InvoiceArrivals invoices;
    private final RequestArrivals requests;
    private final CommentArrivals comments;
    private final LinkDecisions decisions;
    private final UnreadEvents unread;
    private final FailingConnections failing;

    WebhookHandler(
            Connections connections,
            VendorAccounts accounts,
            InboundTranslator translator,
            ClientChoice clients,
            InvoiceArrivals invoices,
            RequestArrivals requests,
            CommentArrivals comments,
            LinkDecisions decisions,
            UnreadEvents unread,
            FailingConnections failing) {
        this.connections = connections;
        this.accounts = accounts;
        this.translator = translator;
        this.clients = clients;
        this.invoices = invoices;
        this.requests = requests;
        this.comments = comments;
        this.decisions = decisions;
        this.unread = unread;
        this.failing = failing;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** How the hold keys of rows begin that wait for a connection of their account. */
    static final String HOLD_KEY = "account:";

    /** Rows of an account nobody set up wait under this key, until a connection for it appears. */
    static String holdKey(String app, String account) {
        return HOLD_KEY + app + ":" + account;
    }

    @Override
    public Handling handle(InboxMessage message) {
        if (unread.concerns(message)) {
            return unread.readAgain(message);
        }
        Optional<Connection> connection = connections.byAccount(message.app(), message.account());
        if (connection.isEmpty()) {
            return new Handling.Held(
                    "unknown-account",
                    "No connection of the app \"%s\" has the account \"%s\". Create one; then this goes on by itself."
                            .formatted(message.app(), message.account()),
                    holdKey(message.app(), message.account()),
                    List.of());
        }
        Optional<VendorAccount> account = accounts.of(connection.get());
        if (!connections.working(connection.get()) || account.isEmpty()) {
            return stopped(
                    connection.get().problem() == null
                            ? "It is switched off."
                            : connection.get().problem());
        }
        Optional<InboundRule> rule = account.get().connector().inboundFor(message.eventType());
        if (rule.isEmpty() || message.event() == null) {
            return new Handling.Ignored("no-rule", "The connector has no rule for " + message.eventType() + ".");
        }
        Optional<LeftAlone> silent = rule.get().fetch() == null
                ? Optional.empty()
                : failing.leftAlone(connection.get().name());
        if (silent.isPresent() && silent.get().nextTry().isPositive()) {
            return new Handling.NotYet(
                    "vendor-left-alone",
                    "It is asked again with what waits to be sent.",
                    silent.get().nextTry());
        }
        return translate(message, connection.get(), account.get(), rule.get(), silent.isPresent());
    }

    /** @param silent it did not answer lately: a record that is fetched now shows that it does again */
    private Handling translate(
            InboxMessage message, Connection connection, VendorAccount account, InboundRule rule, boolean silent) {
        JsonNode event = CanonicalJson.parse(String.valueOf(message.event()));
        Instant beforeFetch = requests.beforeFetch(rule);
        InboundTranslator.Result result = translator.handle(account, rule, event);
        if (silent && result instanceof InboundTranslator.Result.Translated) {
            failing.answered(connection.name());
        }
        return switch (result) {
            case InboundTranslator.Result.NotFetched not -> notFetched(connection, not.answer());
            case InboundTranslator.Result.Translated done ->
                translated(
                        message, connection, account, rule, done.translation().fetchedAfter(beforeFetch));
        };
    }

    private Handling notFetched(Connection connection, VendorAnswer answer) {
        return switch (answer) {
            case VendorAnswer.Retry retry ->
                retry.notAsked()
                        .<Handling>map(pause -> new Handling.NotYet(retry.reason(), retry.words(), pause))
                        .orElseGet(() -> new Handling.Retry(retry.reason(), retry.words(), retry.after()));
            case VendorAnswer.Refused refused -> new Handling.Refused(refused.reason(), refused.words());
            case VendorAnswer.Reauthorize again -> stop(connection, again.words());
            case VendorAnswer.Suspend suspend -> stop(connection, suspend.words());
            case VendorAnswer.Done done -> throw new IllegalStateException("A fetch that worked is translated");
        };
    }

    private Handling stop(Connection connection, String words) {
        connections.stop(connection.name(), words);
        return stopped(words);
    }

    private static Handling stopped(String words) {
        return new Handling.NotYet("connection-stopped", words, LOOK_AGAIN);
    }

    private Handling translated(
            InboxMessage message,
            Connection connection,
            VendorAccount account,
            InboundRule rule,
            InboundTranslation translation) {
        return switch (translation) {
            case InboundTranslation.NotAccepted not -> new Handling.Ignored(not.reason(), null);
            case InboundTranslation.Failed failed -> failed(failed.path() + ": " + failed.message(), failed.tooLarge());
            case Command command ->
                clients.of(message, connection, command.link())
                        .map(client -> new Arrival(message, account, client, command))
                        .map(arrival -> noted(connection, command, apply(arrival)))
                        .orElseGet(() -> held(connection, account, rule, command.link()));
        };
    }

    private static Handling failed(String words, boolean tooLarge) {
        return tooLarge ? new Handling.Refused("too-large", words) : new Handling.Dead("mapping-failed", words);
    }

    /** Held with what the vendor tells of the record that stands for the client, so that a person can decide. */
    private Handling held(Connection connection, VendorAccount account, InboundRule rule, @Nullable LinkKey key) {
        return clients.held(connection, key == null ? null : translator.described(account, rule, key));
    }

    /** A comment belongs to its request, whose own record says by which link it came. */
    private Handling noted(Connection connection, Command command, Handling handling) {
        LinkKey key = command.link();
        if (connection.client() == null
                && key != null
                && handling instanceof Handling.Applied applied
                && applied.clientId() != null
                && !(command.facts() instanceof InboundTranslation.Facts.Remark)) {
            decisions.note(ClientChoice.link(connection, key), new ClientId(applied.clientId()), applied);
        }
        return handling;
    }

    private Handling apply(Arrival arrival) {
        return switch (arrival.command().facts()) {
            case InboundTranslation.Facts.Invoice invoice -> invoices.take(arrival, invoice.facts());
            case InboundTranslation.Facts.Request request -> requests.take(arrival, request.draft());
            case InboundTranslation.Facts.Remark remark -> comments.take(arrival, remark);
        };
    }
}
