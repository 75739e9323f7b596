package io.vestibule.hub.console;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.Activation;
import io.vestibule.hub.connection.App;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.OwnApps;
import io.vestibule.hub.connector.Connector;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.FormErrors;
import io.vestibule.platform.web.Notice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The accounts the hub works with: created from the forms that connectors declare, changed, switched on and off. All
 * of it takes effect without a restart. A connector without app fields (a mailbox, say) gets its app by itself.
 */
@Controller
@RequestMapping("/console/connections")
class ConnectionsController {

    /** Only while all else that is wrong is looked for; what is wrong for the whole firm alone is not said then. */
    private static final ClientId NOT_CHOSEN = new ClientId("not chosen");

    private final Apps apps;
    private final Connections connections;
    private final OwnApps ownApps;
    private final Registrations registrations;
    private final Activation activation;
    private final ConnectionPage page;

    ConnectionsController(
            Apps apps,
            Connections connections,
            OwnApps ownApps,
            Registrations registrations,
            Activation activation,
            ConnectionPage page) {
        this.apps = apps;
        this.connections = connections;
        this.ownApps = ownApps;
        this.registrations = registrations;
        this.activation = activation;
        this.page = page;
    }

    @GetMapping
    String list(Model model) {
        return page.list(model);
    }

    /** First what to connect, then under which app, then the form. */
    @GetMapping("/new")
    String blank(
            @RequestParam(required = false) @Nullable String connector,
            @RequestParam(required = false) @Nullable String app,
            @AuthenticationPrincipal Viewer viewer,
            Model model) {
        Admins.require(viewer);
        if (connector == null) {
            return page.choose(model, null);
        }
        Connector chosen = registrations.connector(connector);
        if (app == null && !ConnectionPage.ownApp(chosen)) {
            return page.choose(model, chosen);
        }
        return page.form(model, chosen, null, new ConnectionPage.Entered(app, null, Map.of(), Map.of()), null);
    }

    @PostMapping
    String create(
            @RequestParam Map<String, String> form,
            @AuthenticationPrincipal Viewer viewer,
            Model model,
            RedirectAttributes redirect) {
        Connector connector = registrations.connector(form.getOrDefault("connector", ""));
        String name = form.getOrDefault("name", "").strip();
        String named = form.getOrDefault("app", "");
        boolean withApp = ConnectionPage.ownApp(connector) && named.isEmpty();
        ConnectionDraft draft = draft(connector, name, withApp ? name : named, form, true);
        AppDraft app = withApp ? app(connector, name, form, true) : null;
        if (served(form, null).isEmpty()) {
            return again(model, connector, null, form, withoutServed(connector, app, draft, null));
        }
        Change change = save(app, draft, null, viewer.name());
        if (change instanceof Change.Saved && connector.accounts().isPresent()) {
            redirect.addFlashAttribute(Notice.MODEL, Notice.done("connections.sign-in-next", connector.title()));
            return "redirect:/console/connections/" + name;
        }
        return answer(change, name, viewer, redirect)
                .orElseGet(() -> again(model, connector, null, form, errors(change, connector)));
    }

    /** @param again the vendor is asked for its statuses, however lately it was */
    @GetMapping("/{name}")
    String one(@PathVariable String name, @RequestParam(defaultValue = "false") boolean again, Model model) {
        Connection connection = registrations.connection(name);
        if (again) {
            page.lookAgain(connection);
        }
        Connector connector = registrations.connector(connection.connector());
        Map<String, String> values = new HashMap<>(connection.settings());
        apps.find(connection.app()).map(App::settings).ifPresent(values::putAll);
        return page.form(
                model,
                connector,
                connection,
                new ConnectionPage.Entered(
                        connection.app(), new Served(connection.client()), values, connection.statuses()),
                null);
    }

    @PostMapping("/{name}")
    String change(
            @PathVariable String name,
            @RequestParam Map<String, String> form,
            @AuthenticationPrincipal Viewer viewer,
            Model model,
            RedirectAttributes redirect) {
        Connection connection = registrations.connection(name);
        Connector connector = registrations.connector(connection.connector());
        ConnectionDraft draft = draft(connector, name, connection.app(), form, connection.enabled());
        long seen = ConnectorForm.version(form, connection.version());
        AppDraft app = apps.find(connection.app())
                .filter(found -> ConnectionPage.ownApp(connector))
                .map(found -> app(connector, found.name(), form, found.enabled()))
                .orElse(null);
        if (served(form, connection).isEmpty()) {
            String again = again(model, connector, connection, form, withoutServed(connector, app, draft, seen));
            model.addAttribute("version", seen);
            return again;
        }
        Change change = save(app, draft, seen, viewer.name());
        return answer(change, name, viewer, redirect).orElseGet(() -> {
            String again = again(model, connector, connection, form, errors(change, connector));
            if (change instanceof Change.Invalid) {
                // Whoever corrects a mistake still has not seen what somebody else changed
                model.addAttribute("version", seen);
            }
            return again;
        });
    }

