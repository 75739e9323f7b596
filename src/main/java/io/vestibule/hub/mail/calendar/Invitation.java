package io.vestibule.hub.mail.calendar;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invitation, its change or cancellation, or the answer to one. Of several events it tells the first.
 *
 * @param method REQUEST, REPLY, CANCEL and the like, null when the calendar names none
 * @param events how many events the calendar has
 * @param status confirmed, tentative or cancelled
 * @param start null when unreadable; midnight UTC when {@code allDay}; a time without zone is read as UTC
 * @param zone the zone as the calendar names it, null for UTC and for times without one
 * @param rule how it repeats, as in RRULE, null when it happens once
 */
public record Invitation(
        @Nullable String method,
        int events,
        @Nullable String uid,
        @Nullable String summary,
        @Nullable String location,
        @Nullable String description,
        String status,
        @Nullable Instant start,
        @Nullable Instant end,
        boolean allDay,
        @Nullable String zone,
        @Nullable String rule,
        @Nullable String organizer,
        List<Attendee> attendees,
        @Nullable Integer sequence) {

    /** @param answer ACCEPTED, DECLINED, TENTATIVE, NEEDS-ACTION and the like, null when not stated */
    public record Attendee(
            @Nullable String name, String email, @Nullable String answer) {}

    /** Whether this is somebody's answer to an invitation. */
    public boolean isAnswer() {
        return "REPLY".equals(method) || "COUNTER".equals(method);
    }

    /** What the one who answered said, null when this is no answer. */
    public @Nullable String answer() {
        return isAnswer() && !attendees.isEmpty() ? attendees.getFirst().answer() : null;
    }
}
