package io.vestibule.portal.api;

import io.vestibule.platform.database.Tidying;
import org.springframework.stereotype.Component;

/** Forgets keys of commands that nobody will send again; natural keys go on guarding what they created. */
@Component
public class AppliedCommandsUpkeep {

    private final AppliedCommands applied;

    AppliedCommandsUpkeep(AppliedCommands applied) {
        this.applied = applied;
    }

    /** Called hourly by the route {@code tidy-portal}. */
    public void forget() {
        Tidying.inPortions("command keys", applied::forgetOld);
    }
}
