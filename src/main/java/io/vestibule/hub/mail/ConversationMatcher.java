package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.gateway.PortalGateway.ContactView;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the request that a mail answers. Evidence counts in this order: that the mail which it answers was moved to
 * another request, a reply key in the recipient's address, In-Reply-To and References, the request's number in the
 * subject. None of it is enough by itself: a client's sender
 * must take part in that request, or be of its client and allowed to see and answer it; for a number only the former
 * counts. So nobody gets into another client's request, or a private one, by knowing a number, a Message-ID or a
 * forwarded key. The firm's people may answer in every request, but anybody can write their address into From: they are
 * believed only with what was sent to them and to nobody else.
 */
@Component
class ConversationMatcher {

    private static final Pattern NUMBER = Pattern.compile("(?<![A-Za-z0-9-])([A-Z]{2,6}-\\d{1,9})(?![\\dA-Za-z-])");
    private static final int MAX_NUMBERS = 3;
    private static final String ADMIN = "client-admin";

    private final PresentRequests requests;
    private final Mailboxes mailboxes;
    private final ReplyKeys replyKeys;
    private final MailThreads threads;
    private final SentMails sentMails;

    ConversationMatcher(
            PresentRequests requests,
            Mailboxes mailboxes,
            ReplyKeys replyKeys,
            MailThreads threads,
            SentMails sentMails) {
        this.requests = requests;
        this.mailboxes = mailboxes;
        this.replyKeys = replyKeys;
        this.threads = threads;
        this.sentMails = sentMails;
    }

    /**
     * Whom the mail counts as coming from.
     *
     * @param emails the sender's address, all others of the same person, and the one a person said the sender is
     * @param contact when known at one client
     */
    record Author(Set<String> emails, @Nullable ContactView contact) {}

    /** The request, if any, and what speaks for and against it in words. */
    record Match(Optional<RequestView> request, List<String> evidence) {

        static final Match NONE = new Match(Optional.empty(), List.of());
    }

    Match match(ParsedMail mail, Author author) {
        List<String> evidence = new ArrayList<>();
        Optional<RequestView> request = byMove(mail, author, evidence)
                .or(() -> byKey(mail, author, evidence))
                .or(() -> byReferences(mail, author, evidence))
                .or(() -> byNumber(mail, author, evidence));
        return matched(request, evidence);
    }

    /** The request that somebody of the firm answers with a key or a mail that went to this very address. */
    Match matchStaff(ParsedMail mail, String email) {
        List<String> evidence = new ArrayList<>();
        Optional<RequestView> request = threads.movedTo(answeredIds(mail))
                .filter(moved ->
                        sentMails.requestsToldTo(email, answeredIds(mail)).contains(moved))
                .or(() -> keyOf(mail)
                        .filter(bound -> isFor(bound, email, evidence))
                        .map(bound -> new RequestId(bound.requestId())))
                .or(() -> sentMails.requestsToldTo(email, answeredIds(mail)).stream()
                        .findFirst())
                .flatMap(id -> requests.find(id, evidence));
        request.ifPresent(view -> evidence.add("It answers what we sent to %s about %s."
                .formatted(email, view.state().number())));
        return matched(request, evidence);
    }

    private static boolean isFor(ReplyKeys.Bound bound, String email, List<String> evidence) {
        boolean same = bound.address().equalsIgnoreCase(email);
        if (!same) {
            evidence.add("The reply key was made for " + bound.address() + ", not for " + email + ".");
        }
        return same;
    }

    private static Match matched(Optional<RequestView> request, List<String> evidence) {
        if (request.isEmpty() && evidence.isEmpty()) {
            evidence.add("It refers to no request we know.");
        }
        return new Match(request, evidence);
    }

    /** Requests a mail refers to by its headers, whoever sent it: for notes about bounces. */
    List<RequestId> referredTo(List<String> messageIds) {
        return threads.requestsOf(messageIds);
    }

    /**
     * Whether the mail refers to this request, or to one that goes on as it, whoever sent it, in one of the headers that
     * count.
     */
    boolean names(ParsedMail mail, RequestState request, Predicate<String> counts) {
        return (counts.test("Subject") && isNumbered(mail, request)) || isReferredTo(mail, request, counts);
    }

    private boolean isNumbered(ParsedMail mail, RequestState request) {
        return NUMBER.matcher(mail.subject())
                .results()
                .limit(MAX_NUMBERS)
                .map(number -> number.group(1))
                .anyMatch(number -> number.equals(request.number())
                        || isPresently(requests.byNumber(number, new ArrayList<>()), request));
    }

