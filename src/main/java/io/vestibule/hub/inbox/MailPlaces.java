package io.vestibule.hub.inbox;

/**
 * How much room mails have among what is in work: one takes several times its size of memory until it is handled. Most are
 * so small that several go into the place of a large one.
 */
final class MailPlaces {

    private static final int SMALL = 256 * 1024;

    /** Of a large one; a small one takes one. */
    static final int LARGE = 4;

    /** The places of {@code first}, as SQL; the original of what is no mail is not looked at. */
    static final String OF_FIRST = """
            case when first.mail and (
                select octet_length(p.bytes) from hub.payload p where p.id = first.payload_id) > %d
            then %d else 1 end""".formatted(SMALL, LARGE);

    private MailPlaces() {}

    /** None of what is no mail. */
    static int of(InboxMessage message) {
        if (!message.isMail()) {
            return 0;
        }
        return message.size() > SMALL ? LARGE : 1;
    }
}
