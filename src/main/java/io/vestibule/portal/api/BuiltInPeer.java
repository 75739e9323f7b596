package io.vestibule.portal.api;

import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.portal.access.Access;
import java.util.EnumSet;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Lets the hub of this installation in, with the token both find among the generated secrets. Runs at every start. */
@Component
class BuiltInPeer implements InitializingBean {

    static final String NAME = "hub";

    private final Peers peers;
    private final GeneratedSecrets secrets;

    BuiltInPeer(Peers peers, GeneratedSecrets secrets) {
        this.peers = peers;
        this.secrets = secrets;
    }

    @Override
    public void afterPropertiesSet() {
        peers.admit(
                Access.system("start"), new Peers.Peer(NAME, EnumSet.allOf(Scope.class)), secrets.get("peer-token"));
    }
}
