package io.vestibule.hub.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes mails of a client's people that only ask how a request stands. A genuine one about an open request in which its
 * sender takes part is answered at once; all others go to people as ever. Each is counted, once.
 */
@Component
class StatusChecks {

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
        if (from == null || !whole || !own || !check.mayAsk(mailCase.mail())) {
            return Optional.empty();
        }
        ContactView contact = author.contact();
        Question question = new Question(mailCase, client, author, contact == null ? from.email() : contact.email());
        Optional<AskedForNews.Noted> before = asked.known(mailCase.message().id());
        if (before.isPresent()) {
            RequestId request = before.get().request();
            return placed(
                    question,
                    request == null ? null : portal.request(request).orElse(null),
                    writer(from),
                    before.get());
        }
        RequestView about = matched.or(() -> meant(question)).orElse(null);
        return asksOnly(mailCase, about)
                ? placed(question, about, writer(from), noted(question, about))
                : Optional.empty();
    }

    private static Party writer(MailAddress from) {
        return Party.contact(from.name(), from.email());
    }

    /** What a mail that answers none is about: the open request it names, or the only one there is. */
    private Optional<RequestView> meant(Question question) {
        ParsedMail mail = question.mailCase().mail();
        List<RequestView> open = portal.openRequestsOf(question.address()).stream()
                .filter(request -> request.state().clientId().equals(question.client()))
                .toList();
        String said = mail.subject() + "\n" + mail.text();
        List<RequestView> named =
                open.stream().filter(request -> names(said, request)).toList();
        List<RequestView> possible = named.isEmpty() ? open : named;
        return possible.size() == 1 ? Optional.of(possible.getFirst()) : Optional.empty();
    }

    private static boolean names(String said, RequestView request) {
        String number = Pattern.quote(request.state().number());
        return Pattern.compile("\\b" + number + "\\b", Pattern.CASE_INSENSITIVE)
                .matcher(said)
                .find();
    }

    private boolean asksOnly(MailCase mailCase, @Nullable RequestView about) {
        StatusCheck.About request = about == null
                ? new StatusCheck.About("", "")
                : new StatusCheck.About(about.state().number(), about.state().subject());
        StatusCheck.Reading reading = check.read(mailCase.mail(), request);
        if (reading instanceof StatusCheck.Reading.Other other && !other.words().isEmpty()) {
            mailCase.evidence().add("It asks how a request stands, but not only that: " + other.words() + ".");
        }
        return reading instanceof StatusCheck.Reading.Asks;
    }

    private AskedForNews.Noted noted(Question question, @Nullable RequestView about) {
        MailCase mailCase = question.mailCase();
        AskedForNews.Noted noted = asked.note(new AskedForNews.Asked(
                mailCase.message().id(),
                question.client(),
                about == null ? null : about.state().id(),
                question.address(),
                mailCase.at(),
                objection(question, about).orElse(null)));
        if (noted.first()) {
            (noted.left() == null ? answered : left).increment();
        }
        return noted;
    }

    private Optional<LeftToPeople> objection(Question question, @Nullable RequestView about) {
        MailCase mailCase = question.mailCase();
        boolean answering = mailboxes.find(mailCase.mailbox()).stream().anyMatch(Mailbox::answersStatusChecks);
        boolean machine = identities
                .byExternalId(mailCase.message().externalId())
                .map(MailIdentities.Known::unanswerable)
                .isPresent();
        LeftToPeople reason = !answering
                ? LeftToPeople.OFF
                : machine ? LeftToPeople.MACHINE : about == null ? LeftToPeople.NO_REQUEST : of(question, about);
        return Optional.ofNullable(reason);
    }

    private @Nullable LeftToPeople of(Question question, RequestView about) {
        if (!trust.isProven(question.mailCase())) {
            return LeftToPeople.NOT_GENUINE;
        }
        if (!takesPart(question.author(), about)) {
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
            Question question, @Nullable RequestView about, Party writer, AskedForNews.Noted noted) {
        MailCase mailCase = question.mailCase();
        LeftToPeople reason = noted.left();
        mailCase.evidence()
                .add(
                        reason == null
                                ? "It only asks how the request stands, and is answered automatically."
                                : "It only asks how a request stands, but a person has to answer: " + reason.words()
                                        + ".");
        if (about == null) {
            return Optional.empty();
        }
        if (reason == LeftToPeople.ASKED_AGAIN) {
            return Optional.of(answers.toldAgain(mailCase, about, writer));
        }
        return reason == null ? Optional.of(answers.answered(mailCase, about, writer, question.address())) : Optional.empty();
    }
}
