package io.vestibule.hub.mail.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vestibule.platform.mail.MailLanguage;
import io.vestibule.platform.mail.MailWords;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invitations tell date, place and answer, in the zone of whoever wrote them. */
class InvitationReaderTests {

    private static final String HEAD = "BEGIN:VCALENDAR\nMETHOD:REQUEST\n";
    private static final String TAIL = "\nEND:VEVENT\nEND:VCALENDAR\n";

    private static Invitation read(String event) {
        return InvitationReader.read(HEAD + "BEGIN:VEVENT\n" + event + TAIL).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DTSTART:20261130T100000Z | 2026-11-30T10:00:00Z",
                "DTSTART;TZID=Europe/Berlin:20260601T100000 | 2026-06-01T08:00:00Z",
                "DTSTART;TZID=\"W. Europe Standard Time\":20261201T100000 | 2026-12-01T09:00:00Z",
                "DTSTART;TZID=/mozilla.org/20050126_1/America/New_York:20260601T100000 | 2026-06-01T14:00:00Z",
                "DTSTART;VALUE=DATE:20261130 | 2026-11-30T00:00:00Z"
            })
    void theStartIsAnInstant(String line, Instant start) {
        assertThat(read(line).start()).isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource({"20260601T100000, 2026-06-01T08:00:00Z", "20261201T100000, 2026-12-01T09:00:00Z"})
    void aZoneThatOnlyTheFileKnowsIsComputedByItsRules(String local, Instant start) {
        String zone = "BEGIN:VTIMEZONE\nTZID:Office\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETTO:+0100\n"
                + "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\n"
                + "TZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n";

        Invitation invitation = InvitationReader.read(HEAD + zone + "BEGIN:VEVENT\nDTSTART;TZID=Office:" + local + TAIL)
                .orElseThrow();

        assertThat(invitation.start()).isEqualTo(start);
    }

    @Test
    void anAnswerSaysWhoSaidWhat() {
        Invitation answer = InvitationReader.read(
                        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nSUMMARY:Budget\\, 2027\n"
                                + "DTSTART:20261130T100000Z\nDURATION:PT1H30M\nLOCATION:Room\n  1\n"
                                + "ATTENDEE;CN=Ann;PARTSTAT=ACCEPTED:mailto:Ann@client.example" + TAIL)
                .orElseThrow();

        assertThat(answer.answer()).isEqualTo("ACCEPTED");
        assertThat(answer.end()).isEqualTo(Instant.parse("2026-11-30T11:30:00Z"));
        assertThat(answer.attendees().getFirst().email()).isEqualTo("ann@client.example");
        assertThat(words(Locale.UK).of(answer))
                .matches(
                        "\\[Answer to the invitation: Budget, 2027\nWhen: Mon,? 30 Nov 2026, 10:00 to 11:30 \\(UTC\\)\n"
                                + "Where: Room 1\nAnswer: accepted]");
        assertThat(words(MailLanguage.DE.locale()).of(answer))
                .isEqualTo("[Antwort auf die Einladung: Budget, 2027\n"
                        + "Wann: Mo., 30. Nov. 2026, 10:00 bis 11:30 (UTC)\nWo: Room 1\nAntwort: zugesagt]");
    }

    @Test
    void whatIsOnlyPublishedInvitesNobody() {
        assertThat(InvitationReader.read(
                        "BEGIN:VCALENDAR\nMETHOD:PUBLISH\nBEGIN:VEVENT\nDTSTART:20261130T100000Z" + TAIL))
                .isEmpty();
    }

    @Test
    void aCancellationIsCancelled() {
        Invitation cancelled = InvitationReader.read(
                        "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261130" + TAIL)
                .orElseThrow();

        assertThat(cancelled.status()).isEqualTo("cancelled");
        assertThat(words(Locale.UK).of(cancelled)).matches("\\[When: Mon,? 30 Nov 2026]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DTEND;VALUE=DATE:20261203 | du lun. 30 nov. 2026 au mer. 2 déc. 2026",
                "DURATION:P3D | du lun. 30 nov. 2026 au mer. 2 déc. 2026",
                "DTEND;VALUE=DATE:20261201 | lun. 30 nov. 2026",
                "DTEND;VALUE=DATE:20261130 | lun. 30 nov. 2026",
                "'DTEND;VALUE=DATE:20261203\nRRULE:FREQ=YEARLY' | du lun. 30 nov. 2026 au mer. 2 déc. 2026, récurrent"
            })
    void wholeDaysAreToldToTheLast(String end, String when) {
        String start = "DTSTART;VALUE=DATE;TZID=America/New_York:20261130\n";

        assertThat(words(MailLanguage.FR.locale()).of(read(start + end))).isEqualTo("[Quand : " + when + "]");
    }

    @ParameterizedTest
    @CsvSource({"FREQ=SECONDLY", "FREQ=YEARLY;BYDAY=5SU;BYMONTH=99", "FREQ=YEARLY;BYDAY=;BYMONTH=x"})
    void aHostileRuleCostsNothing(String rule) {
        String zone = "BEGIN:VTIMEZONE\nTZID:Z\n"
                + ("BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETTO:+0100\nRRULE:" + rule + "\nEND:STANDARD\n")
                        .repeat(2_000)
                + "END:VTIMEZONE\n";

        Invitation invitation = assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> InvitationReader.read(HEAD + zone + "BEGIN:VEVENT\nDTSTART;TZID=Z:20261130T100000" + TAIL)
                        .orElseThrow());

        assertThat(invitation.start()).isNotNull();
    }

    private static InvitationWords words(Locale language) {
        return new InvitationWords(new MailWords(), language);
    }
}
