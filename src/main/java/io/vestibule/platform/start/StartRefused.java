package io.vestibule.platform.start;

import org.jspecify.annotations.Nullable;

/**
 * Something is wrong that makes it unsafe to run: a bad key, a directory in use, a database without durability. Thrown
 * while starting; shown as description and action, without a stack trace.
 */
public final class StartRefused extends RuntimeException {

    private final String description;
    private final String action;

    public StartRefused(String description, String action) {
        this(description, action, null);
    }

    public StartRefused(String description, String action, @Nullable Throwable cause) {
        super(description + " " + action, cause);
        this.description = description;
        this.action = action;
    }

    public String description() {
        return description;
    }

    public String action() {
        return action;
    }
}
