package io.vestibule.hub.mail.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyExtractorTests {

    private final ReplyExtractor replies = new ReplyExtractor();

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
}
