package io.vestibule.hub.mail.mailbox;

/** Lets tests of other rooms store many mails as a mailbox does when it gets them. */
public final class ReceivedMails {

    private final MailReceiver receiver;

    public ReceivedMails(MailReceiver receiver) {
        this.receiver = receiver;
    }

    /** @param mailbox name of its connection */
    public void store(String mailbox, byte[] raw) {
        receiver.store(mailbox, raw, null);
    }
}
