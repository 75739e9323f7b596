package io.vestibule.hub.console;

import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.connector.VendorAnswer;
import io.vestibule.hub.connector.VendorHttp;
import io.vestibule.hub.mail.mailbox.MailboxCheck;
import io.vestibule.platform.web.PublicAddress;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tries a connection out: the call its connector names as check, or a mailbox by its own mail. Changes nothing. */
@Component
class ConnectionTests {

    private final Connections connections;
    private final VendorAccounts accounts;
    private final VendorHttp vendors;
    private final MailboxCheck mailboxes;
    private final PublicAddress publicAddress;

    ConnectionTests(
            Connections connections,
            VendorAccounts accounts,
            VendorHttp vendors,
            MailboxCheck mailboxes,
            PublicAddress publicAddress) {
        this.connections = connections;
        this.accounts = accounts;
        this.vendors = vendors;
        this.mailboxes = mailboxes;
        this.publicAddress = publicAddress;
    }

    /** How a try ended; words are for people. */
    sealed interface Result {
        record Works(String words) implements Result {}

        record Fails(String words) implements Result {}

        /** The other side calls us, and we never call it. {@code address}: where it does */
        record NothingToTry(String address) implements Result {}
    }

    Result run(Connection connection) {
        Optional<VendorAccount> account = accounts.of(connection);
        if (account.isEmpty()) {
            return new Result.Fails("Its app or connector is missing.");
        }
        Connector connector = account.get().connector();
        if (connector.receive().mail() != null) {
            MailboxCheck.Result tried = mailboxes.check(connection);
            return tried.works() ? new Result.Works(tried.words()) : new Result.Fails(tried.words());
        }
        if (connections.waitsForAccount(connection)) {
            return new Result.Fails(Objects.requireNonNullElse(connection.problem(), "Its account is not chosen yet."));
        }
        if (connector.http() == null || connector.http().check() == null) {
            return new Result.NothingToTry(publicAddress.of("/hooks/" + connection.app()));
        }
        VendorAnswer answer = vendors.check(account.get());
        return answer instanceof VendorAnswer.Done done
                ? new Result.Works(connector.title() + " answered " + done.status() + ".")
                : new Result.Fails(answer.words());
    }
}
