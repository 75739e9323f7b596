package io.vestibule.portal.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.PortalTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who works for a subscriber: one node at a time, and keeping the place costs a write now and then only. */
class FeedSubscriptionsTests extends PortalTest {

    private final String subscriber = unique("subscriber");
    private FeedSubscriptions here;
    private FeedSubscriptions there;

    @BeforeEach
    void register() {
        here = new FeedSubscriptions(portalDatabase);
        there = new FeedSubscriptions(portalDatabase);
        assertThat(here.claim(subscriber)).isEmpty();
        assertThat(here.register(subscriber)).isTrue();
        assertThat(there.register(subscriber)).isFalse();
        ends("-1 s");
    }

    @Test
    void writesNothingForALeaseThatLastsLongerThanARound() {
        assertThat(here.claim(subscriber)).contains(Position.START);
        String version = version();

        assertThat(here.claim(subscriber)).contains(Position.START);

        assertThat(version()).isEqualTo(version);
    }

    @Test
    void renewsALeaseThatEndsSoon() {
        here.claim(subscriber);
        ends("40 s");

        assertThat(here.claim(subscriber)).contains(Position.START);

        assertThat(portalDatabase
                        .sql("select lease_until > now() + interval '80 s' from portal.feed_subscriber where name = ?")
                        .param(subscriber)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void leavesASubscriberToAnotherNodeUntilThatOnesLeaseEnds() {
        here.claim(subscriber);
        assertThat(there.claim(subscriber)).isEmpty();
        ends("-1 s");

        assertThat(there.claim(subscriber)).contains(Position.START);

        assertThat(here.claim(subscriber)).isEmpty();
        assertThat(here.store(subscriber, new Position(7, 7), Map.of())).isFalse();
        assertThat(there.store(subscriber, new Position(7, 7), Map.of())).isTrue();
        assertThat(there.claim(subscriber)).contains(new Position(7, 7));
    }

    private void ends(String fromNow) {
        portalDatabase
                .sql("update portal.feed_subscriber set lease_until = now() + :fromNow::interval where name = :name")
                .param("fromNow", fromNow)
                .param("name", subscriber)
                .update();
    }

    private String version() {
        return portalDatabase
                .sql("select xmin::text || ctid::text from portal.feed_subscriber where name = ?")
                .param(subscriber)
                .query(String.class)
                .single();
    }
}
