package io.vestibule.hub.mail.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail that somebody hands on is found with its own sender, whatever program and language handed it on. */
class ForwardReaderTests {

    private static ParsedMail mail(String header, String text) {
        return new MailParser()
                .parse(("From: Tom <tom@client.example>\n" + header + "Content-Type: text/plain; charset=utf-8\n\n"
                                + text)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<ForwardedMail> find(String header, String text) {
        return new ForwardReader().find(mail(header, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---------- Forwarded message ---------\nFrom: Ann Lee <ann@x.example>\nDate: Mon, 2 Nov 2026\nSubject: Rent\nTo: <t@c.example>\n\nThe rent",
                "-------- Weitergeleitete Nachricht --------\nBetreff: Rent\nDatum: 2. November 2026\nVon: Ann Lee <ann@x.example>\nAn: t@c.example\n\n\n\nThe rent",
                "> Début du message réexpédié :\n> \n> De: Ann Lee <ann@x.example>\n> Objet: Rent\n> Date: 2 novembre 2026\n> À: t@c.example\n> \n> The rent",
                "   ----- Mensaje reenviado ----- De: Ann Lee <ann@x.example>Para: \"t@c.example\" <t@c.example>Enviado: lunes 2 GMT+1Asunto: Rent\n The rent",
                "-----Messaggio originale-----\nDa: Ann Lee [mailto:ann@x.example]\nInviato: lunedì 2\nA: Tom\nOggetto: Rent\n\nThe rent",
                "________________________________\nVan: Ann Lee <ann@x.example>\nVerzonden: maandag 2\nAan: Tom\nOnderwerp: Rent\n\nThe rent",
                "---------- 转发的邮件 ---------\n发件人： Ann Lee <ann@x.example>\n日期： 2026年11月2日\n主题： Rent\n收件人： <t@c.example>\n\nThe rent",
                "-------- Перенаправленное сообщение --------\nТема: Rent\nДата: 2 ноября\nОт: Ann Lee <ann@x.example>\nКому: t@c.example\n\nThe rent",
                "---------- Przekazana wiadomość ---------\nOd: Ann Lee <ann@x.example>\nDate: 2 lis\nTemat: Rent\nDo: t@c.example\n\nThe rent"
            })
    void itIsFoundBelowItsMark(String text) {
        ForwardedMail inside =
                find("Subject: hello\n", "Please look.\n\n" + text).orElseThrow();

        assertThat(inside.comment()).isEqualTo("Please look.");
        assertThat(inside.from()).isEqualTo(new MailAddress("Ann Lee", "ann@x.example"));
        assertThat(inside.subject()).isEqualTo("Rent");
        assertThat(inside.text()).isEqualTo("The rent");
    }

    @Test
    void headerLinesInAnAnswerAreItsQuote() {
        String quoted = "Thanks!\n\nFrom: Ann Lee <ann@x.example>\nSent: Monday\nTo: Tom\nSubject: Rent\n\nThe rent";

        assertThat(find("Subject: Re: Rent\nIn-Reply-To: <1@x.example>\n", quoted))
                .isEmpty();
        assertThat(find("Subject: FW: Rent\nIn-Reply-To: <1@x.example>\n", quoted))
                .isPresent();
    }

    @Test
    void aHeadingIsThatOfAForwardOnlyWhereTheSubjectSaysSo() {
        String text = "FYI\n\nOn 2 Nov 2026 10:00, \"Ann Lee\" <ann@x.example> wrote:\n\n    The rent";

        assertThat(find("Subject: Re: Rent\n", text)).isEmpty();
        ForwardedMail inside = find("Subject: Fwd: Rent\n", text).orElseThrow();
        assertThat(inside.from()).isEqualTo(new MailAddress("Ann Lee", "ann@x.example"));
        assertThat(inside.subject()).isEqualTo("Rent");
    }

    @Test
    void aMailThatIsAttachedAsAWholeCounts() {
        ParsedMail carrier = new MailParser()
                .parse(("Subject: Fwd: Rent\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nSee it\n--x\n"
                                + "Content-Type: message/rfc822\n\nFrom: Ann <ann@x.example>\nSubject: Rent\n\nThe rent\n--x--")
                        .getBytes(StandardCharsets.UTF_8));

        ForwardedMail inside = new ForwardReader().find(carrier).orElseThrow();

        assertThat(inside.comment()).isEqualTo("See it");
        assertThat(inside.from()).isEqualTo(new MailAddress("Ann", "ann@x.example"));
    }

    @Test
    void aCommentIsTheNewTextAndTheForwardedMailIsFolded() {
        String text =
                "Please pay this.\n\n---------- Forwarded message ---------\nFrom: Ann <ann@x.example>\nDate: Monday\n"
                        + "Subject: Rent\nTo: Tom\n\nThe rent is 10 EUR.";

        Reply commented = new ReplyExtractor().extract(mail("Subject: Fwd: Rent\n", text));
        Reply bare = new ReplyExtractor().extract(mail("Subject: Fwd: Rent\n", text.substring(text.indexOf("--"))));

        assertThat(commented.text()).isEqualTo("Please pay this.");
        assertThat(commented.elided()).contains("The rent is 10 EUR.");
        assertThat(bare.text()).isEqualTo("The rent is 10 EUR.");
        assertThat(bare.elided()).contains("From: Ann <ann@x.example>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sent from my iPhone\n\nBegin forwarded message:\n\n",
                "Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n",
                "-- \nTom Reed\nClient Ltd\n\n---------- Forwarded message ---------\n",
                "\nVon meinem iPhone gesendet\n\nAnfang der weitergeleiteten Nachricht:\n\n"
            })
    void theLineOfADeviceIsNoCommentSoTheForwardedMailIsTheText(String above) {
        ParsedMail mail = mail(
                "Subject: Fwd: Rent\n",
                above + "From: Ann <ann@x.example>\nDate: Monday\nSubject: Rent\nTo: Tom\n\nThe rent is 10 EUR.");

        Reply reply = new ReplyExtractor().extract(mail);

        assertThat(new ForwardReader().find(mail).orElseThrow().comment()).isNull();
        assertThat(reply.text()).isEqualTo("The rent is 10 EUR.");
        assertThat(reply.elided()).contains(above.strip()).contains("From: Ann <ann@x.example>");
    }

    @Test
    void theLineOfADeviceIsNoCommentOnAnAttachedMailEither() {
        ParsedMail carrier = new MailParser()
                .parse(
                        ("Subject: Fwd: Rent\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nSent from my iPhone\n--x\n"
                                        + "Content-Type: message/rfc822\n\nFrom: Ann <ann@x.example>\nSubject: Rent\n\nThe rent\n--x--")
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(new ForwardReader().find(carrier).orElseThrow().comment()).isNull();
        assertThat(new ReplyExtractor().extract(carrier).text()).isEqualTo("The rent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Please pay this.\n\nSent from my iPhone",
                "Sent from my iPhone\n\nPlease pay this.",
                "---\nPlease pay this.",
                "Sent by courier yesterday."
            })
    void wordsBesideTheLineOfADeviceAreAComment(String words) {
        String text = words + "\n\n---------- Forwarded message ---------\nFrom: Ann <ann@x.example>\nDate: Monday\n"
                + "Subject: Rent\nTo: Tom\n\nThe rent is 10 EUR.";

        assertThat(find("Subject: Fwd: Rent\n", text).orElseThrow().comment()).isEqualTo(words);
        assertThat(new ReplyExtractor()
                        .extract(mail("Subject: Fwd: Rent\n", text))
                        .text())
                .containsAnyOf("Please pay this.", "Sent by courier yesterday.")
                .doesNotContain("The rent is 10 EUR.");
    }
}
