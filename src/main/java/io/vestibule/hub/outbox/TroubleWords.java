package io.vestibule.hub.outbox;

import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailWords;
import io.vestibule.platform.web.PublicAddress;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * What troubles are called: in mails to the admins in the firm's language, on pages in the console's. What the console
 * says of one is quoted in the mail as it stands there.
 */
@Component("troubleWords")
public class TroubleWords {

    private static final Locale CONSOLE = Locale.UK;

    private final MailWords words;
    private final LetterSettings firm;
    private final PublicAddress publicAddress;

    TroubleWords(MailWords words, LetterSettings firm, PublicAddress publicAddress) {
        this.words = words;
        this.firm = firm;
        this.publicAddress = publicAddress;
    }

    /** As the console's pages say it, e.g. "Connection acme-books has stopped". */
    public String headline(Trouble trouble) {
        return headline(CONSOLE, trouble);
    }

    PlainMails.Words begun(Trouble trouble) {
        Locale language = firm.language().locale();
        String text = String.join(
                "\n\n",
                words.say(language, "alert.says"),
                trouble.text(),
                words.say(language, "alert.look") + ": " + publicAddress.of("/console"));
        return new PlainMails.Words(firm.language(), headline(language, trouble), text);
    }

    /** @param title as it was called when it began */
    PlainMails.Words over(String subject, String title) {
        String key = Trouble.isOfSums(subject)
                ? "alert.balanced"
                : Trouble.isOfDeliveries(subject) ? "alert.untaken.over" : "alert.well";
        Locale language = firm.language().locale();
        return new PlainMails.Words(
                firm.language(), words.say(language, key, title), words.say(language, key + ".more", title));
    }

    /** What it is called in mails, e.g. "Connection acme-books". */
    String title(Trouble trouble) {
        return title(firm.language().locale(), trouble);
    }

    private String headline(Locale language, Trouble trouble) {
        String key = switch (trouble.kind()) {
            case SUMS -> "alert.unbalanced";
            case DELIVERIES -> "alert.untaken";
            default -> "alert.stopped";
        };
        return words.say(language, key, title(language, trouble));
    }

    private String title(Locale language, Trouble trouble) {
        Object[] names = trouble.names().toArray();
        return switch (trouble.kind()) {
            case CONNECTION -> words.say(language, "alert.connection", names);
            case APP -> words.say(language, "alert.app", names);
            case DELIVERIES -> words.say(language, "alert.deliveries", names);
            case SUMS -> words.say(language, "alert.sums", names);
            case SCANNER -> words.say(language, "alert.scanner", names);
            case MAIL -> words.say(language, "alert.mail", names);
            case STORAGE -> words.say(language, "alert.storage", names);
        };
    }
}
