package io.vestibule.hub.mail.calendar;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows which offset a zone of a calendar file means: by its name in the time zone database, by its name in Windows, else
 * by the rules the file itself states. Those are computed for one year only, whatever they say.
 */
final class IcsZones {

    /** Names of Windows, with a place of the same time. */
    private static final String WINDOWS_NAMES = """
                utc=Etc/UTC
                tzone://microsoft/utc=Etc/UTC
                greenwich standard time=Atlantic/Reykjavik
                gmt standard time=Europe/London
                w. europe standard time=Europe/Berlin
                central europe standard time=Europe/Budapest
                central european standard time=Europe/Warsaw
                romance standard time=Europe/Paris
                e. europe standard time=Europe/Chisinau
                gtb standard time=Europe/Bucharest
                fle standard time=Europe/Kyiv
                turkey standard time=Europe/Istanbul
                russian standard time=Europe/Moscow
                israel standard time=Asia/Jerusalem
                egypt standard time=Africa/Cairo
                south africa standard time=Africa/Johannesburg
                w. central africa standard time=Africa/Lagos
                e. africa standard time=Africa/Nairobi
                morocco standard time=Africa/Casablanca
                arab standard time=Asia/Riyadh
                arabian standard time=Asia/Dubai
                arabic standard time=Asia/Baghdad
                iran standard time=Asia/Tehran
                pakistan standard time=Asia/Karachi
                india standard time=Asia/Kolkata
                bangladesh standard time=Asia/Dhaka
                se asia standard time=Asia/Bangkok
                china standard time=Asia/Shanghai
                singapore standard time=Asia/Singapore
                taipei standard time=Asia/Taipei
                w. australia standard time=Australia/Perth
                tokyo standard time=Asia/Tokyo
                korea standard time=Asia/Seoul
                cen. australia standard time=Australia/Adelaide
                aus central standard time=Australia/Darwin
                aus eastern standard time=Australia/Sydney
                e. australia standard time=Australia/Brisbane
                tasmania standard time=Australia/Hobart
                new zealand standard time=Pacific/Auckland
                azores standard time=Atlantic/Azores
                e. south america standard time=America/Sao_Paulo
                argentina standard time=America/Buenos_Aires
                greenland standard time=America/Nuuk
                newfoundland standard time=America/St_Johns
                atlantic standard time=America/Halifax
                sa western standard time=America/La_Paz
                pacific sa standard time=America/Santiago
                eastern standard time=America/New_York
                us eastern standard time=America/Indianapolis
                sa pacific standard time=America/Bogota
                central standard time=America/Chicago
                central standard time (mexico)=America/Mexico_City
                canada central standard time=America/Regina
                mountain standard time=America/Denver
                us mountain standard time=America/Phoenix
                pacific standard time=America/Los_Angeles
                alaskan standard time=America/Anchorage
                hawaiian standard time=Pacific/Honolulu
                """;

    private static final Map<String, String> WINDOWS = windows();

    private static final Map<String, DayOfWeek> DAYS = Map.of(
            "MO", DayOfWeek.MONDAY,
            "TU", DayOfWeek.TUESDAY,
            "WE", DayOfWeek.WEDNESDAY,
            "TH", DayOfWeek.THURSDAY,
            "FR", DayOfWeek.FRIDAY,
            "SA", DayOfWeek.SATURDAY,
            "SU", DayOfWeek.SUNDAY);

    private final Map<String, IcsComponent> stated = new HashMap<>();

    IcsZones(List<IcsComponent> zones) {
        for (IcsComponent zone : zones) {
            String name = zone.text("TZID");
            if (name != null) {
                stated.putIfAbsent(name, zone);
            }
        }
    }

