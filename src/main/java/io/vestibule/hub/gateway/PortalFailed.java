package io.vestibule.hub.gateway;

/**
 * The portal is there but failed over what was asked, status 500 or an answer that breaks the contract: asked about
 * something else it may well answer.
 */
public class PortalFailed extends PortalUnreachable {
    public PortalFailed(String message) {
        super(message);
    }
}
