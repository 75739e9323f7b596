package io.vestibule.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

class TimesTests {

    private static final Instant NOW = Instant.parse("2026-07-01T03:30:00Z");

    private final MessageSource words = new PageWords().messageSource();
    private final Times newYork = in("America/New_York");
    private final Times london = in("Europe/London");

    private Times in(String zone) {
        LocaleContextHolder.setLocale(Locale.UK);
        return new Times(Clock.fixed(NOW, ZoneOffset.UTC), ZoneId.of(zone), words);
    }

    @Test
    void anExactTimeIsInTheFirmsZoneAndNamesIt() {
        assertThat(newYork.exact(NOW)).isEqualTo("Tue 30 Jun 2026, 23:30:00 GMT-04:00");
        assertThat(london.exact(NOW)).isEqualTo("Wed 1 Jul 2026, 04:30:00 BST");
    }

    @Test
    void aDayIsTheOneOfTheFirmsZone() {
        Instant weekAgo = NOW.minus(Duration.ofDays(7));
        assertThat(newYork.ago(weekAgo)).isEqualTo("23 Jun 2026");
        assertThat(london.ago(weekAgo)).isEqualTo("24 Jun 2026");
        assertThat(newYork.until(weekAgo)).isEqualTo("overdue since 23 Jun 2026");
        assertThat(newYork.day(LocalDate.parse("2026-06-24"))).isEqualTo("24 Jun 2026");
    }

    @Test
    void whatIsOverdueIsNotCalledDue() {
        assertThat(london.due(NOW.plusSeconds(130))).isEqualTo("due in 2 min");
        assertThat(london.due(NOW.plus(Duration.ofDays(3)))).isEqualTo("due on 4 Jul 2026");
        assertThat(london.due(NOW.minusSeconds(20))).isEqualTo("overdue by 20 s");
    }

    @ParameterizedTest
    @CsvSource({
        "0s, just now",
        "40s, 40 s ago",
        "-5s, just now",
        "59m, 59 min ago",
        "23h, 23 h ago",
        "3h10m, 3 h 10 min ago"
    })
    void anAgeUnderADayIsRelative(String age, String said) {
        assertThat(london.ago(NOW.minus(Duration.parse("PT" + age)))).isEqualTo(said);
    }
}
