package io.vestibule.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.mail.Letter.Part;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class LetterTests {

    private static final String PAGE = "https://portal.firm.example/portal/requests/REQ-7";
    private static final Letter LETTER = new Letter(
            Locale.UK,
            List.of(
                    new Part.Small("##- above -##"),
                    new Part.Paragraph("Stella wrote about REQ-7 \"Tax & <b>more</b>\":"),
                    new Part.Words(
                            "First line\n  second <script>alert(1)</script> \"quoted\"\n\n<img src=x onerror=y>"),
                    new Part.Door("Open the request", PAGE),
                    new Part.SmallDoor("Stop mails", PAGE + "?a=1&b=2")));

    @Test
    void saysTheSameAsTextAndAsHtml() {
        Document page = Jsoup.parse(LETTER.html("[REQ-7] Tax"));

        assertThat(LETTER.text()).isEqualTo("""
                ##- above -##

                Stella wrote about REQ-7 "Tax & <b>more</b>":

                First line
                  second <script>alert(1)</script> "quoted"

                <img src=x onerror=y>

                Open the request: %s

                Stop mails: %s?a=1&b=2
                """.formatted(PAGE, PAGE));
        assertThat(page.title()).isEqualTo("[REQ-7] Tax");
        assertThat(page.body().text())
                .contains(
                        "##- above -##",
                        "REQ-7 \"Tax & <b>more</b>\":",
                        "<script>alert(1)</script>",
                        "Open the request",
                        "Stop mails");
        assertThat(page.select("blockquote br")).hasSize(3);
        assertThat(page.select("a").eachAttr("href")).containsExactly(PAGE, PAGE + "?a=1&b=2");
    }

    @Test
    void whatSomebodyWroteNeverBecomesMarkupAndNothingIsFetched() {
        Document page = Jsoup.parse(LETTER.html("</title><script>x</script>"));

        assertThat(page.select("script, img, b, link, iframe, form, [onerror], [src], [background]"))
                .isEmpty();
        assertThat(page.html()).doesNotContain("url(", "@import");
    }

    @Test
    void addressesInOurOwnWordsAreLinksAndThoseInTheWordsOfOthersAreNot() {
        Letter letter = new Letter(
                Locale.UK,
                List.of(
                        new Part.Paragraph(
                                "Sign in: https://portal.firm.example/x?a=1&b=2. It works (https://a.example)."),
                        new Part.Words("See https://elsewhere.example/phish")));

        assertThat(Jsoup.parse(letter.html("s")).select("a").eachAttr("href"))
                .containsExactly("https://portal.firm.example/x?a=1&b=2", "https://a.example");
    }

    @Test
    void aTextFallsIntoItsParagraphs() {
        Letter letter = Letter.of(Locale.UK, "One\nstill one\n \n\nTwo\r\n\r\nThree\n");

        assertThat(letter.parts())
                .containsExactly(
                        new Part.Paragraph("One\nstill one"), new Part.Paragraph("Two"), new Part.Paragraph("Three"));
        assertThat(letter.text()).isEqualTo("One\nstill one\n\nTwo\n\nThree\n");
    }
}
