package io.vestibule.hub.console;

import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.connector.VendorAnswer;
import io.vestibule.hub.connector.VendorHttp;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tries a connection out: the call its connector names as check. Changes nothing on either side. */
@Component
class ConnectionTests {

    private final VendorAccounts accounts;
    private final VendorHttp vendors;

    ConnectionTests(VendorAccounts accounts, VendorHttp vendors) {
        this.accounts = accounts;
        this.vendors = vendors;
    }

    record Result(boolean works, String words) {}

    Result run(Connection connection) {
        Optional<VendorAccount> account = accounts.of(connection);
        if (account.isEmpty()) {
            return new Result(false, "Its app or connector is missing.");
        }
        VendorAccount known = account.get();
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