    private boolean isReferredTo(ParsedMail mail, RequestState request, Predicate<String> counts) {
        List<String> ids = new ArrayList<>(counts.test("In-Reply-To") ? mail.inReplyTo() : List.of());
        ids.addAll(counts.test("References") ? mail.references() : List.of());
        return threads.requestsOf(ids).stream()
                .limit(MAX_NUMBERS)
                .anyMatch(id -> id.equals(request.id()) || isPresently(requests.find(id, new ArrayList<>()), request));
    }

    private static boolean isPresently(Optional<RequestView> named, RequestState request) {
        return named.filter(view -> view.state().id().equals(request.id())).isPresent();
    }

    /** The person and request of the first reply key among the recipients. */
    Optional<ReplyKeys.Bound> keyOf(ParsedMail mail) {
        List<Mailbox> enabled = mailboxes.enabled();
        return mail.recipients().stream()
                .map(MailAddress::email)
                .flatMap(address -> enabled.stream().flatMap(mailbox -> mailbox.replies().keyIn(address).stream()))
                .distinct()
                .flatMap(key -> replyKeys.find(key).stream())
                .findFirst();
    }

    /** The reply key of a mail that was moved still names the request that it was written about. */
    private Optional<RequestView> byMove(ParsedMail mail, Author author, List<String> evidence) {
        return threads.movedTo(answeredIds(mail))
                .flatMap(request -> takingPart(request, "The mail that it answers was moved", author, evidence));
    }

    private Optional<RequestView> byKey(ParsedMail mail, Author author, List<String> evidence) {
        return keyOf(mail)
                .flatMap(bound -> takingPart(
                        new RequestId(bound.requestId()),
                        "The reply key made for " + bound.address(),
                        author,
                        evidence));
    }

    private Optional<RequestView> byReferences(ParsedMail mail, Author author, List<String> evidence) {
        return threads.requestsOf(answeredIds(mail)).stream()
                .flatMap(request -> takingPart(request, "In-Reply-To or References", author, evidence).stream())
                .findFirst();
    }

    private static List<String> answeredIds(ParsedMail mail) {
        List<String> latestFirst = new ArrayList<>(mail.references());
        Collections.reverse(latestFirst);
        return Stream.concat(mail.inReplyTo().stream(), latestFirst.stream())
                .distinct()
                .toList();
    }

    private Optional<RequestView> takingPart(RequestId request, String reason, Author author, List<String> evidence) {
        Optional<RequestView> view = requests.find(request, evidence);
        if (view.isEmpty()) {
            evidence.add(reason + " points to a request that no longer exists.");
            return Optional.empty();
        }
        RequestState state = view.get().state();
        String standing = participates(state, author)
                ? "takes part in it"
                : maySee(view.get(), author) ? "may see it as one of its client" : null;
        evidence.add("%s: %s, and the sender %s."
                .formatted(reason, state.number(), standing == null ? "takes no part in it" : standing));
        return standing == null ? Optional.empty() : view;
    }

    private Optional<RequestView> byNumber(ParsedMail mail, Author author, List<String> evidence) {
        Matcher numbers = NUMBER.matcher(mail.subject());
        for (int i = 0; i < MAX_NUMBERS && numbers.find(); i++) {
            Optional<RequestView> view = requests.byNumber(numbers.group(1), evidence);
            if (view.isEmpty()) {
                continue;
            }
            boolean allowed = participates(view.get().state(), author);
            evidence.add("The subject names %s, and the sender %s."
                    .formatted(numbers.group(1), allowed ? "takes part in it" : "takes no part in it"));
            if (allowed) {
                return view;
            }
        }
        return Optional.empty();
    }

    /** By the contract the requester is among the participants, for as long as he takes part. */
    private static boolean participates(RequestState request, Author author) {
        return request.participants().stream()
                .map(Party::email)
                .anyMatch(email -> email != null && author.emails().stream().anyMatch(email::equalsIgnoreCase));
    }

    /** Known and admitted people of a client see its requests, private ones only its admins, and withdrawn ones nobody. */
    private static boolean maySee(RequestView request, Author author) {
        ContactView contact = author.contact();
        return contact != null
                && contact.active()
                && contact.admitted()
                && contact.clientId().equals(request.state().clientId())
                && !request.withdrawn()
                && (!request.confidential() || contact.role().equals(ADMIN));
    }
}
