package io.vestibule.hub.connector;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a call to a vendor or a translation needs to know of a connection: the catalogue entry, what admins
 * entered at the app and at the connection, and its status tables. The connection room makes one per use.
 *
 * @param name the connection's name: tokens and the rate budget are kept under it, external ids carry it
 * @param settings values that are no secret, of app and connection together; defaults are filled in here
 * @param secrets decrypted secret values of both; never seen by mappings, never logged
 * @param statuses the connection's tables by canonical type; the connector's own where it has none
 */
public record VendorAccount(
        String name,
        Connector connector,
        Map<String, String> settings,
        Map<String, String> secrets,
        Map<String, StatusPair> statuses) {

    /** A status table in use: every vendor value to ours, and ours to one vendor value. */
    public record StatusPair(Map<String, String> in, Map<String, String> out) {
        public StatusPair {
            in = filled(in);
            out = filled(out);
        }

        /** A status that people left open means nothing. */
        private static Map<String, String> filled(Map<String, String> table) {
            Map<String, String> filled = new HashMap<>(table);
            filled.values().removeIf(String::isBlank);
            return Map.copyOf(filled);
        }
    }

    public VendorAccount {
        settings = withDefaults(connector, settings);
        secrets = Map.copyOf(secrets);
        statuses = withOwnTables(connector, statuses);
    }

    private static Map<String, String> withDefaults(Connector connector, Map<String, String> given) {
        Map<String, String> all = new HashMap<>();
        connector.fields().forEach((key, field) -> {
            if (!field.secret() && field.defaultValue() != null) {
                all.put(key, field.defaultValue());
            }
        });
        given.forEach((key, value) -> {
            if (!value.isBlank()) {
                all.put(key, value);
            }
        });
        return Map.copyOf(all);
    }

    private static Map<String, StatusPair> withOwnTables(Connector connector, Map<String, StatusPair> given) {
        Map<String, StatusPair> all = new HashMap<>();
        connector.statuses().forEach((type, table) -> all.put(type, new StatusPair(table.in(), table.out())));
        all.putAll(given);
        return Map.copyOf(all);
    }

    /** A setting or secret by name; null when nothing was entered. */
    @Nullable
    String value(String key) {
        return settings.containsKey(key) ? settings.get(key) : secrets.get(key);
    }

    /** How its calls are signed: the first way whose values are all filled in. */
    Optional<Connector.Auth> way() {
        Map<String, String> values = values();
        return connector.auth().stream().filter(auth -> auth.usableWith(values)).findFirst();
    }

    /** Whether a person's sign-in at the vendor is how this account is called, and its app knows enough to begin one. */
    public boolean bySignIn() {
        return way().filter(auth -> auth.type() == Connector.AuthType.OAUTH2).isPresent()
                && settings.containsKey("clientId");
    }

    Map<String, String> values() {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(secrets);
        return Map.copyOf(all);
    }

    StatusPair statusPair(String type) {
        return Objects.requireNonNullElse(statuses.get(type), new StatusPair(Map.of(), Map.of()));
    }

    @Override
    public String toString() {
        return "VendorAccount[" + name + ", connector=" + connector.name() + "]";
    }
}
