package io.vestibule.hub.mail.status;

import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.hub.mail.reply.ForwardReader;
import io.vestibule.hub.mail.reply.Reply;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Says whether a mail asks how a request stands and holds nothing else: no file, no number, no other question, no word
 * beyond those that people use for it. Whatever is not surely that is for people. Pure; called for mails that no filter
 * stopped.
 */
public final class StatusCheck {

    private static final int MOST_WORDS = 60;
    private static final int MOST_LETTERS = 1500;

    /** Logos in signatures are smaller, pictures that say something are larger. */
    private static final int LARGEST_LOGO = 30_000;

    private static final Pattern ANSWER =
            Pattern.compile("(?i)\\s*(re|aw|antw|sv|rif|r|ref|res)\\s*(\\[\\d+])?\\s*:.*");

    private final List<LanguageReader> languages;
    private final ForwardReader forwards = new ForwardReader();

    /** @param languages of the firm's clients, e.g. {@code en}; there must be words for each */
    public StatusCheck(List<String> languages) {
        this.languages =
                languages.stream().map(StatusWords::of).map(LanguageReader::new).toList();
    }

    /** The request a mail may be about. {@code number}: as people write it, empty when it has none */
    public record About(String number, String subject) {}

    /** What a mail is. */
    public sealed interface Reading {

        /** It asks how the request stands, in this language, and nothing else. */
        record Asks(String language) implements Reading {}

        /** Something else, or nobody can say. {@code words}: why, for the evidence; empty when it doesn't even ask */
        record Other(String words) implements Reading {}
    }

    /** @param reply what was written now in this mail */
    public Reading read(ParsedMail mail, Reply reply, About about) {
        String more = more(mail);
        if (!more.isEmpty()) {
            return new Reading.Other(more);
        }
        String text = without(about.number(), reply.text());
        String subject = ANSWER.matcher(mail.subject()).matches() ? "" : subject(mail.subject(), about);
        if (text.length() > MOST_LETTERS) {
            return new Reading.Other("it is long");
        }
        Reading reading = new Reading.Other("");
        for (LanguageReader language : languages) {
            Reading one = language.read(subject, text, MOST_WORDS);
            if (one instanceof Reading.Asks) {
                return one;
            }
            // The language it is written in is the one that understands the question.
            reading = one instanceof Reading.Other other && other.words().isEmpty() ? reading : one;
        }
        return reading;
    }

    /** Whether it is worth a look which requests the sender has: it asks, whatever else is in it. */
    public boolean mayAsk(ParsedMail mail, Reply reply) {
        String text = mail.subject() + "\n" + reply.text();
        if (text.length() > MOST_LETTERS) {
            return false;
        }
        PlainText plain = PlainText.of(text);
        return languages.stream().anyMatch(language -> language.asks(plain));
    }

    /** What it brings besides its text; empty when nothing. */
    private String more(ParsedMail mail) {
        boolean files = !mail.skipped().isEmpty() || mail.attachments().stream().anyMatch(file -> !isLogo(file));
        if (files) {
            return "it has files";
        }
        if (mail.invitation() != null) {
            return "it has an appointment";
        }
        return forwards.find(mail).isPresent() ? "it hands on another mail" : "";
    }

    private static boolean isLogo(Attachment file) {
        return file.contentId() != null
                && file.contentType().toLowerCase(Locale.ROOT).startsWith("image/")
                && file.content().length <= LARGEST_LOGO;
    }

    private static String subject(String subject, About about) {
        String own = without(about.number(), subject);
        return String.join(" ", PlainText.plainWords(own))
                        .equals(String.join(" ", PlainText.plainWords(about.subject())))
                ? ""
                : own;
    }

    private static String without(String number, String text) {
        return number.isEmpty() ? text : text.replaceAll("(?i)[\\[#(]?\\b" + Pattern.quote(number) + "\\b[\\])]?", " ");
    }
}
