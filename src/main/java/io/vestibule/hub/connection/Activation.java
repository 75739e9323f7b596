package io.vestibule.hub.connection;

import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.StatusTables;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.connector.VendorStatuses;
import io.vestibule.hub.connector.VendorStatuses.Listing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Switches a connection on only when every status its vendor has means something here. Asks the vendor, so it is called
 * with no database connection held; a vendor that can't be asked is no obstacle: then what is stored counts.
 */
@Component
public class Activation {

    private final Connections connections;
    private final VendorAccounts accounts;
    private final VendorStatuses statuses;

    Activation(Connections connections, VendorAccounts accounts, VendorStatuses statuses) {
        this.connections = connections;
        this.accounts = accounts;
        this.statuses = statuses;
    }

    /** @return what keeps it from being switched on, in words for people; empty = it is on */
    public Optional<String> enable(String name, String by) {
        Optional<String> problem = connections.enable(name, true, by);
        return problem.isPresent() ? problem : recheck(name, by);
    }

    /** After a change or a sign-in: one that is on but has a status that means nothing is switched off, and says which. */
    public Optional<String> recheck(String name, String by) {
        Optional<Connection> connection = connections.find(name).filter(Connection::enabled);
        Optional<String> gap = connection.flatMap(accounts::of).flatMap(this::gap);
        gap.ifPresent(words -> connections.refuse(name, words, by));
        return gap;
    }

    private Optional<String> gap(VendorAccount account) {
        for (Map.Entry<String, Connector.StatusTable> table :
                account.connector().statuses().entrySet()) {
            if (table.getValue().perConnection()
                    && statuses.list(account, table.getKey()) instanceof Listing.Listed listed) {
                Optional<String> gap = gap(account, table.getKey(), listed.statuses());
                if (gap.isPresent()) {
                    return gap;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> gap(
            VendorAccount account, String type, List<VendorStatuses.VendorStatus> vendorStatuses) {
        VendorAccount.StatusPair pair = account.statuses().get(type);
        return vendorStatuses.stream()
                .filter(status -> pair == null || !pair.in().containsKey(status.value()))
                .findFirst()
                .map(status ->
                        "%s's status \"%s\" (%s) maps to nothing. Choose one of %s for it, then enable the connection."
                                .formatted(
                                        account.connector().title(),
                                        status.title(),
                                        status.value(),
                                        String.join(", ", StatusTables.ours(type))));
    }
}
