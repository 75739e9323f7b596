package io.vestibule.portal.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.platform.observe.NamedGauges;
import io.vestibule.platform.observe.NamedGauges.Title;
import io.vestibule.platform.observe.Reading;
import io.vestibule.portal.access.Access;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How far each subscriber of the feed is behind. */
@Component
class FeedMetrics implements Reading {

    private final FeedHealth health;
    private final NamedGauges waiting;
    private final NamedGauges behind;

    FeedMetrics(FeedHealth health, MeterRegistry meters) {
        this.health = health;
        this.waiting = NamedGauges.of(
                meters,
                new Title(
                        "vestibule.feed.waiting", "subscriber", "", "Feed events that a subscriber has not taken", 0));
        this.behind = NamedGauges.of(
                meters, new Title("vestibule.feed.behind", "subscriber", "seconds", "Age of the oldest of them", 0));
    }

    @Override
    public void read() {
        Map<String, Long> events = new HashMap<>();
        Map<String, Double> seconds = new HashMap<>();
        for (FeedHealth.Lag lag : health.lags(Access.system("metrics"))) {
            events.put(lag.subscriber(), lag.waiting());
            seconds.put(lag.subscriber(), lag.behind().toMillis() / 1000.0);
        }
        waiting.set(events);
        behind.set(seconds);
    }
}
