package io.vestibule.hub.canonical;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contribution to a request's conversation.
 *
 * @param elided quoted text that was cut, null when nothing was
 * @param at when it was written at its source; the conversation is ordered by it
 * @param kind null for an ordinary one
 */
public record Comment(
        Party author,
        Visibility visibility,
        String text,
        @Nullable String elided,
        List<FileId> files,
        Channel channel,
        Instant at,
        @Nullable CommentKind kind) {

    /** An ordinary one. */
    public Comment(
            Party author,
            Visibility visibility,
            String text,
            @Nullable String elided,
            List<FileId> files,
            Channel channel,
            Instant at) {
        this(author, visibility, text, elided, files, channel, at, null);
    }

    /** The same, where it only asks how the request stands and is answered by a machine. */
    public Comment asStatusCheck() {
        return new Comment(author, visibility, text, elided, files, channel, at, CommentKind.STATUS_CHECK);
    }
}
