package io.vestibule.hub.connection;

import io.vestibule.hub.canonical.ClientId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection as entered in a form.
 *
 * @param account the vendor's id of the account; empty = the value of the setting that the connector marks as account,
 *     or none where the app is the account
 * @param client null = firm-wide
 * @param values the connector's {@code settings} fields, secrets too; an empty secret keeps the one that is stored
 * @param statuses tables by canonical type, only for those that the connector leaves to each connection
 */
public record ConnectionDraft(
        String name,
        String app,
        String account,
        @Nullable ClientId client,
        Map<String, String> values,
        Map<String, Connection.StatusTable> statuses,
        boolean enabled) {

    @Override
    public String toString() {
        return "ConnectionDraft[" + name + ", app=" + app + "]";
    }
}
