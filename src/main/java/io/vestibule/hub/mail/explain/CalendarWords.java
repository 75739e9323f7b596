package io.vestibule.hub.mail.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vestibule.hub.mail.calendar.Invitation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An invitation in the names by which calendar readers are compared; what is not stated is left out. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record CalendarWords(
        boolean present,
        String kind,
        @Nullable String method,
        @Nullable String partstat,
        @Nullable String start,
        @Nullable String end,
        boolean allDay,
        @Nullable String startTimezone,
        boolean recurring,
        @Nullable String rrule,
        @Nullable String uid,
        @Nullable String summary,
        @Nullable String location,
        @Nullable String description,
        String status,
        @Nullable String organizer,
        int attendeeCount,
        @Nullable String attendeeEmail,
        int eventCount,
        @JsonProperty("sequence") @Nullable Integer sequence) {

    static @Nullable CalendarWords of(@Nullable Invitation invitation) {
        if (invitation == null) {
            return null;
        }
        return new CalendarWords(
                true,
                invitation.isAnswer() ? "rsvp" : "invite",
                invitation.method(),
                invitation.answer(),
                time(invitation.start()),
                time(invitation.end()),
                invitation.allDay(),
                invitation.zone(),
                invitation.rule() != null,
                invitation.rule() == null ? null : "RRULE:" + invitation.rule(),
                invitation.uid(),
                invitation.summary(),
                invitation.location(),
                invitation.description(),
                invitation.status(),
                invitation.organizer(),
                invitation.attendees().size(),
                invitation.attendees().isEmpty()
                        ? null
                        : invitation.attendees().getFirst().email(),
                invitation.events(),
                invitation.sequence());
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
