package io.vestibule.hub.mail.calendar;

import io.vestibule.platform.mail.MailWords;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An invitation as people read it, in their language: what, when, where, and who said what. */
public final class InvitationWords {

    private final MailWords words;
    private final Locale language;
    private final DateTimeFormatter day;
    private final DateTimeFormatter time;

    public InvitationWords(MailWords words, Locale language) {
        this.words = words;
        this.language = language;
        this.day = DateTimeFormatter.ofLocalizedPattern("yMMMEd").localizedBy(language);
        this.time = DateTimeFormatter.ofPattern("HH:mm", language);
    }

    public String of(Invitation invitation) {
        List<String> lines = new ArrayList<>();
        said(invitation.summary()).map(name -> title(invitation, name)).ifPresent(lines::add);
        said(when(invitation))
                .map(when -> words.say(language, "invitation.when", when))
                .ifPresent(lines::add);
        said(invitation.location())
                .map(where -> words.say(language, "invitation.where", where))
                .ifPresent(lines::add);
        said(invitation.answer())
                .map(answer -> words.say(language, "invitation.answer", answer(answer)))
                .ifPresent(lines::add);
        return "[" + String.join("\n", lines) + "]";
    }

    private String title(Invitation invitation, String name) {
        if (invitation.status().equals("cancelled")) {
            return words.say(language, "invitation.cancelled", name);
        }
        return invitation.isAnswer()
                ? words.say(language, "invitation.answered", name)
                : words.say(language, "invitation.title", name);
    }

    private static Optional<String> said(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(given -> given.replaceAll("\\s+", " ").strip())
                .filter(given -> !given.isEmpty());
    }

    private @Nullable String when(Invitation invitation) {
        Instant start = invitation.start();
        if (start == null) {
            return null;
        }
        String when = invitation.allDay() ? days(start, invitation.end()) : times(invitation, start);
        return invitation.rule() == null ? when : words.say(language, "invitation.repeated", when);
    }

    /** Whole days are the same ones everywhere; the end is the day after the last (RFC 5545, 3.6.1). */
    private String days(Instant start, @Nullable Instant end) {
        LocalDate first = LocalDate.ofInstant(start, ZoneOffset.UTC);
        LocalDate last =
                end == null ? first : LocalDate.ofInstant(end, ZoneOffset.UTC).minusDays(1);
        return last.isAfter(first)
                ? words.say(language, "invitation.days", day.format(first), day.format(last))
                : day.format(first);
    }

    private String times(Invitation invitation, Instant start) {
        Instant end = invitation.end();
        ZoneId zone = invitation.zone() == null
                ? ZoneOffset.UTC
                : IcsZones.known(invitation.zone()).orElse(ZoneOffset.UTC);
        ZonedDateTime from = start.atZone(zone);
        String begins = day.format(from) + ", " + time.format(from);
        String times =
                end == null ? begins : words.say(language, "invitation.from-to", begins, until(from, end.atZone(zone)));
        return times + " (" + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId()) + ")";
    }

    private String until(ZonedDateTime from, ZonedDateTime end) {
        boolean sameDay = from.toLocalDate().equals(end.toLocalDate());
        return (sameDay ? "" : day.format(end) + ", ") + time.format(end);
    }

    private String answer(String answer) {
        return switch (answer) {
            case "ACCEPTED" -> words.say(language, "invitation.accepted");
            case "DECLINED" -> words.say(language, "invitation.declined");
            case "TENTATIVE" -> words.say(language, "invitation.tentative");
            default -> answer.toLowerCase(Locale.ROOT);
        };
    }
}
