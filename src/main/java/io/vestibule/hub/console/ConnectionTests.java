package io.vestibule.hub.console;

import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.connector.VendorAnswer;
import io.vestibule.hub.connector.VendorHttp;
import io.vestibule.hub.mail.mailbox.MailboxCheck;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tries a connection out: the call its connector names as check, or a mailbox by its own mail. Changes nothing. */
@Component
class ConnectionTests {

    private final VendorAccounts accounts;
    private final VendorHttp vendors;
    private final MailboxCheck mailboxes;

    ConnectionTests(VendorAccounts accounts, VendorHttp vendors, MailboxCheck mailboxes) {
        this.accounts = accounts;
        this.vendors = vendors;
        this.mailboxes = mailboxes;
    }

    record Result(boolean works, String words) {}

    Result run(Connection connection) {
        Optional<VendorAccount> account = accounts.of(connection);
        if (account.isEmpty()) {
            return new Result(false, "Its app or connector is missing.");
        }
        VendorAccount known = account.get();
        if (known.connector().receive().mail() != null) {
            MailboxCheck.Result tried = mailboxes.check(connection);
            return new Result(tried.works(), tried.words());
        }
        return known.connector().http() == null
                ? new Result(true, "Nothing is called at this system; it sends to us.")
                : result(known, vendors.check(known));
    }

    private static Result result(VendorAccount account, VendorAnswer answer) {
        String title = account.connector().title();
        return switch (answer) {
            case VendorAnswer.Done done -> new Result(true, title + " answered " + done.status() + ".");
            case VendorAnswer.Retry retry -> new Result(false, retry.words());
            case VendorAnswer.Refused refused -> new Result(false, refused.words());
            case VendorAnswer.Reauthorize again -> new Result(false, again.words());
            case VendorAnswer.Suspend suspend -> new Result(false, suspend.words());
        };
    }
}
