package io.vestibule.portal.contract;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request before it has a number.
 *
 * @param requester who asks; null when a system opened it for nobody in particular
 * @param elided quoted text and signature that were cut from the text, null when nothing was
 * @param participants further people who hear of it
 * @param status null = New
 * @param sentAt when it was written at its source; null = now
 */
public record RequestDraft(
        String subject,
        String text,
        @Nullable String elided,
        @Nullable Party requester,
        List<Party> participants,
        List<String> files,
        Channel channel,
        @Nullable RequestStatus status,
        @Nullable Instant sentAt) {}
