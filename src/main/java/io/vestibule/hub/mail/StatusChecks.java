package io.vestibule.hub.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ContactView;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.mail.ConversationMatcher.Author;
import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.status.StatusCheck;
import io.vestibule.hub.mail.status.StatusCheckSettings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes mails of a client's people that only ask how a request stands. A genuine one about an open request in which its
 * sender takes part is answered at once; all others go to people as ever. Each is counted, once.
 */
@Component
class StatusChecks {

    /** More are a list for the portal's page, where they stand with all that is known of them. */
    private static final int MOST = 5;

    private final PortalGateway portal;
    private final Mailboxes mailboxes;
    private final MailIdentities identities;
    private final WriterTrust trust;
    private final AskedForNews asked;
    private final StatusAnswers answers;
    private final StatusCheck check;
    private final Counter answered;
    private final Counter left;

    StatusChecks(
            PortalGateway portal,
            Mailboxes mailboxes,
            MailIdentities identities,
            WriterTrust trust,
            AskedForNews asked,
            StatusAnswers answers,
            StatusCheckSettings settings,
            MeterRegistry meters) {
        this.portal = portal;
        this.mailboxes = mailboxes;
        this.identities = identities;
        this.trust = trust;
        this.asked = asked;
        this.answers = answers;
        this.check = new StatusCheck(settings.languages());
        this.answered = meters.counter("vestibule.mail.status.checks", "outcome", "answered");
        this.left = meters.counter("vestibule.mail.status.checks", "outcome", "left-to-people");
    }

    /**
     * One mail and who asks.
     *
     * @param address to which the answer goes: the main one of whoever wrote
     */
    private record Question(MailCase mailCase, ClientId client, Author author, String address) {}

    /** @param matched the request the mail answers. Empty: the mail goes its usual way */
    Optional<Handling> taken(MailCase mailCase, ClientId client, Author author, Optional<RequestView> matched) {
        MailAddress from = mailCase.from();
        boolean whole = mailCase.assignment() == null && mailCase.incomplete() == null;
        boolean own = mailCase.door() == Authorship.Door.SENDER;
        if (from == null || !whole || !own || !check.mayAsk(mailCase.mail(), mailCase.reply())) {
            return Optional.empty();
        }
        ContactView contact = author.contact();
        Question question = new Question(mailCase, client, author, contact == null ? from.email() : contact.email());
        Optional<AskedForNews.Noted> before = asked.known(mailCase.message().id());
        if (before.isPresent()) {
            List<RequestView> about = before.get().requests().stream()
                    .flatMap(request -> portal.request(request).stream())
                    .toList();
            return placed(question, about, writer(from), before.get());
        }
        List<RequestView> about = matched.map(List::of).orElseGet(() -> meant(question));
        return asksOnly(mailCase, about)
                ? placed(question, about, writer(from), noted(question, about))
                : Optional.empty();
    }

    private static Party writer(MailAddress from) {
        return Party.contact(from.name(), from.email());
    }

    /** What a mail that answers none is about: the open requests it names, or all there are; none when they are too many. */
    private List<RequestView> meant(Question question) {
        ParsedMail mail = question.mailCase().mail();
        List<RequestView> open = portal.openRequestsOf(question.address()).stream()
                .filter(request -> request.state().clientId().equals(question.client()))
                .toList();
        String said = mail.subject() + "\n" + mail.text();
        List<RequestView> named =
                open.stream().filter(request -> names(said, request)).toList();
        List<RequestView> possible = named.isEmpty() ? open : named;
        return possible.size() > MOST ? List.of() : possible;
    }

    private static boolean names(String said, RequestView request) {
        String number = Pattern.quote(request.state().number());
        return Pattern.compile("\\b" + number + "\\b", Pattern.CASE_INSENSITIVE)
                .matcher(said)
                .find();
    }

    private boolean asksOnly(MailCase mailCase, List<RequestView> about) {
        StatusCheck.About request = about.size() == 1
                ? new StatusCheck.About(
                        about.getFirst().state().number(),
                        about.getFirst().state().subject())
                : new StatusCheck.About("", "");
        StatusCheck.Reading reading = check.read(mailCase.mail(), mailCase.reply(), request);
        if (reading instanceof StatusCheck.Reading.Other other && !other.words().isEmpty()) {
            mailCase.evidence().add("It asks how a request stands, but not only that: " + other.words() + ".");
        }
        return reading instanceof StatusCheck.Reading.Asks;
    }

    private AskedForNews.Noted noted(Question question, List<RequestView> about) {
        MailCase mailCase = question.mailCase();
        AskedForNews.Noted noted = asked.note(new AskedForNews.Asked(
                mailCase.message().id(),
                question.client(),
                about.stream().map(request -> request.state().id()).toList(),
                question.address(),
                mailCase.at(),
                objection(question, about).orElse(null)));
        if (noted.first()) {
            (noted.left() == null ? answered : left).increment();
        }
        return noted;
    }

    private Optional<LeftToPeople> objection(Question question, List<RequestView> about) {
        MailCase mailCase = question.mailCase();
        boolean answering = mailboxes.find(mailCase.mailbox()).stream().anyMatch(Mailbox::answersStatusChecks);
        boolean machine = identities
                .byExternalId(mailCase.message().externalId())
                .map(MailIdentities.Known::unanswerable)
                .isPresent();
        if (!answering || machine) {
            return Optional.of(answering ? LeftToPeople.MACHINE : LeftToPeople.OFF);
        }
        if (about.isEmpty()) {
            return Optional.of(LeftToPeople.NO_REQUEST);
        }
        return trust.isProven(mailCase)
                ? about.stream()
                        .flatMap(request -> Stream.ofNullable(of(question.author(), request)))
                        .findFirst()
                : Optional.of(LeftToPeople.NOT_GENUINE);
    }

    private static @Nullable LeftToPeople of(Author author, RequestView about) {
        if (!takesPart(author, about)) {
            return LeftToPeople.TAKES_NO_PART;
        }
        return about.state().status() == RequestStatus.DONE ? LeftToPeople.DONE : null;
    }

    private static boolean takesPart(Author author, RequestView about) {
        return about.state().participants().stream()
                .flatMap(party -> Stream.ofNullable(party.email()))
                .anyMatch(email -> author.emails().stream().anyMatch(email::equalsIgnoreCase));
    }

    private Optional<Handling> placed(
            Question question, List<RequestView> about, Party writer, AskedForNews.Noted noted) {
        MailCase mailCase = question.mailCase();
        LeftToPeople reason = noted.left();
        mailCase.evidence()
                .add(
                        reason == null
                                ? asked(about)
                                : "It only asks how a request stands, but a person has to answer: " + reason.words()
                                        + ".");
        if (about.isEmpty()) {
            return Optional.empty();
        }
        if (reason == LeftToPeople.ASKED_AGAIN) {
            return Optional.of(answers.toldAgain(mailCase, about.getFirst(), writer));
        }
        return reason == null
                ? Optional.of(answers.answered(mailCase, about, writer, question.address()))
                : Optional.empty();
    }

    private static String asked(List<RequestView> about) {
        String others =
                about.stream().skip(1).map(request -> request.state().number()).collect(Collectors.joining(", "));
        return "It only asks how the request stands, and is answered automatically"
                + (others.isEmpty() ? "." : ", about " + others + ", too.");
    }
}
