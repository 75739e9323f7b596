package io.vestibule.portal.contract;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contribution to a request's conversation.
 *
 * @param elided quoted text that was cut, null when nothing was
 * @param files ids of files that were handed over before
 * @param at when it was written at its source; the conversation is ordered by it
 * @param kind null for an ordinary one
 */
public record Comment(
        Party author,
        Visibility visibility,
        String text,
        @Nullable String elided,
        List<String> files,
        Channel channel,
        Instant at,
        @Nullable CommentKind kind) {

    /** An ordinary one. */
    public Comment(
            Party author,
            Visibility visibility,
            String text,
            @Nullable String elided,
            List<String> files,
            Channel channel,
            Instant at) {
        this(author, visibility, text, elided, files, channel, at, null);
    }

    /** The same with these files. */
    public Comment with(List<String> attached) {
        return new Comment(author, visibility, text, elided, attached, channel, at, kind);
    }
}
