package io.vestibule.hub.mail.reply;

import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parts what a person wrote now from the mail it answers and from the signature. Answers between quoted lines survive
 * with their quotes. Nothing is thrown away: what is cut is the {@code elided} part, and when nothing would remain the
 * whole text does.
 */
public final class ReplyExtractor {

    private final ForwardReader forwards = new ForwardReader();

    /** The new text of this mail. Of a forwarded mail it is the comment, or the mail itself when there is none. */
    public Reply extract(ParsedMail mail) {
        return extract(mail, forwards.find(mail));
    }

    /** The same, where it is known already what this mail hands on. */
    public Reply extract(ParsedMail mail, Optional<ForwardedMail> forwarded) {
        String text = mail.text();
        String html = mail.html();
        String kept = html == null || !mail.textFromHtml() ? text : MailParser.bounded(HtmlQuotes.without(html));
        if (forwarded.isPresent()) {
            return handedOn(text, forwarded.get());
        }
        if (kept.isBlank() || kept.equals(text)) {
            return split(text);
        }
        Reply rest = split(kept);
        return new Reply(rest.text(), behind(text, rest.text()), rest.signature());
    }

    private Reply handedOn(String text, ForwardedMail forwarded) {
        String comment = forwarded.comment();
        if (comment == null) {
            return forwarded.text().isBlank()
                    ? new Reply(text.strip(), null, null)
                    : new Reply(forwarded.text(), behind(text, forwarded.text()), null);
        }
        Reply own = split(comment);
        return new Reply(own.text(), behind(text, own.text()), own.signature());
    }

    /** The new part of a plain text. */
    public Reply split(String text) {
        List<String> lines = text.lines().toList();
        LineCut cut = LineCut.of(lines);
        List<String> kept = cut.kept();
        int end = Signatures.start(kept);
        String own = joined(kept.subList(0, end));
        String signature = joined(kept.subList(end, kept.size()));
        if (own.isBlank()) {
            own = joined(kept);
            signature = "";
        }
        if (own.isBlank()) {
            return new Reply(text.strip(), null, null);
        }
        String elided = joined(cut.left());
        List<String> all = new ArrayList<>();
        if (!signature.isBlank()) {
            all.add(signature);
        }
        if (!elided.isBlank()) {
            all.add(elided);
        }
        return new Reply(own, all.isEmpty() ? null : String.join("\n\n", all), signature.isBlank() ? null : signature);
    }

    private static String joined(List<String> lines) {
        return String.join("\n", lines).strip();
    }

    private static @Nullable String behind(String whole, String kept) {
        int at = whole.indexOf(kept);
        String elided = at < 0
                ? whole.strip()
                : (whole.substring(0, at).strip() + "\n\n"
                                + whole.substring(at + kept.length()).strip())
                        .strip();
        return elided.isBlank() ? null : elided;
    }
}
