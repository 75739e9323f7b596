package io.vestibule.hub.console;

import io.vestibule.hub.connection.App;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connector.Connector;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.FormErrors;
import io.vestibule.platform.web.Notice;
import java.util.HashMap;
import java.util.Map;
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

/** The registrations with vendors: their secrets, and the address their webhooks go to. */
@Controller
@RequestMapping("/console/apps")
class AppsController {

    private static final String PAGE = "hub/console/app";

    private final Apps apps;
    private final Connections connections;
    private final Registrations registrations;
    private final WebhookAddresses hooks;

    AppsController(Apps apps, Connections connections, Registrations registrations, WebhookAddresses hooks) {
        this.apps = apps;
        this.connections = connections;
        this.registrations = registrations;
        this.hooks = hooks;
    }

    @GetMapping
    String list(Model model) {
        Map<String, String> addresses = new HashMap<>();
        apps.all().forEach(app -> hooks.of(app).ifPresent(address -> addresses.put(app.name(), address)));
        model.addAttribute("apps", apps.all());
        model.addAttribute("hooks", addresses);
        return "hub/console/apps";
    }

    @GetMapping("/new")
    String blank(
            @RequestParam(defaultValue = "") String connector, @AuthenticationPrincipal Viewer viewer, Model model) {
        Admins.require(viewer);
        return form(model, registrations.connector(connector), null, Map.of(), null);
    }

    @PostMapping
    String create(
            @RequestParam Map<String, String> form,
            @AuthenticationPrincipal Viewer viewer,
            Model model,
            RedirectAttributes redirect) {
        Connector connector = registrations.connector(form.getOrDefault("connector", ""));
        String name = form.getOrDefault("name", "").strip();
        AppDraft draft = new AppDraft(name, connector.name(), ConnectorForm.values(connector.app(), form), true);
        Change change = apps.save(draft, null, viewer.name());
        if (change instanceof Change.Saved) {
            redirect.addFlashAttribute(Notice.MODEL, Notice.done("apps.saved"));
            return "redirect:/console/apps/" + name;
        }
        Map<String, String> values = new HashMap<>(draft.values());
        values.put("name", name);
        return form(model, connector, null, values, errors(change, connector, form));
    }

    @GetMapping("/{name}")
    String one(@PathVariable String name, Model model) {
        App app = registrations.app(name);
        return form(model, registrations.connector(app.connector()), app, app.settings(), null);
    }

    @PostMapping("/{name}")
    String change(
            @PathVariable String name,
            @RequestParam Map<String, String> form,
            @AuthenticationPrincipal Viewer viewer,
            Model model,
            RedirectAttributes redirect) {
        App app = registrations.app(name);
        Connector connector = registrations.connector(app.connector());
        AppDraft draft =
                new AppDraft(name, connector.name(), ConnectorForm.values(connector.app(), form), app.enabled());
        long seen = ConnectorForm.version(form, app.version());
        Change change = apps.save(draft, seen, viewer.name());
        if (change instanceof Change.Saved) {
            redirect.addFlashAttribute(Notice.MODEL, Notice.done("connections.saved"));
            return "redirect:/console/apps/" + name;
        }
        String again = form(model, connector, app, draft.values(), errors(change, connector, form));
        if (change instanceof Change.Invalid) {
            // Whoever corrects a mistake still has not seen what somebody else changed
            model.addAttribute("version", seen);
        }
        return again;
    }

    @PostMapping("/{name}/state")
    String state(
            @PathVariable String name,
            @RequestParam boolean enabled,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        apps.enable(registrations.app(name).name(), enabled, viewer.name());
        redirect.addFlashAttribute(Notice.MODEL, Notice.done(enabled ? "connections.enabled" : "connections.disabled"));
        return "redirect:/console/apps/" + name;
    }

    private String form(
            Model model,
            Connector connector,
            @Nullable App app,
            Map<String, String> values,
            @Nullable FormErrors errors) {
        model.addAttribute("connector", connector);
        model.addAttribute("app", app);
        model.addAttribute("version", app == null ? null : app.version());
        model.addAttribute("values", ConnectorForm.shown(connector.app(), values));
        model.addAttribute("errors", errors);
        model.addAttribute("secretsSet", app == null ? Map.of() : apps.secretsSetAt(app.name()));
        if (app != null) {
            model.addAttribute("hook", hooks.of(app).orElse(null));
            model.addAttribute("connections", connections.ofApp(app.name()));
        }
        return PAGE;
    }

    private static FormErrors errors(Change change, Connector connector, Map<String, String> form) {
        return switch (change) {
            case Change.Invalid invalid ->
                ConnectorForm.withLostSecrets(
                        ConnectorForm.errors(invalid.errors(), connector.app()), connector.app(), form);
            case Change.Moved moved ->
                ConnectorForm.withLostSecrets(new FormErrors(), connector.app(), form)
                        .add(firstField(connector), "connections.moved");
            case Change.Saved saved -> new FormErrors();
        };
    }

    /** The name of an app can't be changed, so the form of one that is there has no field for it. */
    private static String firstField(Connector connector) {
        return connector.app().keySet().stream()
                .findFirst()
                .map(key -> ConnectorForm.PREFIX + key)
                .orElse("name");
    }
}
