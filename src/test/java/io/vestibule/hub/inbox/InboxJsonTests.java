package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboxJsonTests {

    @Test
    void aNulBecomesAMarkAndItsSpellingStaysAsItWasWritten() {
        String json = InboxJson.write(Map.of("subject", "Error \\u0000 in \\ input", "x\0", "a\0b"));

        assertThat(json).doesNotContain("\0");
        assertThat(InboxJson.readMap(json))
                .isEqualTo(Map.of("subject", "Error \\u0000 in \\ input", "x\uFFFD", "a\uFFFDb"));
    }

    @Test
    void textsInsideOtherValuesAreCleanToo() {
        String json = InboxJson.write(List.of(new Suggestion("1", "Ac\0me", null, "why")));

        assertThat(InboxJson.readSuggestions(json)).containsExactly(new Suggestion("1", "Ac\uFFFDme", null, "why"));
    }

    @Test
    void halfOfASurrogatePairBecomesAMarkAndAWholeOneStays() {
        assertThat(InboxJson.clean("a\uD83Db\uDE00")).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(InboxJson.clean("a\uD83D\uDE00b")).isEqualTo("a\uD83D\uDE00b");
    }
}
