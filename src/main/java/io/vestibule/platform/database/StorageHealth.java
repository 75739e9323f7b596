package io.vestibule.platform.database;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** For the probes of operators: a node that can't store is down, also while its pages can still be read. */
@Component
class StorageHealth implements HealthIndicator {

    private final StorageState state;

    StorageHealth(StorageState state) {
        this.state = state;
    }

    @Override
    public Health health() {
        return state.hindrance()
                .map(hindrance -> Health.down()
                        .withDetail("fault", hindrance.fault().name())
                        .build())
                .orElseGet(() -> Health.up().build());
    }
}
