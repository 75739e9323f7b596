package io.vestibule.hub.inbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a message is put away that nobody wants: it ends, with who said so and why, and can be handled again at any time.
 *
 * @param by null when only time has passed
 */
public record Dismissal(
        InboxState state,
        String reason,
        @Nullable String by,
        @Nullable String why) {

    static final Set<String> REASONS = Set.of("not-ours", "refused-here", "expired");

    /** It is about nothing of the firm's. */
    public static Dismissal notOurs(String by, @Nullable String why) {
        return new Dismissal(InboxState.IGNORED, "not-ours", by, why);
    }

    /** The firm does not take it; whoever sent it hears nothing. */
    public static Dismissal refused(String by, @Nullable String why) {
        return new Dismissal(InboxState.REFUSED, "refused-here", by, why);
    }

    /** Nobody decided in time. */
    public static Dismissal expired(String why) {
        return new Dismissal(InboxState.REFUSED, "expired", null, why);
    }

    /** Whether a message with this reason was put away: it asks for nobody any more. */
    public static boolean isPutAway(@Nullable String reason) {
        return reason != null && REASONS.contains(reason);
    }
}
