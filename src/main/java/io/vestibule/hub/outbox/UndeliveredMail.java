package io.vestibule.hub.outbox;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.platform.web.Times;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * The note on a request that a mail about it failed for good, or left after that: an internal one, for the firm's people,
 * who would believe that it arrived, or that it never left. The same end has the same key.
 */
@Component
class UndeliveredMail {

    private final Times times;

    UndeliveredMail(Times times) {
        this.times = times;
    }

    Envelope note(OutboxRow row) {
        ObjectRef request = Objects.requireNonNull(row.draft().object());
        Comment note = new Comment(
                Party.system("Mail"), Visibility.INTERNAL, words(row), null, List.of(), Channel.EMAIL, row.changedAt());
        return Envelope.of(
                "undelivered." + row.id() + "." + row.replays(), new AddComment(new RequestId(request.id()), note));
    }

    private String words(OutboxRow row) {
        String mail = kind(row.draft().purpose()) + " of " + times.exact(row.createdAt());
        if (row.state() == OutboxState.SENT) {
            return "A mail about this request that was not delivered to %s before has been sent now: the %s."
                    .formatted(row.draft().target(), mail);
        }
        String end = row.state() == OutboxState.REFUSED
                ? "It was refused"
                : "It was tried again and again, and then given up";
        return "A mail about this request was not delivered to %s: the %s. %s: %s. An admin can send it again in the console under Messages > Sent once that is put right."
                .formatted(row.draft().target(), mail, end, why(row));
    }

    private static String kind(String purpose) {
        return switch (purpose) {
            case "status" -> "status change";
            case "status-answer" -> "answer to a status check";
            default -> purpose.replace('-', ' ');
        };
    }

    private static String why(OutboxRow row) {
        String symbol = Objects.requireNonNullElse(row.reason(), "no reason is known");
        return Objects.requireNonNullElse(row.words(), symbol.replace('-', ' ')).replaceAll("[.\\s]+$", "");
    }
}
