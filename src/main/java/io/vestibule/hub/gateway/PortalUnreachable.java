package io.vestibule.hub.gateway;

/** The portal could not be asked or answered with a failure of its own; the caller tries again later. */
public class PortalUnreachable extends RuntimeException {
    public PortalUnreachable(String message, Throwable cause) {
        super(message, cause);
    }

    public PortalUnreachable(String message) {
        super(message);
    }
}