    /** The offset at this local time; UTC when nothing is known of the zone. */
    ZoneOffset offset(@Nullable String name, LocalDateTime at) {
        if (name == null) {
            return ZoneOffset.UTC;
        }
        return known(name)
                .map(zone -> zone.getRules().getOffset(at))
                .or(() -> Optional.ofNullable(stated.get(name)).flatMap(zone -> byRules(zone, at)))
                .orElse(ZoneOffset.UTC);
    }

    static Optional<ZoneId> known(String name) {
        String windows = WINDOWS.get(IcsLine.lower(name));
        String[] path = name.split("/");
        String tail = path.length < 3 ? name : path[path.length - 2] + "/" + path[path.length - 1];
        return Stream.of(windows == null ? name : windows, tail)
                .flatMap(id -> zone(id).stream())
                .findFirst();
    }

    private static Optional<ZoneId> zone(String id) {
        try {
            return Optional.of(ZoneId.of(id));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    /** A time of the year from which an offset holds. */
    private record Change(LocalDateTime from, ZoneOffset offset) {}

    private static Optional<ZoneOffset> byRules(IcsComponent zone, LocalDateTime at) {
        List<Change> changes = Stream.of("STANDARD", "DAYLIGHT")
                .flatMap(kind -> zone.parts(kind).stream().limit(50))
                .flatMap(part -> change(part, at).stream())
                .toList();
        Change latest = null;
        for (Change change : changes) {
            boolean later = latest == null || change.from().isAfter(latest.from());
            latest = later ? change : latest;
        }
        return Optional.ofNullable(latest).map(Change::offset);
    }

    private static Optional<Change> change(IcsComponent part, LocalDateTime at) {
        LocalDateTime first = IcsTimes.local(part.first("DTSTART"));
        ZoneOffset offset = offset(part.text("TZOFFSETTO"));
        if (first == null || offset == null) {
            return Optional.empty();
        }
        LocalDateTime from = latest(first, part.text("RRULE"), at);
        return from.isAfter(at) ? Optional.empty() : Optional.of(new Change(from, offset));
    }

    /** The last time at or before {@code at} when a change of every year happens. */
    private static LocalDateTime latest(LocalDateTime first, @Nullable String rule, LocalDateTime at) {
        Map<String, String> parts = parts(rule);
        String day = parts.getOrDefault("BYDAY", "");
        String month = parts.getOrDefault("BYMONTH", "");
        if (!"YEARLY".equals(parts.get("FREQ")) || !day.matches("[+-]?[1-5][A-Z]{2}") || !month.matches("\\d{1,2}")) {
            return first;
        }
        LocalDateTime thisYear = in(at.getYear(), month, day).atTime(first.toLocalTime());
        LocalDateTime latest =
                thisYear.isAfter(at) ? in(at.getYear() - 1, month, day).atTime(first.toLocalTime()) : thisYear;
        return latest.isBefore(first) ? first : latest;
    }

    private static LocalDate in(int year, String month, String day) {
        int number = Integer.parseInt(day.substring(0, day.length() - 2).replace("+", ""));
        DayOfWeek weekday = DAYS.getOrDefault(day.substring(day.length() - 2), DayOfWeek.SUNDAY);
        int of = Math.clamp(Integer.parseInt(month), 1, 12);
        return LocalDate.of(year, Month.of(of), 1).with(TemporalAdjusters.dayOfWeekInMonth(number, weekday));
    }

    private static Map<String, String> parts(@Nullable String rule) {
        Map<String, String> parts = new HashMap<>();
        for (String part : rule == null ? new String[0] : IcsLine.upper(rule).split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return parts;
    }

    private static @Nullable ZoneOffset offset(@Nullable String text) {
        try {
            return text == null ? null : ZoneOffset.of(text.length() > 5 ? text.substring(0, 5) : text);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static Map<String, String> windows() {
        Map<String, String> zones = new HashMap<>();
        WINDOWS_NAMES.lines().map(line -> line.split("=")).forEach(pair -> zones.put(pair[0], pair[1]));
        return Map.copyOf(zones);
    }
}
