package io.vestibule.hub.console;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Authorizations;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.connector.Setting;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.control.HealthReport;
import io.vestibule.hub.mail.mailbox.MissedMails;
import io.vestibule.platform.web.FormErrors;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Fills the pages about connections; {@link ConnectionsController} decides which one is shown. */
@Component
class ConnectionPage {

    private final Apps apps;
    private final Connections connections;
    private final ConnectorCatalog catalog;
    private final VendorAccounts accounts;
    private final Authorizations authorizations;
    private final StatusForm statusForm;
    private final WebhookAddresses hooks;
    private final ClientNames clientNames;
    private final HealthReport health;
    private final MissedMails missedMails;
    private final MessageSource messages;

    ConnectionPage(
            Apps apps,
            Connections connections,
            ConnectorCatalog catalog,
            VendorAccounts accounts,
            Authorizations authorizations,
            StatusForm statusForm,
            WebhookAddresses hooks,
            ClientNames clientNames,
            HealthReport health,
            MissedMails missedMails,
            MessageSource messages) {
        this.apps = apps;
        this.connections = connections;
        this.catalog = catalog;
        this.accounts = accounts;
        this.authorizations = authorizations;
        this.statusForm = statusForm;
        this.hooks = hooks;
        this.clientNames = clientNames;
        this.health = health;
        this.missedMails = missedMails;
        this.messages = messages;
    }

    /**
     * What stands in the form.
     *
     * @param served null = nobody has chosen yet
     * @param values of the app's and the connection's fields, and the name
     */
    record Entered(
            @Nullable String app,
            @Nullable Served served,
            Map<String, String> values,
            Map<String, StatusTable> statuses) {}

    /** A connector without OAuth: nothing but this one account is registered at the vendor, so it is its own app. */
    static boolean ownApp(Connector connector) {
        return connector.oauth().isEmpty();
    }

    String list(Model model) {
        Collection<Connection> all = connections.all();
        model.addAttribute("connections", all);
        model.addAttribute("lines", health.of(all));
        model.addAttribute("clientNames", clientNames.byId());
        return "hub/console/connections";
    }

    String choose(Model model, @Nullable Connector chosen) {
        model.addAttribute("connector", chosen);
        model.addAttribute(
                "connectors",
                catalog.all().stream()
                        .sorted(Comparator.comparing(Connector::title))
                        .toList());
        model.addAttribute(
                "apps",
                apps.all().stream()
                        .filter(app -> chosen != null && app.connector().equals(chosen.name()))
                        .toList());
        return "hub/console/connection-choose";
    }

    /** The vendor is asked for its statuses anew. */
    void lookAgain(Connection connection) {
        statusForm.forget(connection);
    }

    String form(
            Model model,
            Connector connector,
            @Nullable Connection connection,
            Entered entered,
            @Nullable FormErrors errors) {
        model.addAttribute("connector", connector);
        model.addAttribute("connection", connection);
        if (connection != null) {
            model.addAttribute("lines", health.of(List.of(connection)));
        }
        model.addAttribute("version", connection == null ? null : connection.version());
        model.addAttribute("appName", entered.app());
        model.addAttribute("ownApp", ownApp(connector));
        addSignIn(model, connector, connection);
        model.addAttribute("values", ConnectorForm.shown(connector.fields(), entered.values()));
        Served served = entered.served();
        model.addAttribute("client", served == null ? null : served.choice());
        model.addAttribute("clientChoices", clientChoices(served == null ? null : served.client()));
        model.addAttribute("statusTables", statusForm.tables(connector, connection, entered.statuses()));
        model.addAttribute("secretsSet", secretsSet(connection));
        model.addAttribute("errors", errors);
        return "hub/console/connection";
    }

    private void addSignIn(Model model, Connector connector, @Nullable Connection connection) {
        Map<String, Setting> typed = new LinkedHashMap<>(connector.settings());
        connector.accounts().ifPresent(accounts -> typed.remove(accounts.setting()));
        model.addAttribute("settings", typed);
        model.addAttribute(
                "accountSetting",
                connector
                        .accounts()
                        .map(Connector.Accounts::setting)
                        .map(connector.settings()::get)
                        .orElse(null));
        if (connection != null) {
            model.addAttribute(
                    "bySignIn",
                    accounts.of(connection).filter(VendorAccount::bySignIn).isPresent());
            model.addAttribute("goneMails", missedMails.gone(connection.name()));
            model.addAttribute("signedIn", authorizations.signedIn(connection));
            model.addAttribute(
                    "accountTitle", connections.accountTitle(connection.name()).orElse(null));
            model.addAttribute(
                    "hook", apps.find(connection.app()).flatMap(hooks::of).orElse(null));
        }
    }

    private Map<String, Instant> secretsSet(@Nullable Connection connection) {
        Map<String, Instant> set = new HashMap<>();
        if (connection != null) {
            set.putAll(apps.secretsSetAt(connection.app()));
            set.putAll(connections.secretsSetAt(connection.name()));
        }
        return set;
    }

    /** The one that is chosen already stays a choice when the portal can't be asked for its name. */
    private Map<String, String> clientChoices(@Nullable ClientId chosen) {
        Map<String, String> choices = new LinkedHashMap<>();
        String firm = messages.getMessage("connections.whole-firm", null, LocaleContextHolder.getLocale());
        choices.put(Served.FIRM.choice(), firm);
        clientNames.byId().forEach((id, name) -> choices.put(new Served(new ClientId(id)).choice(), name));
        if (chosen != null) {
            choices.putIfAbsent(new Served(chosen).choice(), chosen.value());
        }
        return choices;
    }
}
