package io.vestibule.hub.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.hub.sla.BusinessCalendar.Opening;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BusinessCalendarTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final List<Opening> MORNING_AND_AFTERNOON = List.of(
            new Opening(LocalTime.of(9, 0), LocalTime.of(12, 0)),
            new Opening(LocalTime.of(13, 0), LocalTime.of(17, 0)));
    private static final Set<LocalDate> CLOSED = Set.of(LocalDate.of(2026, 5, 1));

    private final BusinessCalendar office = new BusinessCalendar(
            "office",
            BERLIN,
            Map.of(
                    DayOfWeek.MONDAY, MORNING_AND_AFTERNOON,
                    DayOfWeek.TUESDAY, MORNING_AND_AFTERNOON,
                    DayOfWeek.WEDNESDAY, MORNING_AND_AFTERNOON,
                    DayOfWeek.THURSDAY, MORNING_AND_AFTERNOON,
                    DayOfWeek.FRIDAY, MORNING_AND_AFTERNOON),
            CLOSED::contains);

    private static Instant berlin(int month, int day, int hour, int minute) {
        return ZonedDateTime.of(2026, month, day, hour, minute, 0, 0, BERLIN).toInstant();
    }

    @Test
    void countsOnlyOpeningHours() {
        // Tuesday 11:00 + 4 h: one before lunch, three after.
        assertThat(office.after(berlin(9, 1, 11, 0), Duration.ofHours(4))).isEqualTo(berlin(9, 1, 16, 0));
    }

    @Test
    void startsWhenTheFirmOpensForNewsFromTheNight() {
        assertThat(office.after(berlin(9, 1, 3, 0), Duration.ofHours(1))).isEqualTo(berlin(9, 1, 10, 0));
    }

    @Test
    void skipsTheWeekendAndHolidays() {
        // Thursday 30 April 16:30; 1 May is closed, then the weekend.
        assertThat(office.after(berlin(4, 30, 16, 30), Duration.ofHours(1))).isEqualTo(berlin(5, 4, 9, 30));
    }

    @Test
    void isRightOverTheChangeToSummerTime() {
        BusinessCalendar sundays = new BusinessCalendar(
                "sundays",
                BERLIN,
                Map.of(DayOfWeek.SUNDAY, List.of(new Opening(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT))),
                day -> false);
        // 29 March 2026 has 23 hours in Berlin.
        assertThat(sundays.between(berlin(3, 29, 0, 0), berlin(3, 30, 0, 0))).isEqualTo(Duration.ofHours(23));
    }

    @Test
    void betweenIsTheInverseOfAfter() {
        Instant start = berlin(9, 4, 8, 13);
        for (int minutes = 1; minutes < 6000; minutes += 97) {
            Duration time = Duration.ofMinutes(minutes);
            assertThat(office.between(start, office.after(start, time))).isEqualTo(time);
        }
    }

    @Test
    void nothingPassesBackwards() {
        assertThat(office.between(berlin(9, 2, 12, 0), berlin(9, 1, 12, 0))).isZero();
    }

    @Test
    void openingHoursMayBeWrittenInAnyOrder() {
        BusinessCalendar calendar = onMondays(
                new Opening(LocalTime.of(13, 0), LocalTime.of(17, 0)),
                new Opening(LocalTime.of(9, 0), LocalTime.of(12, 0)));

        assertThat(calendar.after(berlin(9, 7, 9, 0), Duration.ofHours(4))).isEqualTo(berlin(9, 7, 14, 0));
    }

    @Test
    void refusesOpeningHoursThatOverlap() {
        Opening morning = new Opening(LocalTime.of(9, 0), LocalTime.of(12, 0));
        Opening day = new Opening(LocalTime.of(11, 0), LocalTime.MIDNIGHT);

        assertThatThrownBy(() -> onMondays(day, morning))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("09:00-12:00 and 11:00-00:00");
    }

    private static BusinessCalendar onMondays(Opening... openings) {
        return new BusinessCalendar("mondays", BERLIN, Map.of(DayOfWeek.MONDAY, List.of(openings)), day -> false);
    }

    @Test
    void refusesACalendarWithoutHours() {
        assertThatThrownBy(() -> new BusinessCalendar("empty", BERLIN, Map.of(), day -> false))
                .hasMessageContaining("empty")
                .hasMessageContaining("opening hours");
    }

    @Test
    void saysWhatIsWrongWithACalendarThatNeverOpens() {
        BusinessCalendar closed =
                new BusinessCalendar("closed", BERLIN, Map.of(DayOfWeek.MONDAY, MORNING_AND_AFTERNOON), day -> true);
        assertThatThrownBy(() -> closed.after(berlin(9, 1, 9, 0), Duration.ofHours(1)))
                .hasMessageContaining("closed")
                .hasMessageContaining("holidays");
    }
}
