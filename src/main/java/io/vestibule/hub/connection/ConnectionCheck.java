package io.vestibule.hub.connection;

import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.connector.Setting;
import java.util.LinkedHashMap;
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
    private final FieldCheck fields = new FieldCheck();

    private @Nullable Connector connector;
    private String account = "";
    private @Nullable String problem;

    ConnectionCheck(ConnectionDraft draft, Snapshot others, ConnectorCatalog catalog) {
        this.draft = draft;
        this.others = others;
        this.catalog = catalog;
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

    /** An account that is chosen after sign-in need not be there before. */
    private static Map<String, Setting> enterable(Connector known) {
        Map<String, Setting> fields = new LinkedHashMap<>(known.settings());
        known.accounts()
                .ifPresent(accounts -> fields.computeIfPresent(accounts.setting(), (key, field) -> field.optional()));
        return fields;
    }

    /** A connector whose events name their account by a field calls the setting for it by the same name. */
    private String accountSetting(Connector known) {
        Optional<Connector.Accounts> accounts = known.accounts();
        if (accounts.isPresent()) {
            return fields.settings().getOrDefault(accounts.get().setting(), "");
        }
        if (known.receive().mail() != null) {
            return fields.settings().getOrDefault("address", "");
        }
        Connector.Webhook webhook = known.receive().webhook();
        if (webhook == null || webhook.account() == null) {
            return "";
        }
        String expression = webhook.account();
        return known.settings().keySet().stream()
                .filter(key -> Pattern.compile("\\b" + Pattern.quote(key) + "\\b")
                        .matcher(expression)
                        .find())
                .map(key -> fields.settings().getOrDefault(key, ""))
                .findFirst()
                .orElse("");
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

    @Nullable
    String problem() {
        return problem;
    }
}
