package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.Authorization;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.connector.VendorAnswer;
import io.vestibule.platform.mail.AccessToken;
import io.vestibule.platform.mail.NoAccessToken;
import jakarta.mail.AuthenticationFailedException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Access tokens of mailboxes whose person signed in at the provider, for reading and sending alike. One that the server
 * does not take is renewed; when that one is not taken either, or the provider gives none any more, the connection stops
 * until somebody signs in again.
 */
@Component
class MailTokens {

    private final VendorAccounts accounts;
    private final Authorization authorization;
    private final Connections connections;
    private final Map<String, Doubt> doubts = new ConcurrentHashMap<>();

    /**
     * A token that was not taken.
     *
     * @param instead what was given in its place, empty before that
     */
    private record Doubt(String refused, String instead) {}

    MailTokens(VendorAccounts accounts, Authorization authorization, Connections connections) {
        this.accounts = accounts;
        this.authorization = authorization;
        this.connections = connections;
    }

    /** Empty for a mailbox with a password. */
    Optional<AccessToken> of(Connection connection) {
        return accounts.of(connection)
                .filter(account -> account.connector().oauth().isPresent())
                .map(Current::new);
    }

    private final class Current implements AccessToken {
        private final VendorAccount account;

        Current(VendorAccount account) {
            this.account = account;
        }

        @Override
        public String current() throws NoAccessToken {
            Doubt doubt = doubts.get(account.name());
            return switch (authorization.token(account, doubt == null ? null : doubt.refused())) {
                case Authorization.Token.Good good -> {
                    if (doubt != null && doubt.instead().isEmpty()) {
                        doubts.put(account.name(), new Doubt(doubt.refused(), good.value()));
                    }
                    yield good.value();
                }
                case Authorization.Token.None none -> {
                    if (none.answer() instanceof VendorAnswer.Reauthorize again) {
                        stop(again.words());
                    }
                    throw new NoAccessToken(none.answer().words());
                }
            };
        }

        @Override
        public void refused(String token, AuthenticationFailedException said) {
            if (BusyServer.says(said)) {
                return;
            }
            Doubt doubt = doubts.get(account.name());
            if (doubt != null && doubt.instead().equals(token)) {
                stop(
                        "Connection %s: the mail server refused a new access token, too (%s). Sign in again in the console under Connections > %s, as somebody who may read and send for this mailbox."
                                .formatted(account.name(), said.getMessage(), account.name()));
            } else {
                doubts.put(account.name(), new Doubt(token, ""));
            }
        }

        private void stop(String words) {
            doubts.remove(account.name());
            connections.stop(account.name(), words);
        }
    }
}
