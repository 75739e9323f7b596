package io.vestibule.portal.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a conversation, or of the comments in it.
 *
 * @param entries oldest first
 * @param before how many lie before it
 * @param after how many lie after it
 */
public record TimelineStretch(List<RequestEntry> entries, long before, long after) {

    /** Where it begins, for {@link Requests#timelineBefore} and {@link Requests#timelineFrom}; null when nothing lies before. */
    public @Nullable String earlier() {
        return before == 0
                ? null
                : new TimeCursor(entries.getFirst().at(), entries.getFirst().id()).text();
    }
}
