package io.vestibule.hub.mail.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.parse.MailParser;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person wrote now is told apart from what a mail program put around it. */
class ReplyExtractorTests {

    private final ReplyExtractor replies = new ReplyExtractor();

    private Reply html(String body) {
        byte[] mail = ("From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n" + body)
                .getBytes(StandardCharsets.UTF_8);
        return replies.extract(new MailParser().parse(mail));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On Monday, Harbour & Finch wrote:",
                "Am Mittwoch schrieb Harbour & Finch:",
                "Le lundi, Harbour & Finch a écrit :"
            })
    void aHeadingThatNamesOnlyTheWeekdayIsCutWithItsQuote(String heading) {
        Reply reply = replies.split("Yes, please.\n\n" + heading + "\n\n> Shall we?");
        assertThat(reply.text()).isEqualTo("Yes, please.");
        assertThat(reply.elided()).isEqualTo(heading + "\n\n> Shall we?");
    }

    @Test
    void whatSomebodyWroteOnMondayIsToldNotQuoted() {
        String told = "On Monday, the tax office wrote:\nyou owe us five pounds.";
        assertThat(replies.split(told)).isEqualTo(new Reply(told, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On 12 May we sent:\n- invoice 4711\n- invoice 4712\nNeither is in the portal. Please add them.",
                "On 12 May 2026 at 10:30 we sent:\n- invoice 4711",
                "Am 12.05. benötigen wir folgendes:\n- die Rechnung 4711",
                "Am 12.05.2026 um 10:30 benötigen wir folgendes:\n- die Rechnung 4711",
                "At the meeting on 12 May the following were present:\nAnn Lee\nTom Reed",
                "At the meeting on 12 May 2026, 10:30, the following were present:\nAnn Lee\nTom Reed",
                "3 documents were sent:\n- invoice 4711\n- invoice 4712\n- invoice 4713",
                "Le 12 mai vous nous avez écrit :\nil manque une facture.",
                "On 12 May at 10:30 the tax office wrote:\nyou owe us five pounds.",
                "On 12 May 2026 the tax office wrote:\nyou owe us five pounds.",
                "Am 12.05.2026 schrieb das Finanzamt:\nSie schulden uns fünf Euro.",
                "On 12 May we sent:\n- invoice 4711\nOn 13 May the tax office wrote:\nyou owe us five pounds."
            })
    void whatFollowsADatedSentenceIsThePersonsUnlessAProgramWroteTheSentence(String told) {
        assertThat(replies.split(told)).isEqualTo(new Reply(told, null, null));
        String greeted = "Hello,\n\n" + told;
        assertThat(replies.split(greeted)).isEqualTo(new Reply(greeted, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On 12 May we sent:",
                "Am 12.05. schickten Sie folgendes:",
                "Le 12 mai vous nous avez écrit :",
                "On 12 May 2026 Ann Lee wrote:"
            })
    void theSameSentenceAboveAQuoteIsItsHeading(String sentence) {
        assertThat(replies.split("Yes.\n\n" + sentence + "\n\n> Shall we?").text())
                .isEqualTo("Yes.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On 26.06.2026 14:41, Ann Lee wrote:",
                "On 2026-05-25 13:06, Ann Lee wrote:",
                "On Tuesday, November 3, 2026 at 4:55 PM, Ann Lee wrote:",
                "On 6/26/26 2:41 PM, Ann Lee wrote:",
                "Den 03-11-2026 kl. 10.00 skrev Ann Lee:",
                "------On 12/29/2026 17:32 PM, Ann Lee wrote-----",
                "--- On Wed, 11/4/26, ann@x.example <ann@x.example> wrote:",
                "Ann Lee <ann@x.example> wrote:",
                "30.09.2026, 18.30, \"Ann Lee\" <ann@x.example>:",
                "2026年11月3日 10:00，张三写道："
            })
    void aHeadingWithTheMinuteOrAnAddressNeedsNoMarksOfAQuoteBelow(String heading) {
        assertThat(replies.split("Yes.\n\n" + heading + "\n\nShall we?").text()).isEqualTo("Yes.");
    }

    @Test
    void aListAboveAQuoteIsThePersonsAlsoWithoutAnEmptyLineBetween() {
        String own = "On 12 May we sent:\n- invoice 4711";
        String quote = "On 3 Nov 2026 at 10:00, Ann Lee <ann@x.example> wrote:\n> Shall we?";
        assertThat(replies.split(own + "\n" + quote).text()).isEqualTo(own);
    }

    @Test
    void linesOfNothingButDashesAreRead() {
        assertThat(replies.split("Please look:\n\n----\n- *\n\nThanks.").text()).startsWith("Please look:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: Berlin\nTo: Hamburg\nDate: 3 May, 10:00",
                "Von: Konto 123\nAn: Konto 456\nDatum: 3.5.2026",
                "2026-05-03 10:00 GMT\n2026-05-04 11:00 GMT",
                "2026-05-03 Invoice 17 <https://x.example/17>\n2026-06-03 Invoice 18 <https://x.example/18>"
            })
    void aListThatLooksLikeTheHeadOfAMailIsThePersons(String list) {
        String told = "Please look at this:\n\n" + list + "\n\nWe need it today.";
        assertThat(replies.split(told)).isEqualTo(new Reply(told, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On Tue, 3 Nov 2026 at 10:00, Ann Lee <ann@x.example> wrote:",
                "Am Di., 3. Nov. 2026 um 10:00 Uhr schrieb Ann Lee <ann@x.example>:",
                "Am 03.11.26 um 10:00 schrieb Ann Lee:",
                "Le mar. 3 nov. 2026 à 10:00, Ann Lee <ann@x.example> a écrit :",
                "El mar, 3 nov 2026 a las 10:00, Ann Lee (<ann@x.example>) escribió:",
                "Il giorno mar 3 nov 2026 alle ore 10:00 Ann Lee <ann@x.example> ha scritto:",
                "Em ter., 3 de nov. de 2026 às 10:00, Ann Lee <ann@x.example> escreveu:",
                "Op di 3 nov 2026 om 10:00 schreef Ann Lee <ann@x.example>:",
                "Den tis 3 nov. 2026 kl 10:00 skrev Ann Lee <ann@x.example>:",
                "Den tir. 3. nov. 2026 kl. 10.00 skrev Ann Lee <ann@x.example>:",
                "ti 3. marrask. 2026 klo 10.00 Ann Lee (ann@x.example) kirjoitti:",
                "wt., 3 lis 2026 o 10:00 Ann Lee <ann@x.example> napisał(a):",
                "út 3. 11. 2026 v 10:00 odesílatel Ann Lee <ann@x.example> napsal:",
                "вт, 3 нояб. 2026 г. в 10:00, Ann Lee <ann@x.example>:",
                "3 ноября 2026 г., 10:00, Ann Lee написал:",
                "вт, 3 лист. 2026 р. о 10:00 Ann Lee <ann@x.example> пише:",
                "Ann Lee <ann@x.example>, 3 Kas 2026 Sal, 10:00 tarihinde şunu yazdı:",
                "Ann Lee <ann@x.example> 于2026年11月3日周二 10:00写道：",
                "2026年11月3日(火) 10:00 Ann Lee <ann@x.example>:",
                "2026년 11월 3일 (화) 오전 10:00, Ann Lee <ann@x.example>님이 작성:",
                "Στις Τρί 3 Νοε 2026 στις 10:00 π.μ., ο χρήστης Ann Lee <ann@x.example> έγραψε:",
                "În mar., 3 nov. 2026 la 10:00, Ann Lee <ann@x.example> a scris:",
                "Ann Lee <ann@x.example> ezt írta (időpont: 2026. nov. 3., K, 10:00):",
                "בתאריך יום ג׳, 3 בנוב׳ 2026 ב-10:00 מאת Ann Lee <ann@x.example>:",
                "---- On Tue, 03 Nov 2026 10:00:00 +0100 Ann Lee <ann@x.example> wrote ----",
                "03.11.2026, 10:00, \"Ann Lee\" <ann@x.example>:"
            })
    void theHeadingOfAQuoteIsKnownInManyLanguages(String heading) {
        assertThat(replies.split("Yes.\n\n" + heading + "\n\n> Shall we?").text())
                .isEqualTo("Yes.");
        assertThat(replies.split("Yes.\n\n" + heading + "\n\nShall we?").text()).isEqualTo("Yes.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: Ann <ann@x.example>\nSent: Tuesday\nTo: Tom\nSubject: Rent",
                "Von: Ann <ann@x.example>\nGesendet: Dienstag\nAn: Tom\nBetreff: Rent",
                "De : Ann <ann@x.example>\nEnvoyé : mardi\nÀ : Tom\nObjet : Rent",
                "De: Ann <ann@x.example>\nEnviado el: martes\nPara: Tom\nAsunto: Rent",
                "*Da:* Ann <ann@x.example>\n*Inviato:* martedì\n*A:* Tom\n*Oggetto:* Rent",
                "Van: Ann <ann@x.example>\nVerzonden: dinsdag\nAan: Tom\nOnderwerp: Rent",
                "Från: Ann <ann@x.example>\nSkickat: tisdag\nTill: Tom\nÄmne: Rent",
                "-----Ursprüngliche Nachricht-----\nVon: Ann\nGesendet: Dienstag\nAn: Tom\nBetreff: Rent",
                "##- Please write above this line -##"
            })
    void aQuotedMailBelowItsHeaderLinesIsCut(String header) {
        Reply reply = replies.split("Yes.\n\n" + header + "\n\nShall we?");
        assertThat(reply.text()).isEqualTo("Yes.");
        assertThat(reply.elided()).endsWith("Shall we?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>Yes.</div><br><div class=gmail_quote><div class=gmail_attr>On 3 Nov 2026 Ann wrote:<br></div><blockquote class=gmail_quote>Shall we?</blockquote></div>",
                "<div>Yes.</div><div id=appendonsend></div><hr><div id=divRplyFwdMsg><b>From:</b> Ann</div><div>Shall we?</div>",
                "<p class=MsoNormal>Yes.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> Ann &lt;ann@x.example&gt;<br><b>Sent:</b> Tuesday<br><b>To:</b> Tom<br><b>Subject:</b> Rent</p></div><p>Shall we?</p>",
                "<div>Yes.</div><div><br><blockquote type=cite><div>On 3 Nov 2026, at 10:00, Ann &lt;ann@x.example&gt; wrote:</div><div>Shall we?</div></blockquote></div>",
                "<p>Yes.</p><div class=moz-cite-prefix>Am 03.11.26 um 10:00 schrieb Ann:<br></div><blockquote type=cite>Shall we?</blockquote>",
                "<div>Yes.</div><div class=protonmail_quote>On Tuesday, Ann wrote:<blockquote>Shall we?</blockquote></div>",
                "<div>Yes.</div><div id=ydp1yahoo_quoted_1 class=yahoo_quoted><div>On Tuesday, Ann wrote:</div><div>Shall we?</div></div>",
                "<div>Yes.</div><hr id=zwchr data-marker=__DIVIDER__><div><b>From: </b>Ann &lt;ann@x.example&gt;<br><b>To: </b>Tom<br><b>Sent: </b>3 Nov 2026<br><b>Subject: </b>Rent<br></div><div>Shall we?</div>"
            })
    void quotesOfTheCommonProgramsAreCutFromHtml(String body) {
        assertThat(html(body).text()).isEqualTo("Yes.");
    }

    @Test
    void answersBetweenTheLinesSurviveWithWhatTheyAnswer() {
        String text =
                "Hello,\n\nOn 3 Nov 2026, Ann Lee <ann@x.example> wrote:\n> Shall we?\n\nYes.\n\n> When?\n\nOn Friday.\n";

        assertThat(replies.split(text).text()).isEqualTo("Hello,\n\n> Shall we?\n\nYes.\n\n> When?\n\nOn Friday.");
    }

    @Test
    void anAnswerBelowItsQuoteIsTheNewText() {
        assertThat(replies.split("On 3 Nov 2026, Ann <ann@x.example> wrote:\n> Shall we?\n\nYes.")
                        .text())
                .isEqualTo("Yes.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- \nAnn Lee\nHarbour & Finch",
                "Sent from my iPhone",
                "Von meinem iPhone gesendet",
                "Envoyé de mon iPhone",
                "Get Outlook for iOS<https://aka.ms/o0ukef>",
                "This e-mail and any attachments are confidential and intended for the addressee only.",
                "Diese E-Mail enthält vertrauliche Informationen.",
                "Important: This message is confidential and for its recipient only.",
                "Ce message est confidentiel et destiné à son seul destinataire.",
                "Sent with Proton Mail secure email.",
                "Sent via the Samsung Galaxy S8, an AT&T 5G smartphone",
                "Gesendet von meinem Telefon",
                "Gesendet von Outlook für Android<https://aka.ms/AAb9ysg>",
                "Gesendet mit der GMX iPhone App"
            })
    void aSignatureIsFolded(String signature) {
        Reply reply = replies.split("Yes.\n\n" + signature);
        assertThat(reply.text()).isEqualTo("Yes.");
        assertThat(reply.signature()).isEqualTo(signature);
        assertThat(reply.elided()).isEqualTo(signature);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sent by courier yesterday.",
                "Sent via DHL on Monday, it should be with you.",
                "Sent using the form on your page.",
                "Gesendet von Herrn Meier am Montag.",
                "Gesendet über das Portal des Finanzamts.",
                "Sent with the papers of last year, by post.",
                "Von meinem Steuerberater kommt noch etwas.",
                "Von meinem Handy aus geht es nicht.",
                "iPhone broken, please call the office",
                "Enviado do banco ontem",
                "Important: the deadline is Friday.\nPlease call me.",
                "Disclaimer: I am no expert.",
                "Dit bericht kreeg ik van de bank.",
                "Ce message est urgent."
            })
    void wordsThatOnlyBeginLikeAMachinesAreAPersons(String last) {
        String text = "Hello,\n\n" + last;
        assertThat(replies.split(text)).isEqualTo(new Reply(text, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"---", "—", "——", "__", "-----", "* * *"})
    void aLineBetweenOwnWordsFoldsNothing(String divider) {
        String text = "First the rent.\n\n" + divider + "\n\nThen the invoices, please pay all of them.";
        assertThat(replies.split(text)).isEqualTo(new Reply(text, null, null));
    }

    @Test
    void whatIsLongerThanASignatureIsAPersonsBelowTheMarkOfOne() {
        String text = "These are the facts.\n\n--\n" + "Invoice of the account.\n".repeat(20) + "Please call.";
        assertThat(replies.split(text)).isEqualTo(new Reply(text, null, null));
    }

    @Test
    void aTableIsThePersons() {
        String table = "| Invoice | Total |\n|---------|-------|\n| 4711    | 12.00 |\n|         | 19.00 |";
        String text = "These are open:\n\n" + table;
        assertThat(replies.split(text)).isEqualTo(new Reply(text, null, null));
        assertThat(replies.split(text + "\n\nPlease pay.")).isEqualTo(new Reply(text + "\n\nPlease pay.", null, null));
    }

    @Test
    void aQuoteMayBeMarkedAsTablesAre() {
        String heading = "On Monday, Harbour & Finch wrote:";
        assertThat(replies.split("Yes.\n\n" + heading + "\n\n| Shall we?\n|\n| | When?")
                        .text())
                .isEqualTo("Yes.");
    }

    @Test
    void aTableThatIsQuotedHidesNoAnswerBelow() {
        String quoted = "On 3 Nov 2026 at 10:12, Ann <ann@firm.example> wrote:\n| Invoice | total\n| Shall we?";
        assertThat(replies.split("Hello,\n\n" + quoted + "\n\nYes, please pay.").text())
                .contains("Hello,", "Yes, please pay.");
    }

    @Test
    void aReplyFromHtmlIsAsBoundedAndCleanAsItsText() {
        Reply reply = html("<p>" + "a &#8;".repeat(150_000) + "</p><blockquote type=cite>Shall we?</blockquote>");

        assertThat(reply.text()).hasSizeLessThan(MailParser.MAX_TEXT + 100).doesNotContain("\b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> only quoted",
                "-- \nAnn",
                "On 3 Nov 2026, Ann <ann@x.example> wrote:\n> Shall we?",
                "From: me\nPlease pay until Friday.",
                "I asked: when did he write?\nHe wrote: on 3 May.",
                "At 10:00 we meet.\nOn the other hand, it rains."
            })
    void nothingIsLostWhereNothingElseWasWritten(String text) {
        assertThat(replies.split(text).text()).isEqualTo(text);
    }
}
