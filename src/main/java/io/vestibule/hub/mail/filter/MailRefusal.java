package io.vestibule.hub.mail.filter;

/** Every reason for which a mail is not turned into a request or comment. None of them is ever answered. */
public enum MailRefusal {
    /** From ourselves: a mail we sent came back, or one of our own addresses wrote. */
    OWN_MAIL("own-mail"),
    /** We wrote it to try out whether the mailbox gets what is sent to its reply addresses. */
    PROBE("probe"),
    /** Delivery of one of our mails failed or is delayed. */
    BOUNCE("bounce"),
    /** Somebody marked one of our mails as unwanted. */
    COMPLAINT("complaint"),
    /** Somebody's mail program confirms that a mail was read. */
    READ_RECEIPT("read-receipt"),
    /** A machine answered for a person: out of office, receipt of another help desk. */
    AUTO_REPLY("auto-reply"),
    /** Nobody says who wrote it. */
    NO_SENDER("no-sender"),
    /** Only those with a key can read it. */
    ENCRYPTED("encrypted");

    private final String symbol;

    MailRefusal(String symbol) {
        this.symbol = symbol;
    }

    /** Whether such a mail waits until a person says what becomes of it; the others are settled. */
    public boolean asksAPerson() {
        return this == NO_SENDER || this == ENCRYPTED;
    }

    /** The reason as stored and shown. */
    public String symbol() {
        return symbol;
    }
}
