package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Party;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words of an answer to "any news?", as the request stands when the mail leaves. */
final class StatusTexts {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE d MMMM yyyy, HH:mm zzz", Locale.ENGLISH);

    private StatusTexts() {}

    /**
     * @param since when it came into its status, null when nobody knows
     * @param due what was promised next and is not over, null when nothing is
     */
    record Standing(@Nullable ZonedDateTime since, AnswerPromise.@Nullable Due due) {}

    /** @param title of the request, null where it is left out */
    static String answer(RequestState request, @Nullable String title, Standing standing) {
        ZonedDateTime since = standing.since();
        return """
                this is how your request %s%s stands:

                Status: %s%s
                Looked after by: %s
                Next step: %s

                This answer was written automatically. Your mail is on the request, where our team sees it. If you need
                anything else, just answer this mail.
                """.formatted(
                        request.number(),
                        title == null ? "" : " \"" + title + "\"",
                        status(request),
                        since == null ? "" : ", since " + DAY.format(since),
                        lookedAfter(request),
                        next(request, standing.due()));
    }

    private static String status(RequestState request) {
        return switch (request.status()) {
            case NEW -> "new";
            case IN_PROGRESS -> "in progress";
            case WAITING_ON_CLIENT -> "waiting for your answer";
            case DONE -> "done";
        };
    }

    private static String lookedAfter(RequestState request) {
        Party owner = request.owner();
        String name = owner == null ? null : owner.name();
        String team = request.team() == null || request.team().isBlank() ? "our team" : request.team();
        return name == null || name.isBlank() ? team : name + ", " + team;
    }

    private static String next(RequestState request, AnswerPromise.@Nullable Due due) {
        String by = due == null
                ? ""
                : (due.answer() ? " You have an answer by " : " We want to be done by ") + TIME.format(due.at()) + ".";
        return switch (request.status()) {
            case NEW -> "one of us takes it up." + by;
            case IN_PROGRESS -> "we go on with it." + by;
            case WAITING_ON_CLIENT ->
                "yours. We asked you something and go on when you answer; you find it at the link.";
            case DONE -> "none. If anything is missing, just answer this mail.";
        };
    }
}
