package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.mail.filter.MailContext;
import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.outbox.OutboxMessage;
import io.vestibule.platform.mail.Letter;
import io.vestibule.platform.mail.OutgoingMail;
import io.vestibule.platform.mail.OutgoingMail.Automatic;
import io.vestibule.platform.web.PublicAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Writes outgoing mails: words, subject, and the headers that bring an answer back to its request. The reply address
 * carries a key made for this person and this request.
 */
@Component
class MailComposition {

    private final ReplyKeys replyKeys;
    private final MailThreads threads;
    private final MailTexts texts;
    private final MailManners manners;
    private final PublicAddress publicAddress;
    private final ObjectProvider<AnswerPromise> promises;

    MailComposition(
            ReplyKeys replyKeys,
            MailThreads threads,
            MailTexts texts,
            MailManners manners,
            PublicAddress publicAddress,
            ObjectProvider<AnswerPromise> promises) {
        this.replyKeys = replyKeys;
        this.threads = threads;
        this.texts = texts;
        this.manners = manners;
        this.publicAddress = publicAddress;
        this.promises = promises;
    }

    OutgoingMail plain(OutboxMessage message, MailBody.Plain body) {
        return new OutgoingMail(
                bracketed(message),
                List.of(message.draft().target()),
                body.subject(),
                body.letter(),
                null,
                null,
                List.of(),
                Automatic.GENERATED,
                marks(message));
    }

    /**
     * A mail about a request.
     *
     * @param told the request, and others that an answer tells of
     * @param mailbox that writes it, null = the account for system mail
     */
    OutgoingMail about(OutboxMessage message, MailBody body, List<RequestView> told, @Nullable Mailbox mailbox) {
        RequestState request = told.getFirst().state();
        String address = message.draft().target();
        List<String> references = references(message, request, body);
        MailManners.Manner manner = manners.of(told.getFirst(), address);
        ReplyKeys.Keys keys = replyKeys.keysFor(request.id(), address);
        String stop = isNews(body) && StopMails.mayStop(request, address) ? StopMails.link(publicAddress, keys) : null;
        return new OutgoingMail(
                bracketed(message),
                List.of(address),
                texts.subject(request, manner),
                letter(body, told, view -> frame(view, mailbox, new MailTexts.Reader(manner, stop))),
                mailbox == null ? null : mailbox.replies().with(keys.reply()).orElse(null),
                references.isEmpty() ? null : references.getLast(),
                references,
                automatic(body),
                headers(message, stop));
    }

    /** What nobody asked for just now: it can be stopped. */
    private static boolean isNews(MailBody body) {
        return body instanceof MailBody.NewComment || body instanceof MailBody.Closed;
    }

    private static Map<String, String> headers(OutboxMessage message, @Nullable String stop) {
        Map<String, String> headers = new HashMap<>(marks(message));
        if (stop != null) {
            headers.putAll(StopMails.headers(stop));
        }
        return headers;
    }

    private MailTexts.Frame frame(RequestView view, @Nullable Mailbox mailbox, MailTexts.Reader reader) {
        String path = view.path();
        String page = path == null || path.isBlank()
                ? "/portal/requests/" + view.state().number()
                : path;
        return new MailTexts.Frame(
                view.state(), publicAddress.of(page), mailbox == null ? null : mailbox.fromName(), reader);
    }

    private Letter letter(MailBody body, List<RequestView> told, Function<RequestView, MailTexts.Frame> framing) {
        MailTexts.Frame frame = framing.apply(told.getFirst());
        return switch (body) {
            case MailBody.Acknowledgement acknowledgement ->
                texts.acknowledgement(frame, acknowledgement, promise(frame.request()));
            case MailBody.NewComment comment -> texts.comment(frame, comment);
            case MailBody.Closed closed -> texts.closed(frame, closed);
            case MailBody.StatusAnswer answer -> statusAnswer(answer, told, framing);
            case MailBody.Plain plain -> plain.letter();
        };
    }

    private Letter statusAnswer(
            MailBody.StatusAnswer answer, List<RequestView> told, Function<RequestView, MailTexts.Frame> framing) {
        List<MailTexts.Told> each = told.stream()
                .map(view -> new MailTexts.Told(framing.apply(view), standing(view)))
                .toList();
        return each.size() == 1
                ? texts.statusAnswer(each.getFirst(), answer)
                : texts.statusAnswers(each, answer, publicAddress.of("/portal/requests"));
    }

    private MailTexts.Standing standing(RequestView view) {
        Instant since = view.statusSince();
        Optional<AnswerPromise> promise = promises.stream().findFirst();
        ZoneId zone = promise.map(known -> known.zone(view.state())).orElse(ZoneOffset.UTC);
        return new MailTexts.Standing(
                since == null ? null : since.atZone(zone),
                promise.flatMap(known -> known.next(view.state())).orElse(null));
    }

    private @Nullable ZonedDateTime promise(RequestState request) {
        return promises.stream()
                .flatMap(promise -> promise.firstResponse(request).stream())
                .findFirst()
                .orElse(null);
    }

    /** A mail that is tried again is known already, and answers all but itself. */
    private List<String> references(OutboxMessage message, RequestState request, MailBody body) {
        List<String> ids =
                new ArrayList<>(threads.references(request.id(), message.draft().target()));
        String answered = answered(body);
        if (answered != null) {
            ids.remove(answered);
            ids.add(answered);
        }
        String own = bracketed(message);
        return ids.stream()
                .map(id -> "<" + id + ">")
                .filter(id -> !id.equals(own))
                .toList();
    }

    /** The mail that brought it about, null when no one did. */
    private static @Nullable String answered(MailBody body) {
        return switch (body) {
            case MailBody.Acknowledgement acknowledgement -> acknowledgement.answers();
            case MailBody.StatusAnswer answer -> answer.answers();
            case MailBody.NewComment comment -> null;
            case MailBody.Closed closed -> null;
            case MailBody.Plain plain -> null;
        };
    }

    /** What carries a person's words is a person's mail; all else says that a machine wrote it. */
    private static @Nullable Automatic automatic(MailBody body) {
        return switch (body) {
            case MailBody.Acknowledgement acknowledgement -> Automatic.REPLIED;
            case MailBody.StatusAnswer answer -> Automatic.REPLIED;
            case MailBody.NewComment comment -> null;
            case MailBody.Closed closed -> Automatic.GENERATED;
            case MailBody.Plain plain -> Automatic.GENERATED;
        };
    }

    private static Map<String, String> marks(OutboxMessage message) {
        return Map.of(MailContext.OWN_MARK, bracketed(message));
    }

    private static String bracketed(OutboxMessage message) {
        return "<" + message.messageId() + ">";
    }
}
