package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.platform.mail.Letter;
import io.vestibule.platform.mail.Letter.Part;
import io.vestibule.platform.mail.MailWords;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The letters about requests, in the reader's language. Each begins with the line above which answers are written:
 * whatever comes back below it is our own text.
 */
@Component
class MailTexts {

    private final MailWords words;

    MailTexts(MailWords words) {
        this.words = words;
    }

    /**
     * @param link page of the request
     * @param firm name the mailbox writes under, null when it has none
     */
    record Frame(
            RequestState request, String link, @Nullable String firm, Reader reader) {}

    /** @param stop page that stops the mails about the request, null where that can't be */
    record Reader(MailManners.Manner manner, @Nullable String stop) {}

    /** The same for all mails about a request: mail programs keep together what has one subject. */
    String subject(RequestState request, MailManners.Manner manner) {
        String title = manner.brief() ? words.say(manner.language(), "subject.brief") : request.subject();
        return "[" + request.number() + "] " + title;
    }

    Letter acknowledgement(Frame frame, MailBody.Acknowledgement body, @Nullable ZonedDateTime promise) {
        RequestState request = frame.request();
        String answer = promise(frame, promise);
        String text = isBrief(frame)
                ? say(frame, "acknowledgement.brief", request.number(), answer)
                : say(frame, "acknowledgement", request.subject(), request.number(), answer);
        return letter(
                frame,
                new Part.Paragraph(greeting(frame, body.name())),
                new Part.Paragraph(text),
                new Part.Paragraph(say(frame, "acknowledgement.more")));
    }

    Letter comment(Frame frame, MailBody.NewComment body) {
        RequestState request = frame.request();
        if (isBrief(frame)) {
            return letter(frame, new Part.Paragraph(say(frame, "comment.brief", request.number())));
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Paragraph(say(frame, "comment", author(frame, body), request.number(), request.subject())));
        if (!body.text().isBlank()) {
            parts.add(new Part.Words(body.text()));
        }
        if (body.files() > 0) {
            String key = body.files() == 1 ? "comment.files.one" : "comment.files";
            parts.add(new Part.Paragraph(say(frame, key, body.files())));
        }
        if (body.answered()) {
            parts.add(new Part.Paragraph(say(frame, "comment.answered")));
        }
        parts.add(new Part.Paragraph(say(frame, "comment.more")));
        return letter(frame, parts.toArray(Part[]::new));
    }

    Letter closed(Frame frame, MailBody.Closed body) {
        RequestState request = frame.request();
        return letter(
                frame,
                new Part.Paragraph(greeting(frame, body.name())),
                new Part.Paragraph(
                        isBrief(frame)
                                ? say(frame, "closed.brief", request.number())
                                : say(frame, "closed", request.number(), request.subject())));
    }

    /**
     * @param since when it came into its status, null when nobody knows
     * @param due what was promised next and is not over, null when nothing is
     */
    record Standing(@Nullable ZonedDateTime since, AnswerPromise.@Nullable Due due) {}

    /** A request and how it stands. */
    record Told(Frame frame, Standing standing) {}

    Letter statusAnswer(Told told, MailBody.StatusAnswer body) {
        Frame frame = told.frame();
        RequestState request = frame.request();
        String opening = isBrief(frame)
                ? say(frame, "status.brief", request.number())
                : say(frame, "status", request.number(), request.subject());
        return letter(
                frame,
                new Part.Paragraph(greeting(frame, body.name())),
                new Part.Paragraph(opening),
                new Part.Paragraph(stands(told)),
                new Part.Paragraph(say(frame, "status.owner", lookedAfter(frame))),
                new Part.Paragraph(goesOn(told)),
                new Part.Paragraph(say(frame, "status.automatic")));
    }

