package io.vestibule.platform.mail;

/** What became of an attempt to send one mail. */
public sealed interface MailOutcome {

    /** The server took it and answers for it now. */
    record Sent(String messageId) implements MailOutcome {}

    /** The server said no for good; sending again is no use before something changes. */
    record Refused(String words) implements MailOutcome {}

    /** The server could not be reached or asked to wait; sending again later is right. */
    record TryLater(String reason) implements MailOutcome {}
}
