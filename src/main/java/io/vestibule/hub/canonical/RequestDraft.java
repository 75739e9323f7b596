package io.vestibule.hub.canonical;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as it comes from outside, before the portal gave it a number.
 *
 * @param requester who asks; null when a system opened it for nobody in particular
 * @param text what the person wrote now, plain text
 * @param elided quoted text and signature that were cut from it, null when nothing was
 * @param participants further people who hear of it
 * @param status null = New
 * @param sentAt when it was written at its source
 */
public record RequestDraft(
        String subject,
        String text,
        @Nullable String elided,
        @Nullable Party requester,
        List<Party> participants,
        List<FileId> files,
        Channel channel,
        @Nullable RequestStatus status,
        @Nullable Instant sentAt) {}
