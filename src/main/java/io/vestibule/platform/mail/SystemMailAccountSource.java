package io.vestibule.platform.mail;

import java.util.Optional;

/** Offers an account for the product's own mails when the configuration names none: the firm's mailbox. */
@FunctionalInterface
public interface SystemMailAccountSource {

    /** The account to use now; empty as long as the firm has no mailbox. */
    Optional<MailAccount> account();
}
