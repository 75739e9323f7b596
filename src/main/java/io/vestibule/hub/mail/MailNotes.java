package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.mail.calendar.Invitation;
import io.vestibule.hub.mail.calendar.InvitationWords;
import io.vestibule.hub.mail.parse.ParsedMail.Skipped;
import io.vestibule.platform.mail.MailWords;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What we add to the words of a mail on its request, or say where it has none: in the language of the client whose people
 * read it.
 */
@Component
class MailNotes {

    private static final int NAMED_SKIPS = 100;
    private static final int KILO = 1000;

    private final MailWords words;
    private final MailManners manners;

    MailNotes(MailWords words, MailManners manners) {
        this.words = words;
        this.manners = manners;
    }

    String noSubject(ClientId client) {
        return words.say(manners.languageOf(client), "note.no-subject");
    }

    /** In place of a text. */
    String noText(ClientId client, MailCase mailCase) {
        Locale language = manners.languageOf(client);
        if (mailCase.incomplete() != null) {
            return words.say(language, "note.incomplete", mailCase.mailbox());
        }
        return mailCase.mail().attachments().isEmpty()
                ? words.say(language, "note.no-text")
                : words.say(language, "note.no-text.files");
    }

    String invitation(ClientId client, Invitation invitation) {
        return new InvitationWords(words, manners.languageOf(client)).of(invitation);
    }

    /** Which files stay out, and why. */
    String leftOut(ClientId client, List<Skipped> files) {
        Locale language = manners.languageOf(client);
        String named = files.stream()
                .limit(NAMED_SKIPS)
                .map(file ->
                        "\n- %s (%s): %s".formatted(file.name(), size(language, file.bytes()), why(language, file)))
                .collect(Collectors.joining());
        String more = files.size() > NAMED_SKIPS
                ? "\n- " + words.say(language, "note.left-out.more", files.size() - NAMED_SKIPS)
                : "";
        return "[" + words.say(language, "note.left-out") + named + more + "]";
    }

    private String why(Locale language, Skipped file) {
        return switch (file.why()) {
            case LARGER -> words.say(language, "left.larger", file.what());
            case MORE_FILES -> words.say(language, "left.more-files", Long.valueOf(file.what()));
            case MORE -> words.say(language, "left.more", file.what());
            case INFECTED -> words.say(language, "left.infected", file.what());
            case REFUSED -> file.what();
        };
    }

    private String size(Locale language, long bytes) {
        if (bytes < KILO) {
            return words.say(language, "size.bytes", bytes);
        }
        return bytes < KILO * KILO
                ? words.say(language, "size.kilobytes", bytes / KILO)
                : words.say(language, "size.megabytes", bytes / (double) (KILO * KILO));
    }
}
