package io.vestibule.hub.console;

import io.vestibule.hub.connection.Activation;
import io.vestibule.hub.connection.Authorizations;
import io.vestibule.hub.connection.Authorizations.Return;
import io.vestibule.hub.console.ConnectionTests.Result;
import io.vestibule.hub.outbox.FailingConnections;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.Notice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What an admin does with a connection besides editing it: try it out, and sign in at the vendor. */
@Controller
class ConnectionActionsController {

    private static final String PAGE = "redirect:/console/connections/";

    private final Registrations registrations;
    private final ConnectionTests tests;
    private final Authorizations authorizations;
    private final Activation activation;
    private final FailingConnections failing;

    ConnectionActionsController(
            Registrations registrations,
            ConnectionTests tests,
            Authorizations authorizations,
            Activation activation,
            FailingConnections failing) {
        this.registrations = registrations;
        this.tests = tests;
        this.authorizations = authorizations;
        this.activation = activation;
        this.failing = failing;
    }

    @PostMapping("/console/connections/{name}/test")
    String test(@PathVariable String name, RedirectAttributes redirect) {
        redirect.addFlashAttribute(
                Notice.MODEL,
                switch (tests.run(registrations.connection(name))) {
                    case Result.Works works -> Notice.done("connections.tested", works.words());
                    case Result.Fails fails -> Notice.problem("connections.test-failed", fails.words());
                    case Result.NothingToTry nothing -> Notice.done("connections.nothing-to-test", nothing.address());
                });
        return PAGE + name;
    }

    /** Does not wait for the pause after which a vendor that does not answer is tried again. */
    @PostMapping("/console/connections/{name}/next-try")
    String tryNow(@PathVariable String name, RedirectAttributes redirect) {
        boolean tried = failing.tryNow(registrations.connection(name).name());
        redirect.addFlashAttribute(Notice.MODEL, Notice.done(tried ? "connections.tried" : "connections.answers"));
        return "redirect:/console";
    }

    @PostMapping("/console/connections/{name}/authorization")
    String authorize(@PathVariable String name, @AuthenticationPrincipal Viewer viewer, RedirectAttributes redirect) {
        return authorizations
                .begin(registrations.connection(name), viewer.personId())
                .map(address -> "redirect:" + address)
                .orElseGet(() -> {
                    redirect.addFlashAttribute(Notice.MODEL, Notice.problem("connections.no-app"));
                    return PAGE + name;
                });
    }

    /** The vendor sends the person back here; the state ties this visit to the one who began it. */
    @GetMapping(Authorizations.CALLBACK)
    String callback(
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String error,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        Admins.require(viewer);
        if (code == null) {
            String words = Objects.requireNonNullElse(error, "the vendor gave no code");
            redirect.addFlashAttribute(Notice.MODEL, Notice.problem("connections.not-authorized", words));
            return "redirect:/console/connections";
        }
        return switch (authorizations.finish(state, code, viewer.personId())) {
            case Return.NotSignedIn not -> {
                redirect.addFlashAttribute(Notice.MODEL, Notice.problem("connections.not-authorized", not.words()));
                yield not.connection() == null ? "redirect:/console/connections" : PAGE + not.connection();
            }
            case Return.SignedIn in -> {
                redirect.addFlashAttribute(
                        Notice.MODEL,
                        activation
                                .recheck(in.connection(), viewer.name())
                                .map(words -> Notice.problem("connections.error", words))
                                .orElseGet(() -> ConnectionAccountController.notice(in.account())));
                yield ConnectionAccountController.page(in.connection(), in.account());
            }
        };
    }
}
