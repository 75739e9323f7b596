package io.vestibule.portal.api;

import io.vestibule.platform.web.FormErrors;
import io.vestibule.platform.web.Notice;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.api.Peers.Peer;
import io.vestibule.portal.contract.ContractJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The systems with API access, for Internal Admins: who they are, what they may do, and their tokens. A token is shown in
 * the answer to the click that made it and nowhere else, not even in the session: that would keep it in the database.
 */
@Controller
@RequestMapping("/portal/peers")
class PeersController {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    /** How long the former token may still count, in hours; the words for them are messages. */
    private static final List<Integer> OVERLAPS = List.of(1, 24, 168);

    private final Peers peers;

    PeersController(Peers peers) {
        this.peers = peers;
    }

    /** What is typed to let a system in. */
    record PeerForm(String name, Set<Scope> scopes) {

        static final PeerForm EMPTY = new PeerForm("", Set.of());

        PeerForm {
            name = name == null ? "" : name.strip();
            scopes = scopes == null ? Set.of() : scopes;
        }
    }

    /** A token that is shown now. @param until how long the former one counts, null for a new system */
    record NewToken(String peer, String token, @Nullable Duration until) {}

    @GetMapping
    ModelAndView list(Access access) {
        requireAdmin(access);
        return page(access, PeerForm.EMPTY, null);
    }

    @PostMapping
    ModelAndView create(Access access, @ModelAttribute PeerForm form) {
        requireAdmin(access);
        FormErrors errors = new FormErrors();
        if (!NAME.matcher(form.name()).matches()) {
            errors.add("name", "peers.error.name");
        }
        if (form.scopes().isEmpty()) {
            errors.add("scopes", "peers.error.scopes");
        }
        if (!errors.isEmpty()) {
            return refused(access, form, errors);
        }
        return peers.create(access, new Peer(form.name(), form.scopes()))
                .map(token -> shown(access, new NewToken(form.name(), token, null)))
                .orElseGet(() -> refused(access, form, new FormErrors().add("name", "peers.error.taken")));
    }

    @PostMapping("/{name}/rotation")
    ModelAndView rotate(
            Access access,
            @PathVariable String name,
            @RequestParam(defaultValue = "24") int hours,
            RedirectAttributes redirect) {
        requireAdmin(access);
        Duration overlap = Duration.ofHours(OVERLAPS.contains(hours) ? hours : 24);
        Optional<String> token = peers.rotate(access, name, overlap);
        return token.map(made -> shown(access, new NewToken(name, made, overlap)))
                .orElseGet(() -> back(redirect, Notice.problem("peers.not-there", name)));
    }

    @PostMapping("/{name}/removal")
    ModelAndView remove(Access access, @PathVariable String name, RedirectAttributes redirect) {
        requireAdmin(access);
        boolean removed = peers.remove(access, name);
        return back(redirect, removed ? Notice.done("peers.removed", name) : Notice.problem("peers.not-there", name));
    }

    private ModelAndView shown(Access access, NewToken token) {
        return page(access, PeerForm.EMPTY, null).addObject("made", token);
    }

    private ModelAndView refused(Access access, PeerForm form, FormErrors errors) {
        ModelAndView page = page(access, form, errors);
        page.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        return page;
    }

    private ModelAndView page(Access access, PeerForm form, @Nullable FormErrors errors) {
        return new ModelAndView("portal/api/peers")
                .addObject("peers", peers.all(access))
                .addObject("changes", peers.changes(access))
                .addObject("own", BuiltInPeer.NAME)
                .addObject("scopes", scopes())
                .addObject("overlaps", OVERLAPS)
                .addObject("form", form)
                .addObject("errors", errors);
    }

    /** Scopes by their word. */
    private static Map<String, Scope> scopes() {
        return Arrays.stream(Scope.values())
                .collect(Collectors.toMap(ContractJson::word, scope -> scope, (one, other) -> one, LinkedHashMap::new));
    }

    private static ModelAndView back(RedirectAttributes redirect, List<Notice> notice) {
        redirect.addFlashAttribute(Notice.MODEL, notice);
        return new ModelAndView("redirect:/portal/peers");
    }

    private static void requireAdmin(Access access) {
        if (!access.may(Permission.CHANGE_CONSOLE)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
    }
}
