package io.vestibule.hub.connection;

import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.Setting;
import io.vestibule.hub.connector.StatusTables;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds what was entered against the fields a connector declares: errors per field, and values sorted by secrecy. */
final class FieldCheck {

    private static final Pattern NAME = Pattern.compile("[a-z0-9](-?[a-z0-9]){1,39}");

    /** Taken by the portal's feed, by mail the product itself sends, and by deliveries that are counted for mail. */
    private static final Set<String> RESERVED = Set.of("portal", "system", "mail");

    private final Map<String, String> errors = new LinkedHashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>();

    Map<String, String> errors() {
        return errors;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** Only those that were entered now. */
    Map<String, String> secrets() {
        return secrets;
    }

    void name(String name) {
        if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
            errors.put(
                    "name",
                    "\"%s\" can't be a name. Use 2 to 40 lower-case letters, digits and single dashes; portal, system"
                                    .formatted(name)
                            + " and mail are taken.");
        }
    }

    void error(String field, String words) {
        errors.put(field, words);
    }

    void fields(Map<String, Setting> declared, Map<String, String> given, Map<String, String> storedSecrets) {
        declared.forEach((key, setting) -> {
            String value = given.getOrDefault(key, "").strip();
            if (setting.secret()) {
                secret(key, setting, value, storedSecrets.get(key));
            } else {
                setting(key, setting, value);
            }
        });
        given.keySet().stream()
                .filter(key -> !declared.containsKey(key))
                .forEach(key -> errors.put(key, "This field is unknown to the connector. Leave it out."));
    }

    private void secret(String key, Setting setting, String value, @Nullable String stored) {
        if (value.isEmpty() && stored != null) {
            return;
        }
        setting.problemWith(value).ifPresent(words -> errors.put(key, words));
        if (!value.isEmpty()) {
            secrets.put(key, value);
        }
    }

    private void setting(String key, Setting setting, String value) {
        setting.problemWith(value).ifPresent(words -> errors.put(key, words));
        if (!value.isEmpty()) {
            settings.put(key, value);
        }
    }

    /** What keeps a connection from being switched on, in words for people; empty = nothing that the catalogue knows. */
    static Optional<String> hindrance(
            Connector connector, String account, Map<String, Connection.StatusTable> statuses) {
        return waitsForAccount(connector, account)
                ? Optional.of(("It is not chosen yet which account of %s this is. Press \"Sign in to %s\"; if several"
                                + " accounts are offered then, choose one.")
                        .formatted(connector.title(), connector.title()))
                : statusGap(connector, statuses);
    }

    /** The connector lists its accounts after sign-in, and none was chosen so far. */
    static boolean waitsForAccount(Connector connector, String account) {
        return account.isEmpty() && connector.accounts().isPresent();
    }

    /**
     * Every status a vendor can send must mean something here, or its news could not be applied.
     *
     * @return why the connection can't be switched on; empty = all tables are total as far as the catalogue knows
     */
    static Optional<String> statusGap(Connector connector, Map<String, Connection.StatusTable> own) {
        for (var entry : connector.statuses().entrySet()) {
            Connector.StatusTable declared = entry.getValue();
            Connection.StatusTable given = own.get(entry.getKey());
            Map<String, String> in = given == null ? declared.in() : given.in();
            Map<String, String> out = given == null ? declared.out() : given.out();
            if (in.isEmpty()) {
                return Optional.of("The status table for %ss is empty. Say what each status of the vendor means."
                        .formatted(entry.getKey()));
            }
            Optional<String> problem = StatusTables.problems(entry.getKey(), in, out, declared.values()).stream()
                    .findFirst();
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }
}
