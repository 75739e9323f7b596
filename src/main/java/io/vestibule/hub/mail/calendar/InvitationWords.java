package io.vestibule.hub.mail.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An invitation as people read it: what, when, where, and who said what. */
public final class InvitationWords {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    private InvitationWords() {}

    public static String of(Invitation invitation) {
        List<String> lines = new ArrayList<>();
        add(lines, title(invitation), invitation.summary());
        add(lines, "When", when(invitation));
        add(lines, "Where", invitation.location());
        add(lines, "Answer", answer(invitation));
        return "[" + String.join("\n", lines) + "]";
    }

    private static String title(Invitation invitation) {
        if (invitation.status().equals("cancelled")) {
            return "Cancelled";
        }
        return invitation.isAnswer() ? "Answer to the invitation" : "Invitation";
    }

    private static void add(List<String> lines, String what, @Nullable String words) {
        if (words != null && !words.isBlank()) {
            lines.add(what + ": " + words.replaceAll("\\s+", " ").strip());
        }
    }

    private static @Nullable String when(Invitation invitation) {
        Instant start = invitation.start();
        Instant end = invitation.end();
        if (start == null) {
            return null;
        }
        ZoneId zone = invitation.zone() == null
                ? ZoneOffset.UTC
                : IcsZones.known(invitation.zone()).orElse(ZoneOffset.UTC);
        ZonedDateTime from = start.atZone(zone);
        if (invitation.allDay()) {
            return DAY.format(from);
        }
        String times = DAY.format(from) + ", " + TIME.format(from) + (end == null ? "" : to(from, end.atZone(zone)));
        return times + " (" + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId()) + ")"
                + (invitation.rule() == null ? "" : ", repeated");
    }

    private static String to(ZonedDateTime from, ZonedDateTime end) {
        boolean sameDay = from.toLocalDate().equals(end.toLocalDate());
        return " to " + (sameDay ? "" : DAY.format(end) + ", ") + TIME.format(end);
    }

    private static @Nullable String answer(Invitation invitation) {
        String answer = invitation.answer();
        return answer == null ? null : answer.toLowerCase(Locale.ROOT);
    }
}
