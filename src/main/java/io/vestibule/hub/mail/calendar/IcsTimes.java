package io.vestibule.hub.mail.calendar;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the times of a calendar file. What is no time is null. */
final class IcsTimes {

    private static final Duration LONGEST = Duration.ofDays(3_660);
    private static final int DAY_LENGTH = 8;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
    private static final DateTimeFormatter SHORT_TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm", Locale.ROOT);

    private IcsTimes() {}

    static boolean isDay(@Nullable IcsLine line) {
        return line != null && line.value().length() == DAY_LENGTH;
    }

    static @Nullable Instant instant(@Nullable IcsLine line, IcsZones zones) {
        LocalDateTime local = local(line);
        if (line == null || local == null) {
            return null;
        }
        boolean utc = line.value().endsWith("Z") || isDay(line);
        return local.toInstant(
                utc ? ZoneOffset.UTC : zones.offset(line.parameters().get("TZID"), local));
    }

    /** As it stands there, without regard to its zone. */
    static @Nullable LocalDateTime local(@Nullable IcsLine line) {
        if (line == null) {
            return null;
        }
        String value = line.value().replace("Z", "").strip();
        try {
            if (value.length() == DAY_LENGTH) {
                return LocalDate.parse(value, DAY).atStartOfDay();
            }
            return LocalDateTime.parse(value, value.length() == 13 ? SHORT_TIME : TIME);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    /** A time behind {@code start} by a duration like PT1H30M, P1D or P2W; null for one that no appointment has. */
    static @Nullable Instant after(Instant start, String duration) {
        String text = IcsLine.upper(duration);
        try {
            Instant end = text.endsWith("W") ? start.plus(Period.parse(text)) : start.plus(Duration.parse(text));
            return Duration.between(start, end).abs().compareTo(LONGEST) > 0 ? null : end;
        } catch (DateTimeException | ArithmeticException unreadable) {
            return null;
        }
    }
}
