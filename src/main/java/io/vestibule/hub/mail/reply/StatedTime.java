package io.vestibule.hub.mail.reply;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads when a quoted or forwarded mail was sent, from the words of whatever mail program copied it. Lenient in form and
 * language, but it does not guess: a date that can be read in two ways is none.
 */
public final class StatedTime {

    private static final int MAX_LENGTH = 200;

    private static final Pattern CLOCK =
            Pattern.compile("(?<![\\d:])(\\d{1,2})[:h](\\d{2})(?::(\\d{2}))?(?:\\s*([ap])\\.?\\s?m\\b)?");
    private static final Pattern DOTTED_CLOCK = Pattern.compile("(?:kl\\.?|klo|ore)\\s*(\\d{1,2})\\.(\\d{2})()()");
    private static final Pattern AFTERNOON = Pattern.compile("下午|午後|오후");
    private static final Pattern OFFSET = Pattern.compile("^[^\\d+-]{0,8}([+-])(\\d{1,2}):?(\\d{2})?");
    private static final Pattern WORLD_TIME = Pattern.compile("^[\\s(]*(?:gmt|utc|z)\\b");

    private static final Pattern YEAR_FIRST =
            Pattern.compile("(?<!\\d)(\\d{4})\\s?[-./年년]\\s?(\\d{1,2})\\s?[-./月월]\\s?(\\d{1,2})");
    private static final Pattern DAY_FIRST =
            Pattern.compile("(?<!\\d)(\\d{1,2})(?:\\.\\s?|-)(\\d{1,2})(?:\\.\\s?|-)(\\d{4}|\\d{2})(?!\\d)");
    private static final Pattern SLASHED = Pattern.compile("(?<!\\d)(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})(?!\\d)");
    private static final Pattern DAY_AND_MONTH =
            Pattern.compile("(?<!\\d)(\\d{1,2})(?:st|nd|rd|th|er)?[.º]?\\s*(?:de |of )?(\\p{L}{3,})");
    private static final Pattern MONTH_AND_DAY = Pattern.compile("(\\p{L}{3,})\\.?\\s+(\\d{1,2})(?!\\d)");
    private static final Pattern YEAR = Pattern.compile("(?<!\\d)((?:19|20)\\d{2})(?!\\d)");

    private static final Map<String, Month> MONTHS = months();

    private StatedTime() {}

    private static Map<String, Month> months() {
        List<String> languages = List.of(
                "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "tr",
                "ru", "uk", "el", "ca", "hr", "sl", "et", "lv", "lt");
        Map<String, Month> months = new HashMap<>();
        for (String language : languages) {
            Locale locale = Locale.forLanguageTag(language);
            Stream.of(TextStyle.FULL, TextStyle.FULL_STANDALONE, TextStyle.SHORT, TextStyle.SHORT_STANDALONE)
                    .forEach(style -> Stream.of(Month.values())
                            .forEach(month -> months.putIfAbsent(
                                    Quotes.lower(month.getDisplayName(style, locale))
                                            .replace(".", ""),
                                    month)));
        }
        return Map.copyOf(months);
    }

    /**
     * @param otherwise counts where the words name no offset
     * @param latest it can't have been sent later
     */
    public static Optional<Instant> read(@Nullable String words, ZoneOffset otherwise, Instant latest) {
        if (words == null || words.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String text = Quotes.lower(words.replace('\u00A0', ' ').replace('\u202F', ' '));
        Matcher clock = clock(text);
        if (clock == null) {
            return Optional.empty();
        }
        String date = text.substring(0, clock.start()) + " , " + text.substring(clock.end());
        try {
            LocalTime time = time(clock, AFTERNOON.matcher(text).find());
            ZoneOffset offset = offset(text.substring(clock.end()), otherwise);
            return date(date).map(day -> day.atTime(time).toInstant(offset)).filter(sent -> !sent.isAfter(latest));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    /** Whether these words, in lower case, name a day with its year and a time of day. */
    static boolean isToTheMinute(String lower) {
        boolean year = Stream.of(YEAR, DAY_FIRST, SLASHED)
                .anyMatch(date -> date.matcher(lower).find());
        return year && clock(lower) != null;
    }

    private static @Nullable Matcher clock(String text) {
        Matcher usual = CLOCK.matcher(text);
        Matcher dotted = DOTTED_CLOCK.matcher(text);
        return usual.find() ? usual : dotted.find() ? dotted : null;
    }

    private static LocalTime time(Matcher clock, boolean afternoon) {
        int hour = Integer.parseInt(clock.group(1));
        String half = clock.group(4);
        boolean halves = (half != null && !half.isEmpty()) || afternoon;
        boolean late = "p".equals(half) || afternoon;
        int seconds = clock.group(3) == null || clock.group(3).isEmpty() ? 0 : Integer.parseInt(clock.group(3));
        return LocalTime.of(
                halves && hour <= 12 ? hour % 12 + (late ? 12 : 0) : hour, Integer.parseInt(clock.group(2)), seconds);
    }

    private static ZoneOffset offset(String behind, ZoneOffset otherwise) {
        Matcher stated = OFFSET.matcher(behind);
        if (!stated.find()) {
            return WORLD_TIME.matcher(behind).find() ? ZoneOffset.UTC : otherwise;
        }
        int minutes = stated.group(3) == null ? 0 : Integer.parseInt(stated.group(3));
        int seconds = (Integer.parseInt(stated.group(2)) * 60 + minutes) * 60;
        return ZoneOffset.ofTotalSeconds(stated.group(1).equals("-") ? -seconds : seconds);
    }

    private static Optional<LocalDate> date(String text) {
        Matcher yearFirst = YEAR_FIRST.matcher(text);
        if (yearFirst.find()) {
            return Optional.of(LocalDate.of(number(yearFirst, 1), number(yearFirst, 2), number(yearFirst, 3)));
        }
        Matcher dayFirst = DAY_FIRST.matcher(text);
        if (dayFirst.find()) {
            return Optional.of(LocalDate.of(year(dayFirst), number(dayFirst, 2), number(dayFirst, 1)));
        }
        Matcher slashed = SLASHED.matcher(text);
        return slashed.find() ? slashed(slashed) : named(text);
    }

    /** Some write the day first, some the month. */
    private static Optional<LocalDate> slashed(Matcher date) {
        int first = number(date, 1);
        int second = number(date, 2);
        if (first <= 12 && second <= 12 && first != second) {
            return Optional.empty();
        }
        return Optional.of(LocalDate.of(year(date), Math.min(first, second), Math.max(first, second)));
    }

    private static Optional<LocalDate> named(String text) {
        Matcher year = YEAR.matcher(text);
        if (!year.find()) {
            return Optional.empty();
        }
        String rest = text.substring(0, year.start()) + " , " + text.substring(year.end());
        return pairs(DAY_AND_MONTH, rest, 2, 1)
                .or(() -> pairs(MONTH_AND_DAY, rest, 1, 2))
                .map(pair -> LocalDate.of(number(year, 1), pair.month(), pair.day()));
    }

    private record Pair(Month month, int day) {}

    private static Optional<Pair> pairs(Pattern pattern, String text, int month, int day) {
        return pattern.matcher(text)
                .results()
                .flatMap(found -> Stream.ofNullable(MONTHS.get(found.group(month)))
                        .map(named -> new Pair(named, Integer.parseInt(found.group(day)))))
                .findFirst();
    }

    private static int year(Matcher date) {
        int year = number(date, 3);
        return year < 100 ? 2000 + year : year;
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
