package io.vestibule.hub.sla;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.outbox.PlainMails;
import io.vestibule.hub.sla.SlaPolicy.Metric;
import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailWords;
import io.vestibule.platform.web.PublicAddress;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What reminders say to the firm's people, in the firm's language. */
@Component
class ReminderWords {

    private final MailWords words;
    private final LetterSettings firm;
    private final PublicAddress publicAddress;

    ReminderWords(MailWords words, LetterSettings firm, PublicAddress publicAddress) {
        this.words = words;
        this.firm = firm;
        this.publicAddress = publicAddress;
    }

    /**
     * What was promised and until when.
     *
     * @param over the time has passed
     */
    record Promise(Metric metric, ZonedDateTime dueAt, boolean over) {}

    /** @param brief without the request's title and whose it is */
    PlainMails.Words of(Promise promise, RequestState request, boolean brief) {
        Locale language = firm.language().locale();
        String named = brief ? request.number() : request.number() + " " + request.subject();
        String subject = promise.over()
                ? words.say(language, "reminder.over.subject", named)
                : words.say(language, "reminder.soon.subject", named);
        String about = brief
                ? ""
                : words.say(language, "reminder.client", request.clientName()) + "\n"
                        + words.say(language, "reminder.request", request.subject()) + "\n\n";
        String page = publicAddress.of("/portal/requests/" + request.number());
        return new PlainMails.Words(
                firm.language(),
                subject,
                said(language, promise, request.number()) + "\n\n" + about + words.say(language, "open") + ": " + page
                        + "\n");
    }

    private String said(Locale language, Promise promise, String number) {
        String time = words.time(language, promise.dueAt());
        String zone = words.zone(language, promise.dueAt());
        return switch (promise.metric()) {
            case FIRST_RESPONSE ->
                promise.over()
                        ? words.say(language, "reminder.over.first-response", number, time, zone)
                        : words.say(language, "reminder.soon.first-response", number, time, zone);
            case RESOLUTION ->
                promise.over()
                        ? words.say(language, "reminder.over.resolution", number, time, zone)
                        : words.say(language, "reminder.soon.resolution", number, time, zone);
        };
    }
}
