package io.vestibule.hub.inbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One piece of news from outside, claimed for handling.
 *
 * @param kind which {@link InboxHandler} takes it: {@code mail}, {@code webhook}, {@code feed}
 * @param app name of the app (or mailbox, or {@code portal}) it came through
 * @param account the vendor's account id, or the mailbox's address; empty where the app is the account
 * @param externalId unique within app and account
 * @param connection name of the connection it belongs to, null while unknown
 * @param eventType as the connector's {@code type} gives it; {@code mail} for mails
 * @param orderingKey news with one key is handled one by one in order of receipt
 * @param payloadId the raw bytes as delivered, in {@link PayloadStore}
 * @param event the one event's JSON out of a delivery of several, null for mails
 * @param size bytes of the event, or of the mail; 0 where nobody asks how much is in work
 * @param headers transport headers worth keeping, names in lower case, verified credentials masked
 * @param attempts handlings begun, this one included
 * @param replays how often a person asked for it again
 * @param assignment what a person decided about a held one, null when nobody did
 * @param accepted doubts that a person accepted, by the reason it was held for, and who did; see {@link Inbox#letIn}
 * @param claim token of this claim; results are stored only while it matches
 * @param trace the traceparent it belongs to, null when it came before there were any
 */
public record InboxMessage(
        long id,
        String kind,
        String app,
        String account,
        String externalId,
        @Nullable String connection,
        String eventType,
        String orderingKey,
        long payloadId,
        @Nullable String event,
        int size,
        Map<String, String> headers,
        Instant receivedAt,
        int attempts,
        int replays,
        @Nullable Assignment assignment,
        Map<String, String> accepted,
        UUID claim,
        @Nullable String trace) {

    /** A person's answer to "whose is this?". */
    public record Assignment(String clientId, @Nullable String contactEmail, String decidedBy) {}

    boolean isMail() {
        return kind.equals("mail");
    }

    /** Idempotency key of the n-th command of this row; a replay makes keys of its own. */
    public String key(int commandNumber) {
        String key = id + "." + commandNumber;
        return replays == 0 ? key : key + ".r" + replays;
    }
}
