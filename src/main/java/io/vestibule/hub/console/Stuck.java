package io.vestibule.hub.console;

import io.vestibule.hub.inbox.Dismissal;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.outbox.OutboxRow;
import io.vestibule.hub.outbox.OutboxState;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.ui.Model;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Which messages ask for somebody, and in which list of problems each stands. Whoever decides about one goes on with that
 * list, so what a person did hands its address on to the message's page, where the message may stand in no list any more.
 */
final class Stuck {

    private static final String LIST = "problemList";

    private static final Set<InboxState> RECEIVED = Set.of(InboxState.HELD, InboxState.REFUSED, InboxState.DEAD);
    private static final Set<OutboxState> SENT = Set.of(OutboxState.HELD, OutboxState.REFUSED, OutboxState.DEAD);

    private Stuck() {}

    /** What was put away asks for nobody. */
    static boolean is(InboxRow row) {
        return RECEIVED.contains(row.state()) && !Dismissal.isPutAway(row.reason());
    }

    static boolean is(OutboxRow row) {
        return SENT.contains(row.state());
    }

    /** Empty when it stands in none. */
    static Optional<String> listOf(InboxRow row) {
        Owner owner = Owner.of(Objects.requireNonNullElse(row.reason(), ""));
        return is(row) ? Optional.of(ProblemsController.url(owner, Words.key(row.state()))) : Optional.empty();
    }

    /** Empty when it stands in none. */
    static Optional<String> listOf(OutboxRow row) {
        Owner owner = Owner.of(Objects.requireNonNullElse(row.reason(), ""));
        String list = ProblemCounts.SENT + Words.key(row.state());
        return is(row) ? Optional.of(ProblemsController.url(owner, list)) : Optional.empty();
    }

    /** @param list in which the message stood before something was done to it */
    static void handOn(Optional<String> list, RedirectAttributes redirect) {
        list.ifPresent(address -> redirect.addFlashAttribute(LIST, address));
    }

    /** The list that was handed on, or else the one in which the message stands. */
    static void addList(Optional<String> list, Model model) {
        if (!model.containsAttribute(LIST)) {
            list.ifPresent(address -> model.addAttribute(LIST, address));
        }
    }
}
