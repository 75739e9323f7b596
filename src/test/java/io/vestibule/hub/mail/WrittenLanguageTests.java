package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.mail.MailLanguage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenLanguageTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EN | Please find the signed contract attached. Could you have a look and let us know?
            DE | Guten Tag, anbei sende ich Ihnen die Unterlagen für den Antrag. Bitte prüfen Sie, ob das so passt und nicht zu spät ist.
            FR | Bonjour, je vous envoie les documents pour la déclaration. Merci de vérifier et de nous dire si tout est complet, avec votre aide.
            ES | Hola, les envío los documentos para la declaración. Muchas gracias por su ayuda, y estoy a su disposición para cualquier duda.
            IT | Buongiorno, Le invio i documenti per la dichiarazione. Grazie di tutto, resto a disposizione anche nel caso che manchi qualcosa.
            """)
    void aTextWithSmallWordsIsKnown(MailLanguage language, String text) {
        assertThat(WrittenLanguage.of(text)).contains(language);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Rechnung 4711",
                "Hello",
                "Segue em anexo o documento assinado para a declaração, por favor confirme se está tudo como combinado.",
                "Bijgaand stuur ik u het getekende contract. Kunt u laten weten of het in orde is en wat de kosten zijn?",
                "Please find the contract below and let us have your view. Bitte prüfen Sie das und sagen uns, ob wir es so haben"
            })
    void shortOtherAndMixedTextsAreNot(String text) {
        assertThat(WrittenLanguage.of(text)).isEmpty();
    }

    @Test
    void ofALongTextTheBeginningCounts() {
        String german = "Ich bitte Sie, das nicht zu vergessen, und danke Ihnen für die Hilfe. ".repeat(100);

        assertThat(WrittenLanguage.of(german + "the and you your with this that have ".repeat(1000)))
                .contains(MailLanguage.DE);
    }
}
