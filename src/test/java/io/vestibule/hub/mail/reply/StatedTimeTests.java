package io.vestibule.hub.mail.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The date above a forwarded mail is read as whatever program wrote it, and never guessed. */
class StatedTimeTests {

    private static final Instant LATEST = Instant.parse("2026-11-05T12:00:00Z");
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mon, 2 Nov 2026 15:30:00 +0100",
                "Mon, 2 Nov 2026 14:30:00 GMT",
                "Mon, Nov 2, 2026 at 3:30 PM",
                "Monday, November 2, 2026 3:30 PM",
                "Monday, 2 November 2026 15:30",
                "2026-11-02 15:30",
                "2026-11-02T14:30:00Z",
                "02.11.2026 15:30",
                "02-11-2026 15:30",
                "Montag, 2. November 2026 15:30",
                "lundi 2 novembre 2026 15:30",
                "mar. 2 nov. 2026 à 15h30",
                "lunes, 2 de noviembre de 2026 15:30",
                "segunda-feira, 2 de novembro de 2026 15:30",
                "lunedì 2 novembre 2026 15:30",
                "maandag 2 november 2026 15:30",
                "den 2 november 2026 15:30",
                "2. marraskuuta 2026 klo 15.30",
                "poniedziałek, 2 listopada 2026 15:30",
                "понедельник, 2 ноября 2026 г. 15:30",
                "2 Kasım 2026 Pazartesi 15:30",
                "2026年11月2日 15:30",
                "2026년 11월 2일 오후 3:30"
            })
    void itIsReadInManyForms(String words) {
        assertThat(StatedTime.read(words, ZONE, LATEST)).contains(Instant.parse("2026-11-02T14:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Monday",
                "yesterday at 15:30",
                "2 Nov 2026",
                "2/11/2026 15:30",
                "32. November 2026 15:30",
                "2 Nov 2026 25:30",
                "6 Nov 2026 15:30",
                "2 Foo 2026 15:30",
                ""
            })
    void whatIsMissingUnclearOrImpossibleIsNone(String words) {
        assertThat(StatedTime.read(words, ZONE, LATEST)).isEmpty();
    }

    @Test
    void aSlashedDateCountsWhereItCanBeReadInOneWay() {
        assertThat(StatedTime.read("10/31/2026 15:30", ZONE, LATEST)).contains(Instant.parse("2026-10-31T14:30:00Z"));
        assertThat(StatedTime.read("31/10/2026 15:30", ZONE, LATEST)).contains(Instant.parse("2026-10-31T14:30:00Z"));
        assertThat(StatedTime.read(null, ZONE, LATEST)).isEmpty();
    }
}
