package io.vestibule.platform.mail;

import java.util.Optional;

/** Says whether an account that an admin entered may be connected to; the hub's guard against private addresses. */
@FunctionalInterface
public interface MailHostCheck {

    /** Why not, in words for the admin; empty when it may. */
    Optional<String> refusal(String host, int port);
}
