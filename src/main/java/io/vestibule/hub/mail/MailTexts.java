package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words of outgoing mails, as plain text. */
final class MailTexts {

    /** Answers are written above it; whatever comes back below it is our own text. */
    static final String REPLY_LINE = "##- Please write your answer above this line -##";

    private static final DateTimeFormatter PROMISE = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter PROMISE_DATE =
            DateTimeFormatter.ofPattern("d MMMM yyyy, zzz", Locale.ENGLISH);

    private MailTexts() {}

    /** @param link page of the request; {@code firm}: name the mailbox writes under */
    record Frame(RequestState request, String link, String firm) {}

    static String subject(RequestState request) {
        return "[" + request.number() + "] " + request.subject();
    }

    static String acknowledgement(Frame frame, MailBody.Acknowledgement body, @Nullable ZonedDateTime promise) {
        String answer = promise == null
                ? "We answer as soon as we can."
                : "We answer by %s (%s).".formatted(PROMISE.format(promise), PROMISE_DATE.format(promise));
        return """
                %s

                %s

                We have your message "%s". Its number is %s. %s

                Follow it here: %s
                To add something, just answer this mail.

                %s
                """.formatted(
                        REPLY_LINE,
                        greeting(body.name()),
                        frame.request().subject(),
                        frame.request().number(),
                        answer,
                        frame.link(),
                        frame.firm());
    }

    static String comment(Frame frame, MailBody.NewComment body) {
        String files = body.files() == 0
                ? ""
                : "\n\n(%s attached; open the request to get %s.)"
                        .formatted(
                                body.files() == 1 ? "1 file is" : body.files() + " files are",
                                body.files() == 1 ? "it" : "them");
        return """
                %s

                %s wrote:

                %s%s

                The whole conversation: %s

                %s
                """.formatted(REPLY_LINE, body.author(), body.text(), files, frame.link(), frame.firm());
    }

    static String closed(Frame frame, MailBody.Closed body) {
        return """
                %s

                %s

                Your request %s "%s" is done. If anything is missing, just answer this mail.

                %s

                %s
                """.formatted(
                        REPLY_LINE,
                        greeting(body.name()),
                        frame.request().number(),
                        frame.request().subject(),
                        frame.link(),
                        frame.firm());
    }

    static String refusal(String subject, String firm) {
        return """
                Hello,

                your mail "%s" came to an address that is for known clients only. It was not passed on.

                If you are a client, please write from the address we know, or ask your contact here to add this one.

                %s
                """.formatted(subject, firm);
    }

    private static String greeting(@Nullable String name) {
        return name == null ? "Hello," : "Hello " + name + ",";
    }
}
