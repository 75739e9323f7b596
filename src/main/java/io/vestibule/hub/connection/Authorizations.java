package io.vestibule.hub.connection;

import io.vestibule.hub.connector.Authorization;
import io.vestibule.hub.connector.Authorization.Connected;
import io.vestibule.hub.connector.Authorization.Redirect;
import io.vestibule.hub.connector.TokenStore;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.SecretBox;
import io.vestibule.platform.web.PublicAddress;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Authorising a connection by OAuth: sends an admin to the vendor and takes him back. A try belongs to the person who
 * began it, works once, and ends after ten minutes by the database's clock.
 */
@Component
public class Authorizations {

    /** Where every vendor sends people back to; entered at the vendor as redirect address. */
    public static final String CALLBACK = "/console/oauth/callback";

    private final Database hubDatabase;
    private final Connections connections;
    private final VendorAccounts accounts;
    private final Authorization authorization;
    private final AccountChoice choice;
    private final TokenStore tokens;
    private final SecretBox secretBox;
    private final PublicAddress publicAddress;

    Authorizations(
            Database hubDatabase,
            Connections connections,
            VendorAccounts accounts,
            Authorization authorization,
            AccountChoice choice,
            TokenStore tokens,
            SecretBox secretBox,
            PublicAddress publicAddress) {
        this.hubDatabase = hubDatabase;
        this.connections = connections;
        this.accounts = accounts;
        this.authorization = authorization;
        this.choice = choice;
        this.tokens = tokens;
        this.secretBox = secretBox;
        this.publicAddress = publicAddress;
    }

    /** How coming back ended. */
    public sealed interface Return {
        /** @param connection null when the try is unknown; {@code words}: what went wrong and what to do */
        record NotSignedIn(@Nullable String connection, String words) implements Return {}

        /** @param account whether it is settled which of the vendor's accounts this is */
        record SignedIn(String connection, AccountChoice.Outcome account) implements Return {}
    }

    private record Try(String connection, byte[] sealed) {}

    /** Whether somebody signed in for it at some time; the vendor may have ended that since. */
    public boolean signedIn(Connection connection) {
        return tokens.load(connection.name()).isPresent();
    }

    /** Where to send the person's browser; empty when its connector or app is gone, or it is not called by sign-in. */
    public Optional<URI> begin(Connection connection, String personId) {
        return accounts.of(connection).filter(VendorAccount::bySignIn).map(account -> {
            Redirect redirect = authorization.begin(account, callback());
            store(connection.name(), redirect, personId);
            return redirect.address();
        });
    }

    /** Takes the person back: the code becomes tokens; when the account is settled too, the connection's queue goes on. */
    public Return finish(String state, String code, String personId) {
        Optional<Try> begun = take(state, personId);
        if (begun.isEmpty()) {
            return new Return.NotSignedIn(
                    null, "This sign-in was not begun here, or more than ten minutes ago. Begin it again.");
        }
        String name = begun.get().connection();
        Optional<Connection> connection = connections.find(name);
        Optional<VendorAccount> account = connection.flatMap(accounts::of);
        if (account.isEmpty()) {
            return new Return.NotSignedIn(null, "Connection " + name + " no longer exists. Create it again.");
        }
        String verifier = secretBox.open(begun.get().sealed(), owner(state));
        Connected connected =
                authorization.complete(account.get(), code, callback(), verifier.isEmpty() ? null : verifier);
        if (connected instanceof Connected.Failed failed) {
            return new Return.NotSignedIn(name, failed.words());
        }
        return new Return.SignedIn(name, choice.settle(connection.orElseThrow(), personId));
    }

    private URI callback() {
        return URI.create(publicAddress.of(CALLBACK));
    }

    private void store(String connection, Redirect redirect, String personId) {
        String verifier = Objects.requireNonNullElse(redirect.codeVerifier(), "");
        hubDatabase
                .sql("""
                        insert into hub.authorization_try (state, connection, sealed, person, expires_at)
                        values (:state, :connection, :sealed, :person, clock_timestamp() + interval '10 minutes')
                        """)
                .param("state", Ids.sha256(redirect.state()))
                .param("connection", connection)
                .param("sealed", secretBox.seal(verifier, owner(redirect.state())))
                .param("person", personId)
                .update();
        hubDatabase
                .sql("delete from hub.authorization_try where expires_at < clock_timestamp()")
                .update();
    }

    private Optional<Try> take(String state, String personId) {
        return hubDatabase
                .sql("""
                        delete from hub.authorization_try
                        where state = :state and person = :person and expires_at > clock_timestamp()
                        returning connection, sealed
                        """)
                .param("state", Ids.sha256(state))
                .param("person", personId)
                .query((row, n) -> new Try(row.getString("connection"), row.getBytes("sealed")))
                .optional();
    }

    private static String owner(String state) {
        return "authorization:" + Ids.sha256(state);
    }
}
