package io.vestibule.platform.mail;

import java.util.Optional;
import javax.net.SocketFactory;

/** Says whether an account that an admin entered may be connected to; the hub's guard against private addresses. */
public interface MailHostCheck {

    /** Why not, in words for the admin; empty when it may. */
    Optional<String> refusal(String host, int port);

    /** Sockets for this host that check its address at the moment they connect, and connect to that one only. */
    SocketFactory sockets(String host);
}
