package io.vestibule.portal.feed;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.portal.access.Access;
import java.util.function.ToDoubleFunction;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** The feed's lag as metrics: {@code vestibule.feed.waiting} and {@code vestibule.feed.behind.seconds}, worst subscriber. */
@Component
class FeedMetrics {

    private final FeedHealth health;

    FeedMetrics(FeedHealth health, MeterRegistry meters) {
        this.health = health;
        Gauge.builder("vestibule.feed.waiting", () -> worst(FeedHealth.Lag::waiting))
                .description("Feed events that the slowest subscriber has not taken")
                .register(meters);
        Gauge.builder(
                        "vestibule.feed.behind.seconds",
                        () -> worst(lag -> lag.behind().toMillis() / 1000.0))
                .description("Age of the oldest feed event that a subscriber has not taken")
                .register(meters);
    }

    private double worst(ToDoubleFunction<FeedHealth.Lag> measure) {
        try {
            return health.lags(Access.system("metrics")).stream()
                    .mapToDouble(measure)
                    .max()
                    .orElse(0);
        } catch (DataAccessException e) {
            return Double.NaN;
        }
    }
}
