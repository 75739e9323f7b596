package io.vestibule.platform.web;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Says times, ages, amounts and sizes the way people read them; pages call it as {@code @times}. Relative under a day,
 * a date beyond. Times are in the firm's zone, which they name; the script turns them into the viewer's own.
 */
@Component("times")
public class Times {

    /** A fact from elsewhere that nobody confirmed for this long is marked. */
    private static final Duration STALE = Duration.ofHours(2);

    private static final Duration DAY = Duration.ofDays(1);
    private static final long KILO = 1000;

    private final Clock clock;
    private final ZoneId firmZone;
    private final MessageSource messages;

    Times(Clock clock, ZoneId firmZone, MessageSource messages) {
        this.clock = clock;
        this.firmZone = firmZone;
        this.messages = messages;
    }

    public String iso(Instant at) {
        return at.toString();
    }

    /** The time of this page, by which the script keeps ages fresh on a machine whose clock is wrong. */
    public String now() {
        return iso(clock.instant());
    }

    /** "Tue 3 Mar 2026, 14:05:09 GMT". */
    public String exact(Instant at) {
        return DateTimeFormatter.ofPattern("EEE d MMM yyyy, HH:mm:ss zzz", locale())
                .format(at.atZone(firmZone));
    }

    public String day(LocalDate date) {
        return DateTimeFormatter.ofPattern("d MMM yyyy", locale()).format(date);
    }

    /** "just now", "40 s ago", "3 h ago"; a date from one day on. A time ahead of us reads as "just now". */
    public String ago(Instant at) {
        Duration age = Duration.between(at, clock.instant());
        if (age.compareTo(DAY) >= 0) {
            return day(at.atZone(firmZone).toLocalDate());
        }
        return age.toSeconds() < 5 ? text("time.now") : text("time.ago", length(age));
    }

    public boolean past(Instant at) {
        return at.isBefore(clock.instant());
    }

    /** "due in 2 h 10 min"; otherwise as {@link #until}. */
    public String due(Instant at) {
        return until(at, "time.due-in", "time.due-on-date");
    }

    /** "in 2 h 10 min", "overdue by 5 min", a date beyond two days. */
    public String until(Instant at) {
        return until(at, "time.in", "time.on-date");
    }

    private String until(Instant at, String soon, String someDay) {
        Duration left = Duration.between(clock.instant(), at);
        if (left.abs().compareTo(DAY.multipliedBy(2)) >= 0) {
            String date = day(at.atZone(firmZone).toLocalDate());
            return text(left.isNegative() ? "time.since-date" : someDay, date);
        }
        return left.isNegative() ? text("time.overdue", length(left.abs())) : text(soon, length(left));
    }

    /** "2 h 10 min": the two largest units. */
    public String length(Duration duration) {
        if (duration.toSeconds() < 60) {
            return text("time.seconds", Long.toString(duration.toSeconds()));
        }
        if (duration.toMinutes() < 60) {
            return text("time.minutes", Long.toString(duration.toMinutes()));
        }
        String hours = text("time.hours", Long.toString(duration.toHours()));
        return duration.toMinutesPart() == 0 || duration.toHours() >= 10
                ? hours
                : hours + " " + text("time.minutes", Integer.toString(duration.toMinutesPart()));
    }

    public boolean stale(@Nullable Instant seenAt) {
        return seenAt != null && Duration.between(seenAt, clock.instant()).compareTo(STALE) > 0;
    }

    /** "GBP 1,234.50", with as many decimals as the currency has; more when the amount has more. */
    public String money(BigDecimal amount, String currency) {
        DecimalFormat format = new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(locale()));
        int usual = decimals(currency);
        format.setMinimumFractionDigits(usual);
        format.setMaximumFractionDigits(
                Math.max(usual, amount.stripTrailingZeros().scale()));
        return currency + "\u00a0" + format.format(amount);
    }

    public String size(long bytes) {
        if (bytes < KILO) {
            return text("size.bytes", bytes);
        }
        return bytes < KILO * KILO
                ? text("size.kilobytes", Long.toString(bytes / KILO))
                : text("size.megabytes", String.format(locale(), "%.1f", bytes / (double) (KILO * KILO)));
    }

    private static int decimals(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException unknown) {
            return 2;
        }
    }

    private String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, locale());
    }

    private static Locale locale() {
        return LocaleContextHolder.getLocale();
    }
}
