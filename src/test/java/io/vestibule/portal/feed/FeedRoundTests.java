package io.vestibule.portal.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.contract.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A receiver refuses what is too large without reading it, which may look as if it were away. */
class FeedRoundTests {

    private static final int MOST = FeedRound.MOST_CHARS;

    @Test
    void aPostHasNoMoreEventsThanItsReceiverTakes() {
        assertThat(ends(5, 10, 10, 10, 10, 10, 10, 10)).containsExactly(5, 7);
        assertThat(ends(5, 10, 10, 10, 10, 10)).containsExactly(5);
    }

    @Test
    void norMoreOfThemThanItTakesAtOnce() {
        assertThat(ends(100, MOST / 2, MOST / 2, 2, MOST / 3, MOST / 3, MOST / 3))
                .containsExactly(2, 5, 6);
    }

    @Test
    void oneGoesAloneAtAnySize() {
        assertThat(ends(100, 1, 3 * MOST, 1, 1)).containsExactly(1, 2, 4);
    }

    private static List<Integer> ends(int most, int... sizes) {
        List<LoggedEvent> events =
                IntStream.of(sizes).mapToObj(FeedRoundTests::event).toList();
        return IntStream.iterate(
                        FeedRound.end(events, 0, most),
                        end -> end > 0,
                        end -> end < events.size() ? FeedRound.end(events, end, most) : 0)
                .boxed()
                .toList();
    }

    private static LoggedEvent event(int size) {
        UUID id = UUID.randomUUID();
        ObjectRef object = new ObjectRef("request", id.toString());
        return new LoggedEvent(id, "1.1", object, 1, null, Instant.EPOCH, "comment-added", "x".repeat(size), null);
    }
}
