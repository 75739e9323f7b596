package io.vestibule.platform.web;

import io.vestibule.platform.database.EmbeddedPostgresWatch;
import io.vestibule.platform.database.StorageFault;
import io.vestibule.platform.database.StorageState.Hindrance;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Why nothing can be stored, since when, what that means and what to do: for admins, on the health page as long as that
 * can be read, and on the page in its place when it can't.
 */
@Component
public class OutageWords {

    private final ObjectProvider<EmbeddedPostgresWatch> embedded;
    private final Times times;

    /** @param embedded not there with an external database */
    OutageWords(ObjectProvider<EmbeddedPostgresWatch> embedded, Times times) {
        this.embedded = embedded;
        this.times = times;
    }

    public Problem of(Hindrance hindrance) {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "%s Since %s nothing that comes in is acknowledged: senders come again, and mail stays in its mailbox."
                        .formatted(hindrance.fault().description(), times.exact(hindrance.since())),
                action(hindrance.fault()) + " Vestibule then goes on by itself.");
    }

    private String action(StorageFault fault) {
        boolean ownServer = embedded.stream().findAny().isPresent();
        return fault == StorageFault.AWAY && ownServer
                ? "It is being started again; if it does not come back within minutes, the log says what hinders it."
                : fault.action();
    }
}
