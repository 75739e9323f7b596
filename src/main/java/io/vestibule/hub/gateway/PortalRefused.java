package io.vestibule.hub.gateway;

/**
 * The portal understood who asks and refused what was asked, so that asking the same again won't help. Commands and files
 * have answers for it; this is for reads, where those who know only "later" may take it for that.
 */
public class PortalRefused extends PortalUnreachable {
    public PortalRefused(String message) {
        super(message);
    }
}
