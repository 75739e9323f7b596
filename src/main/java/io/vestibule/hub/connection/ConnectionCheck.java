package io.vestibule.hub.connection;

import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.connector.RecordAddress;
import io.vestibule.hub.connector.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a {@link ConnectionDraft} against its app, its connector and the other connections. */
final class ConnectionCheck {

    private final ConnectionDraft draft;
    private final Snapshot others;
    private final ConnectorCatalog catalog;
    private final AccountLock lock;
    private final FieldCheck fields = new FieldCheck();

    private @Nullable Connector connector;
    private String account = "";
    private boolean otherRecords;
    private @Nullable String problem;

    ConnectionCheck(ConnectionDraft draft, Snapshot others, ConnectorCatalog catalog, AccountLock lock) {
        this.draft = draft;
        this.others = others;
        this.catalog = catalog;
        this.lock = lock;
    }

    ConnectionCheck run(boolean isNew) {
        fields.name(draft.name());
        Connection present = others.connections().get(draft.name());
        if (isNew && present != null) {
            fields.error(
                    "name", "There is a connection named \"%s\" already. Choose another name.".formatted(draft.name()));
        }
        App app = others.apps().get(draft.app());
        if (app == null) {
            fields.error("app", "There is no app named \"%s\". Create it first.".formatted(draft.app()));
        } else if (present != null && !present.app().equals(draft.app())) {
            fields.error("app", "A connection keeps its app. Create a new connection instead.");
        } else {
            withConnector(app, present);
        }
        Connector known = connector;
        if (!isNew && present != null && known != null && known.receive().mail() == null) {
            keepRecords(known, present);
        }
        return this;
    }

    private void withConnector(App app, @Nullable Connection present) {
        Optional<Connector> found = catalog.find(app.connector());
        if (found.isEmpty()) {
            fields.error("app", Connections.noConnector(app.connector()));
            return;
        }
        Connector known = found.get();
        connector = known;
        App namesake = others.apps().get(draft.name());
        if (present == null
                && known.receive().mail() != null
                && namesake != null
                && !draft.name().equals(app.name())) {
            fields.error("name", "There is an app named \"%s\". Choose another name.".formatted(draft.name()));
        }
        fields.fields(enterable(known), draft.values(), present == null ? Map.of() : present.secrets());
        if (draft.client() == null) {
            known.settings()
                    .forEach((key, setting) -> setting.problemForFirm(
                                    fields.settings().getOrDefault(key, ""))
                            .ifPresent(words -> fields.error(key, words)));
        }
        account = draft.account().isBlank()
                ? accountSetting(known)
                        .map(key -> fields.settings().getOrDefault(key, ""))
                        .orElse("")
                : draft.account().strip();
        if (!FieldCheck.waitsForAccount(known, account)) {
            refuseTwin();
        }
        problem = FieldCheck.hindrance(known, account, draft.statuses()).orElse(null);
    }

    private void refuseTwin() {
        others.connections().values().stream()
                .filter(other -> !other.name().equals(draft.name()))
                .filter(other ->
                        other.app().equals(draft.app()) && other.account().equals(account))
                .findFirst()
                .ifPresent(other -> fields.error(
                        "account",
                        "The connection \"%s\" has this account already. One account has one connection."
                                .formatted(other.name())));
    }

    /** What is linked by now stays what it is; see {@link AccountLock}. The ids of mails are everywhere the same. */
    private void keepRecords(Connector known, Connection present) {
        List<String> changed = RecordAddress.settings(known).stream()
                .filter(key -> isAnother(known, key, present))
                .toList();
        otherRecords = !changed.isEmpty();
        if (otherRecords && lock.holds(draft.name())) {
            changed.forEach(key -> fields.error(key, linkedBefore(known, key, present)));
        }
        lock.against(present, account)
                .ifPresent(words -> fields.error(accountSetting(known).orElse("account"), words));
    }

    /** Where nothing was set so far, the first value says what the records have been. */
    private boolean isAnother(Connector known, String key, Connection present) {
        String before = value(known, key, present.settings());
        return !before.isEmpty() && !before.equals(value(known, key, fields.settings()));
    }

    private static String linkedBefore(Connector known, String key, Connection present) {
        String before = value(known, key, present.settings());
        return "This connection already stands for \"%s\": its records are linked. Create a new connection for others."
                .formatted(setting(known, key).options().getOrDefault(before, before));
    }

    private static String value(Connector known, String key, Map<String, String> settings) {
        return settings.getOrDefault(
                key, Objects.requireNonNullElse(setting(known, key).defaultValue(), ""));
    }

    private static Setting setting(Connector known, String key) {
        return Objects.requireNonNull(known.settings().get(key));
    }

    /** An account that is chosen after sign-in need not be there before. */
    private static Map<String, Setting> enterable(Connector known) {
        Map<String, Setting> fields = new LinkedHashMap<>(known.settings());
        known.accounts()
                .ifPresent(accounts -> fields.computeIfPresent(accounts.setting(), (key, field) -> field.optional()));
        return fields;
    }

    /** A connector whose events name their account by a field calls the setting for it by the same name. */
    private static Optional<String> accountSetting(Connector known) {
        Optional<Connector.Accounts> accounts = known.accounts();
        if (accounts.isPresent()) {
            return accounts.map(Connector.Accounts::setting);
        }
        if (known.receive().mail() != null) {
            return Optional.of("address");
        }
        Connector.Webhook webhook = known.receive().webhook();
        if (webhook == null || webhook.account() == null) {
            return Optional.empty();
        }
        String expression = webhook.account();
        return known.settings().keySet().stream()
                .filter(key -> Pattern.compile("\\b" + Pattern.quote(key) + "\\b")
                        .matcher(expression)
                        .find())
                .findFirst();
    }

    Map<String, String> errors() {
        return fields.errors();
    }

    FieldCheck fields() {
        return fields;
    }

    ConnectionDraft draft() {
        return draft;
    }

    Connector connector() {
        return Objects.requireNonNull(connector);
    }

    String account() {
        return account;
    }

    /** Whether the ids of its records would be those of other records than so far, in the same account. */
    boolean otherRecords() {
        return otherRecords;
    }

    @Nullable
    String problem() {
        return problem;
    }
}
