package io.vestibule.hub.connection;

import io.vestibule.hub.canonical.ClientId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account authorised under an app, for one client or for the whole firm.
 *
 * @param name unique; the {@code account} part of external ids and the name people see
 * @param account the vendor's id of the account (tenant, portal id, mailbox address); empty where the app is the account
 * @param client null = firm-wide: the client of each record comes from a {@link Links} entry
 * @param statuses the connection's status tables by canonical type (request, invoice)
 * @param problem why it is stopped, for people; null = working
 */
public record Connection(
        String name,
        String app,
        String connector,
        String account,
        @Nullable ClientId client,
        Map<String, String> settings,
        Map<String, String> secrets,
        Map<String, StatusTable> statuses,
        boolean enabled,
        @Nullable String problem,
        long version) {

    /**
     * @param in every status of the vendor to one of ours (total; many to one)
     * @param out at most one vendor value for each of ours
     */
    public record StatusTable(Map<String, String> in, Map<String, String> out) {}

    public boolean firmWide() {
        return client == null;
    }

    @Override
    public String toString() {
        return "Connection[" + name + ", app=" + app + ", account=" + account + "]";
    }
}
