package io.vestibule.portal.api;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Forgets keys of commands that nobody will send again; natural keys go on guarding what they created. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class AppliedCommandsUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(AppliedCommandsUpkeep.class);

    private final AppliedCommands applied;

    AppliedCommandsUpkeep(AppliedCommands applied) {
        this.applied = applied;
    }

    @Scheduled(initialDelayString = "PT12M", fixedDelayString = "PT1H")
    void forget() {
        try {
            int gone;
            do {
                gone = applied.forgetOld();
            } while (gone > 0);
        } catch (DataAccessException e) {
            LOG.info("Old command keys were not removed this time; the next try is in an hour. {}", e.getMessage());
        }
    }
}
