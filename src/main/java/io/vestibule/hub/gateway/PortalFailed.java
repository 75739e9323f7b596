package io.vestibule.hub.gateway;

/**
 * The portal is there but failed over what was asked, status 500 or an answer that breaks the contract: asked about
 * something else it may well answer.
 */
class PortalFailed extends PortalUnreachable {
    PortalFailed(String message) {
        super(message);
    }
}
