package io.vestibule.portal.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a conversation.
 *
 * @param entries oldest first
 * @param further how many lie beyond, in the direction that was asked for
 */
public record TimelineStretch(List<RequestEntry> entries, long further) {

    /** Where it begins, for {@link Requests#timelineBefore} and {@link Requests#timelineFrom}; null when nothing lies before. */
    public @Nullable String earlier() {
        return further == 0
                ? null
                : new TimeCursor(entries.getFirst().at(), entries.getFirst().id()).text();
    }
}
