package io.vestibule.hub.connection;

import io.vestibule.hub.connector.OfferedAccounts;
import io.vestibule.hub.connector.OfferedAccounts.Listing;
import io.vestibule.hub.connector.OfferedAccounts.Offered;
import io.vestibule.hub.connector.VendorAccount;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which of the vendor's accounts a connection is, for connectors that list them after sign-in: the only one is taken at
 * once, of several a person chooses. What is chosen is always one that the vendor lists at that moment, and never one
 * that another connection of the app has. Asks the vendor, so it is called with no database connection held.
 */
@Component
public class AccountChoice {

    private final Connections connections;
    private final VendorAccounts accounts;
    private final OfferedAccounts offered;
    private final AccountLock lock;

    AccountChoice(Connections connections, VendorAccounts accounts, OfferedAccounts offered, AccountLock lock) {
        this.connections = connections;
        this.accounts = accounts;
        this.offered = offered;
        this.lock = lock;
    }

    /**
     * @param takenBy the connection that has it already, null = free
     * @param current it is this connection's own
     * @param locked this connection stands for another one, see {@link AccountLock}
     */
    public record Choice(String id, String title, @Nullable String takenBy, boolean current, boolean locked) {}

    /** What there is to choose from. */
    public sealed interface Offer {
        record Choices(List<Choice> choices) implements Offer {}

        /** @param words why nothing can be chosen now, and what to do */
        record Nothing(String words) implements Offer {}
    }

    /** How choosing ended. */
    public sealed interface Outcome {
        /** @param title of the account; null where there was nothing to choose */
        record Settled(@Nullable String title) implements Outcome {}

        /** A person has to choose. {@code words}: what went before, null = nothing to say */
        record Open(@Nullable String words) implements Outcome {}

        /** @param words for people, with what to do */
        record Refused(String words) implements Outcome {}
    }

    /** Whether connections of this one's connector choose their account from a list. */
    public boolean offersAccounts(Connection connection) {
        return accounts.of(connection)
                .filter(account -> account.connector().accounts().isPresent())
                .isPresent();
    }

    public Offer offer(Connection connection) {
        Optional<VendorAccount> account = accounts.of(connection)
                .filter(known -> known.connector().accounts().isPresent());
        if (account.isEmpty()) {
            return new Offer.Nothing("This connection has no accounts to choose from.");
        }
        String vendor = account.get().connector().title();
        return switch (offered.list(account.get())) {
            case Listing.NotListed not -> new Offer.Nothing(not.words());
            case Listing.Listed listed -> {
                listed.accounts().forEach(one -> connections.nameAccount(connection.name(), one.id(), one.title()));
                yield listed.accounts().isEmpty()
                        ? new Offer.Nothing(("This sign-in may use no account of %s. Sign in again as somebody who may,"
                                        + " and allow an account there.")
                                .formatted(vendor))
                        : new Offer.Choices(listed.accounts().stream()
                                .map(one -> choice(connection, one))
                                .toList());
            }
        };
    }

    private Choice choice(Connection connection, Offered one) {
        String takenBy = connections
                .byAccount(connection.app(), one.id())
                .map(Connection::name)
                .filter(name -> !name.equals(connection.name()))
                .orElse(null);
        return new Choice(
                one.id(),
                one.title(),
                takenBy,
                one.id().equals(connection.account()),
                lock.against(connection, one.id()).isPresent());
    }

    /** Right after a sign-in: goes on with the account it has, takes the only one, or leaves the choice to a person. */
    Outcome settle(Connection connection, String by) {
        if (!offersAccounts(connection)) {
            connections.recover(connection.name(), by);
            return new Outcome.Settled(null);
        }
        return switch (offer(connection)) {
            case Offer.Nothing nothing -> nothingListed(connection, nothing.words(), by);
            case Offer.Choices offer -> {
                List<Choice> choices = offer.choices();
                if (!connection.account().isEmpty()) {
                    yield goOn(connection, choices, by);
                }
                yield choices.size() == 1 ? take(connection, choices.getFirst(), by) : new Outcome.Open(null);
            }
        };
    }

    /** The sign-in itself worked: a connection that knows its account goes on, and its calls will tell. */
    private Outcome nothingListed(Connection connection, String words, String by) {
        if (connection.account().isEmpty()) {
            return new Outcome.Refused(words);
        }
        connections.recover(connection.name(), by);
        return new Outcome.Settled(null);
    }

    private Outcome goOn(Connection connection, List<Choice> choices, String by) {
        Optional<Choice> own = choices.stream().filter(Choice::current).findFirst();
        if (own.isPresent()) {
            connections.recover(connection.name(), by);
            return new Outcome.Settled(own.get().title());
        }
        String words = ("This sign-in may use %s, but not the account this connection has had so far. Sign in again as"
                        + " somebody who may use that one, or %s.")
                .formatted(
                        choices.stream().map(Choice::title).collect(Collectors.joining(", ")),
                        choices.stream().allMatch(Choice::locked)
                                ? "create a new connection for the other"
                                : "choose another account");
        connections.stop(connection.name(), words);
        return new Outcome.Open(words);
    }

    /** A person's choice, or the only one there is. */
    public Outcome choose(Connection connection, String id, String by) {
        return switch (offer(connection)) {
            case Offer.Nothing nothing -> new Outcome.Refused(nothing.words());
            case Offer.Choices offer ->
                offer.choices().stream()
                        .filter(choice -> choice.id().equals(id))
                        .findFirst()
                        .map(choice -> take(connection, choice, by))
                        .orElseGet(() -> new Outcome.Open("Choose one of these accounts."));
        };
    }

    private Outcome take(Connection connection, Choice choice, String by) {
        if (choice.takenBy() != null) {
            return new Outcome.Refused(
                    ("The connection \"%s\" has %s already. One account has one connection: go on with"
                                    + " that one, or sign in again and allow another account.")
                            .formatted(choice.takenBy(), choice.title()));
        }
        Optional<String> hindrance = connections.choose(connection, choice.id(), by);
        connections.nameAccount(connection.name(), choice.id(), choice.title());
        return hindrance.<Outcome>map(Outcome.Refused::new).orElseGet(() -> new Outcome.Settled(choice.title()));
    }
}
