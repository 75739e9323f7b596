package io.vestibule.portal.request.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of HTML that a stranger wrote. */
class SafeHtmlTests {

    private static SafeHtml safe(String html) {
        return SafeHtml.of(
                html, false, id -> id.equals("known") ? Optional.of("data:image/png;base64,AA==") : Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<a href='javascript:alert(1)'>x</a>",
                "<a href='&#106;avascript:alert(1)'>x</a>",
                "<svg onload=alert(1)><script>alert(1)</script></svg>",
                "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
                "<form action=https://evil.example><input onfocus=alert(1) autofocus></form>",
                "<style>@import 'https://evil.example/alert(1)';</style>",
                "<link rel=stylesheet href=https://evil.example/alert(1)>",
                "<meta http-equiv=refresh content='0;url=https://evil.example/alert(1)'>",
                "<base href=https://evil.example/alert(1)>",
                "<p style='background:url(https://evil.example/alert(1))'>x</p>",
                "<p style='background-color:url(https://evil.example/alert(1))'>x</p>",
                "<p style='width:expression(alert(1))'>x</p>",
                "<table background='https://evil.example/alert(1)'><tr><td>x</td></tr></table>",
                "<img srcset='https://evil.example/alert(1) 2x' src='cid:known'>",
                "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
                "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
                "<!--><img src=x onerror=alert(1)>-->"
            })
    void nothingRunsAndNothingIsFetched(String html) {
        assertThat(safe(html).html())
                .doesNotContainIgnoringCase(
                        "onerror=",
                        "<script",
                        "evil.example",
                        "javascript:",
                        "url(",
                        "expression(",
                        "<style",
                        "onload=");
    }

    static Stream<Arguments> kept() {
        return Stream.of(
                arguments("<p>Hello <b>you</b></p>", "<p>Hello <b>you</b></p>"),
                arguments(
                        "<p style=\"color: rgb(1, 2, 3); position: fixed; margin-top: -90px; font-size: 12px\">x</p>",
                        "<p style=\"color: rgb(1, 2, 3); font-size: 12px\">x</p>"),
                arguments("<p style=\"margin-top:\n-90px\">x</p>", "<p>x</p>"),
                arguments(
                        "<a href=\"https://firm.example/\">x</a>",
                        "<a href=\"https://firm.example/\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">x</a>"),
                arguments("<img src=\"cid:known\">", "<img src=\"data:image/png;base64,AA==\">"),
                arguments("<img src=\"cid:gone\" alt=\"our logo\">", "<span>our logo</span>"));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void whatIsSafeStays(String html, String safe) {
        assertThat(safe(html).html()).isEqualTo(safe);
    }

    @Test
    void picturesFromElsewhereAreCountedAndStayOnlyWhereTheReaderWantsThem() {
        String html = "<img src='https://track.example/1.gif' alt='Hello'><img src='http://track.example/2.gif'>";

        assertThat(safe(html)).isEqualTo(new SafeHtml("<span>Hello</span><span></span>", 2));
        assertThat(SafeHtml.of(html, true, id -> Optional.empty()).html()).contains("1.gif", "2.gif");
    }

    /** A few letters name a picture of many megabytes, and a mail may name it as often as it likes. */
    @Test
    void aPictureIsFetchedOnceAndAPageCarriesOnlySoMuchOfThem() {
        String large = "data:image/png;base64," + "A".repeat(6_000_000);
        List<String> fetched = new ArrayList<>();

        SafeHtml safe = SafeHtml.of("<img src='cid:large' alt='our logo'>".repeat(10), false, id -> {
            fetched.add(id);
            return Optional.of(large);
        });

        assertThat(safe.html().length()).isBetween(18_000_000, 20_001_000);
        assertThat(safe.html()).startsWith("<img").endsWith("<span>our logo</span>");
        assertThat(fetched).containsExactly("large");
    }

    @Test
    void anyDepthAndLengthIsRead() {
        assertThat(safe("<div>".repeat(100_000) + "deep").html()).contains("deep");
        assertThat(safe("<p style='" + "color: red;".repeat(40_000) + "'>x</p>").html())
                .contains("x</p>");
        assertThat(safe("<p style='color:" + "-".repeat(400_000) + "'>x</p>").html())
                .contains("x</p>");
    }
}
