package io.vestibule.platform.time;

import io.vestibule.platform.start.StartRefused;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Provides business time. Whoever needs to know what time it is takes this {@link Clock}; tests replace it by one they
 * can set. Leases and retry times use the database's clock instead. Whoever says a time to people takes the firm's zone.
 */
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /**
     * What the machine says, for times that others gave: how long a vendor's token lives, when it may be asked again. Only
     * by its name; moving business time does not move it.
     */
    @Bean(defaultCandidate = false)
    Clock machineClock() {
        return Clock.systemUTC();
    }

    /** The machine's own zone is not asked: a server's is often UTC, and two nodes may differ. */
    @Bean
    ZoneId firmZone(@Value("${vestibule.time-zone}") String name) {
        try {
            return ZoneId.of(name.strip());
        } catch (DateTimeException e) {
            throw new StartRefused(
                    "vestibule.time-zone is '" + name + "', which is no time zone.",
                    "Name one by region and city, for example Europe/London.",
                    e);
        }
    }
}