    @PostMapping("/{name}/state")
    String state(
            @PathVariable String name,
            @RequestParam boolean enabled,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        Connection connection = registrations.connection(name);
        Optional<String> hindrance = enabled
                ? activation.enable(connection.name(), viewer.name())
                : connections.enable(connection.name(), false, viewer.name());
        redirect.addFlashAttribute(
                Notice.MODEL,
                hindrance
                        .map(words -> Notice.problem("connections.error", words))
                        .orElseGet(() -> Notice.done(enabled ? "connections.enabled" : "connections.disabled")));
        return "redirect:/console/connections/" + name;
    }

    private Change save(@Nullable AppDraft app, ConnectionDraft draft, @Nullable Long seen, String by) {
        return app == null ? connections.save(draft, seen, by) : ownApps.save(app, draft, seen, by);
    }

    /** Nobody was chosen: this, and all else that is wrong. */
    private FormErrors withoutServed(
            Connector connector, @Nullable AppDraft app, ConnectionDraft draft, @Nullable Long seen) {
        Map<String, String> others = app == null ? connections.errors(draft, seen) : ownApps.errors(app, draft, seen);
        return ConnectorForm.errors(others, connector.fields()).add("client", "connections.error.client");
    }

    private static AppDraft app(Connector connector, String name, Map<String, String> form, boolean enabled) {
        return new AppDraft(name, connector.name(), ConnectorForm.values(connector.app(), form), enabled);
    }

    /** An account that is chosen after sign-in is never taken from a form. */
    private ConnectionDraft draft(
            Connector connector, String name, String app, Map<String, String> form, boolean enabled) {
        Optional<Connection> present = connections.find(name);
        Optional<Served> served = served(form, present.orElse(null));
        ClientId client = served.isPresent() ? served.get().client() : NOT_CHOSEN;
        Map<String, String> values = ConnectorForm.values(connector.settings(), form);
        String account = present.map(Connection::account).orElse("");
        connector.accounts().ifPresent(accounts -> values.put(accounts.setting(), account));
        return new ConnectionDraft(name, app, "", client, values, StatusForm.read(connector, form), enabled);
    }

    /** Whom the form names; without such a field it stays whom it was. Empty = nobody was chosen. */
    private static Optional<Served> served(Map<String, String> form, @Nullable Connection present) {
        return present == null || form.containsKey("client")
                ? Served.chosen(form.get("client"))
                : Optional.of(new Served(present.client()));
    }

    /** The redirect after a change that was stored; empty when the form has to be shown again. */
    private Optional<String> answer(Change change, String name, Viewer viewer, RedirectAttributes redirect) {
        if (change instanceof Change.Saved saved) {
            String problem = Optional.ofNullable(saved.problem())
                    .or(() -> activation.recheck(name, viewer.name()))
                    .orElse(null);
            redirect.addFlashAttribute(
                    Notice.MODEL,
                    problem == null ? Notice.done("connections.saved") : Notice.problem("connections.error", problem));
            return Optional.of("redirect:/console/connections/" + name);
        }
        return Optional.empty();
    }

    private static FormErrors errors(Change change, Connector connector) {
        return change instanceof Change.Invalid invalid
                ? ConnectorForm.errors(invalid.errors(), connector.fields())
                : new FormErrors().add("client", "connections.moved");
    }

    private String again(
            Model model,
            Connector connector,
            @Nullable Connection connection,
            Map<String, String> form,
            FormErrors errors) {
        Map<String, String> values = new HashMap<>(ConnectorForm.values(connector.fields(), form));
        values.put("name", form.getOrDefault("name", ""));
        return page.form(
                model,
                connector,
                connection,
                new ConnectionPage.Entered(
                        form.get("app"),
                        served(form, connection).orElse(null),
                        values,
                        StatusForm.read(connector, form)),
                ConnectorForm.withLostSecrets(errors, connector.fields(), form));
    }
}
