package io.vestibule.hub.sla;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the firm promises: targets in the business time of a calendar.
 *
 * @param calendar name of the {@link BusinessCalendar} the targets are counted in
 * @param remindBefore how long before the due time the owner is reminded, in business time
 * @param teams the policy serves requests of these teams; empty = every team no other policy names
 */
public record SlaPolicy(
        String name,
        String calendar,
        Duration firstResponse,
        Duration resolution,
        Duration remindBefore,
        List<String> teams) {

    /** The two promises, with the names they have in the contract. */
    public enum Metric {
        FIRST_RESPONSE("first-response"),
        RESOLUTION("resolution");

        private final String wireName;

        Metric(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        static Optional<Metric> named(String wireName) {
            return List.of(values()).stream()
                    .filter(m -> m.wireName.equals(wireName))
                    .findFirst();
        }
    }

    Duration target(Metric metric) {
        return switch (metric) {
            case FIRST_RESPONSE -> firstResponse;
            case RESOLUTION -> resolution;
        };
    }
}
