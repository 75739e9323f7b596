package io.vestibule.hub.sla;

import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import io.vestibule.hub.sla.BusinessCalendar.Opening;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A file of {@code config/calendars}, as written. Public holidays come from the Jollyday library. */
record CalendarFile(
        String calendar,
        @Nullable String zone,
        Map<String, List<String>> hours,
        @Nullable Holidays holidays) {

    CalendarFile {
        SlaPolicies.given("calendar", calendar);
        SlaPolicies.given("hours", hours);
    }

    record Holidays(
            @Nullable String country,
            @Nullable String region,
            @Nullable List<LocalDate> days) {}

    /**
     * @param firmZone of a calendar that names none
     * @throws IllegalArgumentException with the field and what is expected there
     */
    BusinessCalendar toCalendar(ZoneId firmZone) {
        Map<DayOfWeek, List<Opening>> openings = new EnumMap<>(DayOfWeek.class);
        hours.forEach((day, spans) -> openings.put(
                dayNamed(day), spans.stream().map(CalendarFile::opening).toList()));
        return new BusinessCalendar(calendar, zone == null ? firmZone : ZoneId.of(zone), openings, closedOn());
    }

    private static DayOfWeek dayNamed(String day) {
        try {
            return DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hours: \"" + day + "\" is no day; use monday to sunday", e);
        }
    }

    private static Opening opening(String span) {
        if (!span.matches("\\d\\d:\\d\\d-\\d\\d:\\d\\d")) {
            throw new IllegalArgumentException("hours: \"" + span + "\" is no span; write it as 09:00-17:30");
        }
        LocalTime from = LocalTime.parse(span.substring(0, 5));
        String end = span.substring(6);
        LocalTime to = end.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(end);
        if (!to.equals(LocalTime.MIDNIGHT) && !to.isAfter(from)) {
            throw new IllegalArgumentException("hours: \"" + span + "\" ends before it begins; split it at midnight");
        }
        return new Opening(from, to);
    }

    private Predicate<LocalDate> closedOn() {
        if (holidays == null) {
            return day -> false;
        }
        Set<LocalDate> days = new HashSet<>(holidays.days() == null ? List.of() : holidays.days());
        Predicate<LocalDate> publicHoliday = publicHoliday(holidays);
        return day -> days.contains(day) || publicHoliday.test(day);
    }

    private static Predicate<LocalDate> publicHoliday(Holidays holidays) {
        String country = holidays.country();
        if (country == null) {
            return day -> false;
        }
        HolidayManager known = HolidayManager.getInstance(ManagerParameters.create(country.toLowerCase(Locale.ROOT)));
        String region = holidays.region();
        return region == null ? known::isHoliday : day -> known.isHoliday(day, region);
    }
}