    /** @param list page of all requests */
    Letter statusAnswers(List<Told> each, MailBody.StatusAnswer body, String list) {
        Frame frame = each.getFirst().frame();
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Paragraph(greeting(frame, body.name())));
        parts.add(new Part.Paragraph(say(frame, "status.several")));
        for (Told told : each) {
            RequestState request = told.frame().request();
            String title =
                    isBrief(frame) ? request.number() : say(frame, "status.one", request.number(), request.subject());
            parts.add(new Part.Paragraph(title + "\n" + stands(told) + " "
                    + say(frame, "status.owner", lookedAfter(told.frame())) + "\n" + goesOn(told)));
            parts.add(new Part.SmallDoor(say(frame, "open"), told.frame().link()));
        }
        parts.add(new Part.Paragraph(say(frame, "status.automatic")));
        return letter(frame, new Part.Door(say(frame, "status.all"), list), parts.toArray(Part[]::new));
    }

    private String stands(Told told) {
        return since(told.frame(), status(told.frame()), told.standing().since());
    }

    private String goesOn(Told told) {
        return next(told.frame()) + due(told.frame(), told.standing().due());
    }

    private String status(Frame frame) {
        return switch (frame.request().status()) {
            case NEW -> say(frame, "status.new");
            case IN_PROGRESS -> say(frame, "status.in-progress");
            case WAITING_ON_CLIENT -> say(frame, "status.waiting-on-client");
            case DONE -> say(frame, "status.done");
        };
    }

    private String next(Frame frame) {
        return switch (frame.request().status()) {
            case NEW -> say(frame, "status.next.new");
            case IN_PROGRESS -> say(frame, "status.next.in-progress");
            case WAITING_ON_CLIENT -> say(frame, "status.next.waiting-on-client");
            case DONE -> say(frame, "status.next.done");
        };
    }

    private String since(Frame frame, String status, @Nullable ZonedDateTime since) {
        DateTimeFormatter day =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).localizedBy(language(frame));
        return since == null ? status + "." : say(frame, "status.since", status, day.format(since));
    }

    private String lookedAfter(Frame frame) {
        Party owner = frame.request().owner();
        String name = owner == null ? null : owner.name();
        String team = frame.request().team();
        String group = team == null || team.isBlank() ? say(frame, "author.team") : team;
        return name == null || name.isBlank() ? group : name + ", " + group;
    }

    /** Promises run while the firm is at work on it. */
    private String due(Frame frame, AnswerPromise.@Nullable Due due) {
        RequestStatus status = frame.request().status();
        boolean working = status == RequestStatus.NEW || status == RequestStatus.IN_PROGRESS;
        return due == null || !working
                ? ""
                : " " + timed(frame, due.answer() ? "status.due.first-response" : "status.due.resolution", due.at());
    }

    /** To a stranger, about nothing of the firm's. */
    String refusal(Locale language, String subject, String firm) {
        return String.join(
                "\n\n",
                words.say(language, "greeting"),
                words.say(language, "refusal", subject),
                words.say(language, "refusal.more"),
                firm);
    }

    private Letter letter(Frame frame, Part... saying) {
        return letter(frame, new Part.Door(say(frame, "open"), frame.link()), saying);
    }

    private Letter letter(Frame frame, Part.Door door, Part... saying) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Small(say(frame, "reply-line")));
        parts.addAll(List.of(saying));
        parts.add(door);
        String firm = frame.firm();
        parts.add(new Part.Paragraph(firm == null ? say(frame, "team") : firm));
        String stop = frame.reader().stop();
        if (stop != null) {
            parts.add(new Part.SmallDoor(say(frame, "stop"), stop));
        }
        return new Letter(language(frame), parts);
    }

    private String promise(Frame frame, @Nullable ZonedDateTime promise) {
        return promise == null ? say(frame, "promise.none") : timed(frame, "promise", promise);
    }

    /** A sentence with day and time as its first value and the zone as its second. */
    private String timed(Frame frame, String key, ZonedDateTime at) {
        Locale language = language(frame);
        return words.say(language, key, words.time(language, at), words.zone(language, at));
    }

    private String author(Frame frame, MailBody.NewComment body) {
        String author = body.author();
        return author != null ? author : say(frame, body.byStaff() ? "author.team" : "author.colleague");
    }

    private String greeting(Frame frame, @Nullable String name) {
        return name == null ? say(frame, "greeting") : say(frame, "greeting.name", name);
    }

    private String say(Frame frame, String key, Object... values) {
        return words.say(language(frame), key, values);
    }

    private static Locale language(Frame frame) {
        return frame.reader().manner().language();
    }

    private static boolean isBrief(Frame frame) {
        return frame.reader().manner().brief();
    }
}
