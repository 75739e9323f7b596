package io.vestibule.hub.inbox;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values a row gets when a handling of it ends; what is null stays empty in the row. */
record Ending(
        long id,
        UUID claim,
        InboxState state,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable String became,
        @Nullable String objectType,
        @Nullable String objectId,
        @Nullable String clientId,
        @Nullable String holdKey,
        List<Suggestion> suggestions,
        Duration delay) {

    /** @param age since it came or was replayed; asked of a {@link Handling.Retry} only, null when its claim is lost */
    static Ending of(InboxMessage message, Handling handling, @Nullable Duration age) {
        return switch (handling) {
            case Handling.Applied applied ->
                new Ending(
                        message.id(),
                        message.claim(),
                        InboxState.APPLIED,
                        null,
                        null,
                        applied.result(),
                        applied.objectType(),
                        applied.objectId(),
                        applied.clientId(),
                        null,
                        List.of(),
                        Duration.ZERO);
            case Handling.Ignored ignored ->
                of(message, InboxState.IGNORED, ignored.reason(), ignored.detail(), Duration.ZERO);
            case Handling.Refused refused -> refused(message, refused);
            case Handling.Dead dead -> of(message, InboxState.DEAD, dead.reason(), dead.detail(), Duration.ZERO);
            case Handling.Held held -> held(message, held);
            case Handling.NotYet notYet ->
                of(message, InboxState.RETRY, notYet.reason(), notYet.detail(), RetrySchedule.delay(1, notYet.pause()));
            case Handling.Retry retry -> retryOrGiveUp(message, retry, age == null ? Duration.ZERO : age);
        };
    }

    private static Ending of(
            InboxMessage message, InboxState state, String reason, @Nullable String detail, Duration delay) {
        return new Ending(
                message.id(), message.claim(), state, reason, detail, null, null, null, null, null, List.of(), delay);
    }

    private static Ending refused(InboxMessage message, Handling.Refused refused) {
        ObjectRef about = refused.about();
        return new Ending(
                message.id(),
                message.claim(),
                InboxState.REFUSED,
                refused.reason(),
                refused.detail(),
                null,
                about == null ? null : about.type(),
                about == null ? null : about.id(),
                null,
                null,
                List.of(),
                Duration.ZERO);
    }

    private static Ending held(InboxMessage message, Handling.Held held) {
        return new Ending(
                message.id(),
                message.claim(),
                InboxState.HELD,
                held.reason(),
                held.detail(),
                null,
                null,
                null,
                null,
                held.holdKey(),
                held.suggestions(),
                Duration.ZERO);
    }

    private static Ending retryOrGiveUp(InboxMessage message, Handling.Retry retry, Duration age) {
        if (RetrySchedule.usedUp(retry.reason(), age)) {
            String detail = retry.detail() == null ? "" : retry.detail();
            String givenUp = "%s (given up after %d days; replay it when the cause is gone)"
                    .formatted(detail, RetrySchedule.GIVE_UP.toDays())
                    .strip();
            return of(message, InboxState.DEAD, retry.reason(), givenUp, Duration.ZERO);
        }
        Duration delay = RetrySchedule.delay(message.attempts(), retry.after());
        return of(message, InboxState.RETRY, retry.reason(), retry.detail(), delay);
    }
}
