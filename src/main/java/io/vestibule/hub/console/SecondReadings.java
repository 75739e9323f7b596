package io.vestibule.hub.console;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.CanonicalCommand.ReviseRequest;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.console.Rehearsals.Foretold;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.inbox.PayloadStore;
import io.vestibule.hub.mail.Rehearsal;
import io.vestibule.platform.web.Notice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads stored mails again as they would be read now, and tells how that differs from what they became. What had no effect
 * yet is applied by handling it again; the words of a request that a mail opened are corrected in place.
 */
@Component
class SecondReadings {

    private final Rehearsals rehearsals;
    private final PayloadStore payloads;
    private final PortalGateway portal;
    private final Inbox inbox;

    SecondReadings(Rehearsals rehearsals, PayloadStore payloads, PortalGateway portal, Inbox inbox) {
        this.rehearsals = rehearsals;
        this.payloads = payloads;
        this.portal = portal;
        this.inbox = inbox;
    }

    /** Words of a mail as the portal shows them. @param opened the request it opened, null for a comment */
    record Shown(
            @Nullable String subject, String text, @Nullable RequestState opened) {}

    /**
     * A mail as it was and as it would be.
     *
     * @param shown null when it has no effect, or none that can be told from others
     */
    record SecondReading(
            InboxRow row, Foretold now, @Nullable Shown shown) {

        public boolean endsOtherwise() {
            return row.state() != now.state()
                    || row.state() != InboxState.APPLIED && !Objects.equals(row.reason(), now.reason());
        }

        public boolean reads() {
            return shown != null && now.text() != null;
        }

        public boolean readsOtherwise() {
            return shown != null
                    && now.text() != null
                    && !(shown.text().strip().equals(now.text().strip()) && sameSubject());
        }

        private boolean sameSubject() {
            return shown == null
                    || shown.subject() == null
                    || now.subject() == null
                    || shown.subject().strip().equals(now.subject().strip());
        }

        /** The words of a comment are never changed once people have read them. */
        public boolean correctable() {
            return readsOtherwise() && shown != null && shown.opened() != null && now.subject() != null;
        }
    }

    /** Empty when the original is gone, the message is no mail, or it took too long. */
    Optional<SecondReading> of(InboxRow row) {
        return Optional.of(row)
                .filter(mail -> mail.kind().equals("mail"))
                .flatMap(mail -> payloads.find(mail.payloadId()))
                .flatMap(original -> rehearsals.of(row.claimedNow(original.headers()), original.bytes()))
                .map(outcome -> new SecondReading(row, rehearsals.foretold(outcome), shown(row, outcome)));
    }

    private @Nullable Shown shown(InboxRow row, Rehearsal.Outcome now) {
        String request = row.objectId();
        if (row.state() != InboxState.APPLIED || !"request".equals(row.objectType()) || request == null) {
            return null;
        }
        return portal.requestByOrigin(origin(row))
                .map(view -> new Shown(view.state().subject(), view.text(), view.state()))
                .or(() -> now.commands().stream()
                        .flatMap(command -> command instanceof AddComment add
                                ? same(new RequestId(request), add.comment()).stream()
                                : Stream.empty())
                        .findFirst())
                .orElse(null);
    }

    /** The portal tells no origin of a comment: it is the only one that came by mail at that time. */
    private Optional<Shown> same(RequestId request, Comment wanted) {
        List<Comment> found = portal.comments(request).stream()
                .filter(comment ->
                        comment.channel() == Channel.EMAIL && comment.at().equals(wanted.at()))
                .toList();
        return found.size() == 1 ? Optional.of(new Shown(null, found.getFirst().text(), null)) : Optional.empty();
    }

    private static ExternalId origin(InboxRow row) {
        return new ExternalId(row.connection() == null ? row.app() : row.connection(), row.externalId());
    }

    /** Corrects the words of the request that this mail opened. What to tell the person. */
    List<Notice> correct(InboxRow row, String person) {
        SecondReading reading = of(row).filter(SecondReading::correctable).orElse(null);
        if (reading == null) {
            return Notice.problem("reading.nothing");
        }
        RequestState request =
                Objects.requireNonNull(Objects.requireNonNull(reading.shown()).opened());
        String subject = Objects.requireNonNull(reading.now().subject());
        String text = Objects.requireNonNull(reading.now().text());
        String key = "%d.reading.%d".formatted(row.id(), request.version());
        Answer answer = portal.execute(Envelope.of(key, new ReviseRequest(request.id(), subject, text))
                .from(origin(row), null)
                .expecting(request.version()));
        if (answer instanceof Answer.Applied) {
            inbox.noteCorrection(row.id(), person);
            return Notice.done("reading.corrected");
        }
        return Notice.problem("reading.refused", answer instanceof Answer.Refused refused ? refused.detail() : "");
    }
}
