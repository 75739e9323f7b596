package io.vestibule.portal.api;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Forgets keys of commands that nobody will send again; natural keys go on guarding what they created. */
@Component
public class AppliedCommandsUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(AppliedCommandsUpkeep.class);

    private final AppliedCommands applied;

    AppliedCommandsUpkeep(AppliedCommands applied) {
        this.applied = applied;
    }

    /** Called hourly by the route {@code tidy-portal}. */
    public void forget() {
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
