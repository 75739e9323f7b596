package io.vestibule.hub.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The portal could not be asked or answered with a failure of its own; the caller tries again later. */
public class PortalUnreachable extends RuntimeException {

    private final @Nullable Duration after;

    public PortalUnreachable(String message, Throwable cause) {
        super(message, cause);
        this.after = null;
    }

    public PortalUnreachable(String message) {
        this(message, (Duration) null);
    }

    /** @param after how long it asked to be left alone, null = it did not */
    public PortalUnreachable(String message, @Nullable Duration after) {
        super(message);
        this.after = after;
    }

    /** How long the portal asked to be left alone, null = it did not. */
    public @Nullable Duration after() {
        return after;
    }
}
