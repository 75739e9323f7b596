package io.vestibule.hub.mail;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reasons for which a mail is held although it may well be known whose it is: a person can let it in in spite of one, and
 * then only that one is not raised again. Whoever raises one asks {@link MailCase#accepts} first.
 */
public final class Doubts {

    private static final Set<String> ALL = Set.of(
            "not-genuine",
            "burst",
            "message-id-reused",
            "encrypted",
            "too-large",
            "unreadable",
            "unstorable",
            "dangerous-file",
            "infected",
            "not-scanned",
            "not-scannable");

    private Doubts() {}

    public static boolean isOne(@Nullable String reason) {
        return reason != null && ALL.contains(reason);
    }
}
