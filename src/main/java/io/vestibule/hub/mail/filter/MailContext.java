package io.vestibule.hub.mail.filter;

import java.util.function.Predicate;

/**
 * What filters may ask of the outside.
 *
 * @param ownAddress whether mail to this address comes to us (mailboxes and their reply addresses), or our own mails
 *     come from it. Team addresses are none of these: people write from them
 * @param sentByUs whether we sent the mail with this Message-ID, given without angle brackets
 */
public record MailContext(Predicate<String> ownAddress, Predicate<String> sentByUs) {

    /** Header of our own mails that names their Message-ID, so that they are known also when a forwarder rewrote them. */
    public static final String OWN_MARK = "X-Vestibule-Id";

    /** Header of the mails by which a mailbox is tried out. */
    public static final String PROBE = "X-Vestibule-Probe";
}
