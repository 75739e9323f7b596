package io.vestibule.portal.feed;

import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.platform.web.PeerAddress;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** The hub of this installation, the first subscriber; it knows the secret from the same store. */
@Component
class HubSubscriber implements FeedSubscriber {

    private static final int EVENTS_IN_A_POST = 100;

    private final PeerAddress peer;
    private final GeneratedSecrets secrets;

    HubSubscriber(PeerAddress peer, GeneratedSecrets secrets) {
        this.peer = peer;
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return "hub";
    }

    @Override
    public String url() {
        return peer.of("/hooks/portal");
    }

    @Override
    public byte[] secret() {
        return Base64.getDecoder().decode(secrets.get("feed-secret"));
    }

    @Override
    public int mostInAPost() {
        return EVENTS_IN_A_POST;
    }
}
