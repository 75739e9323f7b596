package io.vestibule.hub.mail.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.inbox.HeldCensus.Count;
import io.vestibule.hub.outbox.PlainMails;
import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailContent;
import io.vestibule.platform.mail.MailLanguage;
import io.vestibule.platform.mail.MailWords;
import io.vestibule.platform.web.PublicAddress;
import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class DigestWordsTests extends VestibuleTest {

    @Autowired
    private MailWords words;

    @Autowired
    private PublicAddress publicAddress;

    @Test
    void theAdminsReadItInTheFirmsLanguage() {
        List<Count> counts = List.of(
                new Count("unknown-sender", "help", 2, 1, 0),
                new Count("unknown-sender", "tax", 1, 0, 1),
                new Count("of-another-release", "tax", 1, 0, 0));

        PlainMails.Words said = digest(MailLanguage.DE).of(counts);

        assertThat(said.language()).isEqualTo(MailLanguage.DE);
        assertThat(said.subject()).isEqualTo("4 E-Mails warten auf eine Entscheidung");
        assertThat(said.text())
                .startsWith(
                        "Neu seit der letzten Nachricht: 1. Innerhalb von 3 Tagen abgelehnt, wenn niemand entscheidet: 1.")
                .contains("- 1: of another release\n- 3: die Absenderadresse kennt niemand", "/console/quarantine")
                .endsWith("kann erneut verarbeitet werden.");
        assertThat(digest(MailLanguage.EN).of(counts.subList(1, 2)).subject())
                .isEqualTo("One mail waits for a decision");
    }

    private DigestWords digest(MailLanguage language) {
        QuarantineSettings settings = new QuarantineSettings(Duration.ofDays(14), Duration.ofDays(3));
        return new DigestWords(words, new LetterSettings(language, MailContent.FULL), settings, publicAddress);
    }
}
