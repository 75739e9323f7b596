package io.vestibule.hub.webhook;

import io.vestibule.hub.canonical.CanonicalCommand;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.connector.InboundTranslation.Command;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxMessage;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A translated record on its way into the portal: what came, through which connection, for which client. */
record Arrival(InboxMessage message, VendorAccount account, ClientId client, Command command) {

    static final String KEY_REUSED = "key-reused";

    /** More commands than one arrival has. */
    private static final int STEPS = 10;

    private static final int FETCHES_ANEW = 9;

    /** The record's name in the portal: the connection and the vendor's own id. */
    ExternalId origin() {
        return new ExternalId(account.name(), command.externalId());
    }

    /**
     * Carries out a command about the record. After a crash between the portal's commit and ours a record is fetched
     * anew and may have changed: then this is another command, and takes the next number under which none was done.
     */
    Answer execute(PortalGateway portal, int number, CanonicalCommand command, @Nullable Instant updatedAt) {
        Answer answer = portal.execute(Envelope.of(message.key(number), command).from(origin(), updatedAt));
        for (String key : otherKeys(number)) {
            if (!(answer instanceof Answer.Refused no) || !no.reason().equals(KEY_REUSED)) {
                break;
            }
            answer = portal.execute(Envelope.of(key, command).from(origin(), updatedAt));
        }
        return answer;
    }

    /** Keys for a command whose own one was used for another, of the record as it was then. */
    List<String> otherKeys(int number) {
        return IntStream.rangeClosed(1, FETCHES_ANEW)
                .mapToObj(fetch -> message.key(number + fetch * STEPS))
                .toList();
    }

    /** The portal's no, as the end of the message; a moved version is only a matter of trying again. */
    static Handling refused(Answer.Refused refused) {
        return refused.reason().equals("version-moved")
                ? new Handling.Retry(refused.reason(), refused.detail(), null)
                : new Handling.Refused(refused.reason(), refused.detail());
    }
}
