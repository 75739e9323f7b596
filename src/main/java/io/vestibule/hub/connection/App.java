package io.vestibule.hub.connection;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One registration with a vendor: client id and secret, webhook secret, the address {@code /hooks/{name}}. A mailbox or
 * a plain webhook sender is its own app.
 *
 * @param name lower case letters, digits and dashes; part of the hook's address
 * @param connector name of the catalogue entry
 * @param settings the connector's {@code app} fields that are no secrets
 * @param secrets decrypted values of the secret fields; never logged ({@link #toString} masks them)
 */
public record App(
        String name,
        String connector,
        Map<String, String> settings,
        Map<String, String> secrets,
        boolean enabled,
        @Nullable String problem,
        long version) {

    @Override
    public String toString() {
        return "App[" + name + ", connector=" + connector + "]";
    }
}
