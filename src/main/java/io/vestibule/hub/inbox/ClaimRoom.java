package io.vestibule.hub.inbox;

import java.util.List;

/**
 * What a node has room for.
 *
 * @param messages that many
 * @param perApp at most this many of one app are in work at a time, over all nodes
 * @param mails of the messages as many mails as these places hold, see {@link MailPlaces}
 * @param bytes of events; the last one taken may go beyond
 * @param closed accounts of which nothing is taken
 */
public record ClaimRoom(int messages, int perApp, int mails, long bytes, List<AccountPauses.Account> closed) {

    public ClaimRoom(int messages, int perApp, int mails, long bytes) {
        this(messages, perApp, mails, bytes, List.of());
    }
}
