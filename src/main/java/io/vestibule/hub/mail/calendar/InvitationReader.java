package io.vestibule.hub.mail.calendar;

import io.vestibule.hub.mail.calendar.Invitation.Attendee;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the calendar part of a mail. Never throws; costs no more than reading the text once. */
public final class InvitationReader {

    private static final int MAX_ATTENDEES = 500;

    private InvitationReader() {}

    /** Empty when there is no event, and when a calendar is only published: then nobody is invited. */
    public static Optional<Invitation> read(String text) {
        IcsComponent file = IcsComponent.read(text);
        List<IcsComponent> calendars = file.parts("VCALENDAR");
        IcsComponent calendar = calendars.isEmpty() ? file : calendars.getFirst();
        List<IcsComponent> events = calendar.parts("VEVENT");
        String method = upper(calendar.text("METHOD"));
        if (events.isEmpty()) {
            return Optional.empty();
        }
        IcsComponent event = events.getFirst();
        boolean published = "PUBLISH".equals(method) && event.first("ATTENDEE") == null;
        return published
                ? Optional.empty()
                : Optional.of(invitation(method, events, new IcsZones(calendar.parts("VTIMEZONE"))));
    }

    private static Invitation invitation(@Nullable String method, List<IcsComponent> events, IcsZones zones) {
        IcsComponent event = events.getFirst();
        IcsLine from = event.first("DTSTART");
        Instant start = IcsTimes.instant(from, zones);
        return new Invitation(
                method,
                events.size(),
                event.text("UID"),
                summary(event),
                event.text("LOCATION"),
                event.text("DESCRIPTION"),
                status(method, event),
                start,
                end(event, start, zones),
                IcsTimes.isDay(from),
                from == null ? null : from.parameters().get("TZID"),
                event.text("RRULE"),
                email(event.first("ORGANIZER")),
                attendees(event),
                number(event.text("SEQUENCE")));
    }

    /** Some calendars state several, one per language or half. */
    private static @Nullable String summary(IcsComponent event) {
        String summary = event.all("SUMMARY")
                .map(IcsLine::text)
                .filter(text -> !text.isEmpty())
                .distinct()
                .limit(5)
                .collect(Collectors.joining(" - "));
        return summary.isEmpty() ? null : summary;
    }

    private static String status(@Nullable String method, IcsComponent event) {
        String status = event.text("STATUS");
        boolean cancelled = "CANCEL".equals(method);
        return cancelled ? "cancelled" : status == null ? "confirmed" : IcsLine.lower(status);
    }

    private static @Nullable Instant end(IcsComponent event, @Nullable Instant start, IcsZones zones) {
        Instant stated = IcsTimes.instant(event.first("DTEND"), zones);
        if (stated != null || start == null) {
            return stated;
        }
        String duration = event.text("DURATION");
        if (duration != null) {
            return IcsTimes.after(start, duration);
        }
        return IcsTimes.isDay(event.first("DTSTART")) ? start.plus(Duration.ofDays(1)) : start;
    }

    private static List<Attendee> attendees(IcsComponent event) {
        List<Attendee> attendees = new ArrayList<>();
        for (IcsLine line : event.all("ATTENDEE").limit(MAX_ATTENDEES).toList()) {
            String email = email(line);
            if (email != null) {
                attendees.add(new Attendee(
                        line.parameters().get("CN"),
                        email,
                        upper(line.parameters().get("PARTSTAT"))));
            }
        }
        return List.copyOf(attendees);
    }

    private static @Nullable String email(@Nullable IcsLine line) {
        if (line == null) {
            return null;
        }
        String stated = line.parameters().getOrDefault("EMAIL", "");
        String value = IcsLine.lower(line.value()).replaceFirst("^mailto:", "").strip();
        return stated.isEmpty() ? (value.isEmpty() ? null : value) : IcsLine.lower(stated);
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
    }

    private static @Nullable String upper(@Nullable String text) {
        return text == null ? null : IcsLine.upper(text);
    }
}
