package io.vestibule.hub.mail.reply;

import io.vestibule.hub.mail.parse.AddressList;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the mail that somebody hands on with his own: below a mark like "Forwarded message", or below the header lines
 * that a mail program copied when the subject says so or the mail answers nothing, or attached as a whole.
 */
public final class ForwardReader {

    private static final Set<String> FORWARD = Set.of(
            "fw",
            "fwd",
            "wg",
            "tr",
            "rv",
            "i",
            "enc",
            "vb",
            "vl",
            "pd",
            "doorst",
            "fs",
            "vs",
            "vidarebefordrat",
            "videresend",
            "videresendt",
            "redir.",
            "redir",
            "ilt",
            "i̇lt",
            "転送",
            "转发",
            "轉寄",
            "전달",
            "továbbítás",
            "továbbítva",
            "pd.",
            "mt",
            "yml",
            "πρθ",
            "rn",
            "fyi",
            "пересл",
            "fs.",
            "preposlané",
            "přeposláno");
    private static final Set<String> ANSWER = Set.of(
            "re", "aw", "sv", "antw", "odp", "res", "r", "rif", "回复", "答复", "回覆", "bls", "ynt", "rsp", "vá", "отв",
            "ha", "на", "atb", "re[2]", "ref", "vs");

    private static final int MAX_PREFIX = 20;

    /** A mark and its header lines are at most this far apart. */
    private static final int NEAR = 6;

    /** The mail inside, empty when nothing is handed on. */
    public Optional<ForwardedMail> find(ParsedMail mail) {
        return find(mail, mail.text());
    }

    Optional<ForwardedMail> find(ParsedMail mail, String text) {
        Sign sign = Sign.of(mail);
        List<String> lines = spread(text.lines().toList());
        Optional<ForwardedMail> inside = inText(lines, sign).map(found -> named(found, mail, sign));
        return inside.isPresent() || sign != Sign.HANDED_ON ? inside : attached(mail);
    }

    /** What the header says about how this mail came to be. */
    private enum Sign {
        HANDED_ON,
        ANSWERED,
        NOTHING;

        static Sign of(ParsedMail mail) {
            String subject = mail.subject();
            int colon = colon(subject);
            int bracket = subject.startsWith("[") ? subject.indexOf(']') : -1;
            String prefix = colon < 0
                    ? ""
                    : Quotes.lower(subject.substring(bracket + 1, colon).strip());
            if (FORWARD.contains(prefix)
                    && !(prefix.equals("vs") && !mail.inReplyTo().isEmpty())) {
                return HANDED_ON;
            }
            return ANSWER.contains(prefix) || !mail.inReplyTo().isEmpty() ? ANSWERED : NOTHING;
        }

        /** Behind the prefix of a subject, which may follow a word in brackets; -1 when it has none. */
        static int colon(String subject) {
            int bracket = subject.startsWith("[") ? subject.indexOf(']') : -1;
            int narrow = subject.indexOf(':', bracket + 1);
            int wide = subject.indexOf('：', bracket + 1);
            int colon = narrow < 0 ? wide : wide < 0 ? narrow : Math.min(narrow, wide);
            return colon > bracket && colon - bracket <= MAX_PREFIX ? colon : -1;
        }
    }

    /** Where the text states no subject, the mail's own tells it behind "Fwd:". */
    private static ForwardedMail named(ForwardedMail found, ParsedMail mail, Sign sign) {
        String own = mail.subject();
        int colon = Sign.colon(own);
        if (found.subject() != null || sign != Sign.HANDED_ON || colon < 0) {
            return found;
        }
        String subject = own.substring(colon + 1).strip();
        return new ForwardedMail(
                found.comment(),
                found.from(),
                found.to(),
                found.cc(),
                subject,
                found.sent(),
                found.text(),
                found.file());
    }

    private static Optional<ForwardedMail> inText(List<String> lines, Sign sign) {
        for (int i = 0; i < lines.size(); i++) {
            if (Quotes.isForwardMark(lines.get(i))) {
                return Optional.of(marked(lines, i));
            }
            if (Quotes.isOwnMarker(lines.get(i))) {
                return Optional.empty();
            }
            FieldBlock block = FieldBlock.at(lines, i);
            if (block != null) {
                return sign == Sign.ANSWERED ? Optional.empty() : Optional.of(mail(lines, i, block));
            }
            QuoteHeading heading = QuoteHeading.at(lines, i);
            if (heading != null) {
                return sign == Sign.HANDED_ON ? Optional.of(headed(lines, i, heading)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static ForwardedMail marked(List<String> lines, int at) {
        for (int i = at + 1; i < Math.min(lines.size(), at + NEAR); i++) {
            FieldBlock block = FieldBlock.at(lines, i);
            if (block != null) {
                return mail(lines, at, block);
            }
        }
        return new ForwardedMail(comment(lines, at), null, List.of(), List.of(), null, null, text(lines, at + 1), null);
    }

    private static ForwardedMail mail(List<String> lines, int start, FieldBlock block) {
        return new ForwardedMail(
                comment(lines, start),
                author(block.value(MailField.FROM)),
                addresses(block.value(MailField.TO)),
                addresses(block.value(MailField.CC)),
                block.value(MailField.SUBJECT),
                block.value(MailField.SENT),
                text(lines, block.end()),
                null);
    }

    private static ForwardedMail headed(List<String> lines, int at, QuoteHeading heading) {
        return new ForwardedMail(
                comment(lines, at),
                authorOfHeading(heading.text()),
                List.of(),
                List.of(),
                null,
                null,
                text(lines, at + heading.lines()),
                null);
    }

    /** "On 3 May, Ann <ann@...> wrote:": the name stands between the last comma or number and the address. */
    private static @Nullable MailAddress authorOfHeading(String heading) {
        int close = heading.lastIndexOf('>');
        int open = heading.lastIndexOf('<', close);
        if (open < 0) {
            return null;
        }
        int from = open;
        while (from > 0 && ",0123456789".indexOf(heading.charAt(from - 1)) < 0) {
            from--;
        }
        String name = heading.substring(from, open).replaceAll("[\"„”“]", "").strip();
        String email = heading.substring(open + 1, close).strip();
        return email.indexOf('@') < 0 ? null : new MailAddress(name.isEmpty() ? null : name, email);
    }

    private static @Nullable MailAddress author(@Nullable String value) {
        if (value == null) {
            return null;
        }
        return addresses(value).stream().findFirst().orElse(null);
    }

    private static List<MailAddress> addresses(@Nullable String value) {
        return value == null ? List.of() : AddressList.parse(withoutMailto(value));
    }

    /** Outlook writes "Ann [mailto:ann@...]" and "Ann<mailto:ann@...> <ann@...<mailto:ann@...>>". */
    private static String withoutMailto(String value) {
        String text = value.replace("[mailto:", "<").replace(']', '>').replace('[', '<');
        StringBuilder kept = new StringBuilder();
        int at = 0;
        for (int link = text.indexOf("<mailto:"); link >= 0; link = text.indexOf("<mailto:", at)) {
            int close = text.indexOf('>', link);
            kept.append(text, at, link);
            at = close < 0 ? text.length() : close + 1;
        }
        return kept.append(text.substring(at)).toString();
    }

    private static @Nullable String comment(List<String> lines, int end) {
        int last = end;
        while (last > 0
                && (lines.get(last - 1).isBlank()
                        || Quotes.isRule(lines.get(last - 1))
                        || Quotes.isOriginalMark(lines.get(last - 1)))) {
            last--;
        }
        return comment(lines.subList(0, last));
    }

    /** What a device or a signature adds by itself says nothing about the mail that is handed on. */
    private static @Nullable String comment(List<String> lines) {
        String comment = String.join("\n", lines).strip();
        return MailField.unmarked(comment).isBlank() || Signatures.isAll(lines) ? null : comment;
    }

    /** What follows, without the quote marks that all of it has. */
    private static String text(List<String> lines, int from) {
        List<String> rest = lines.subList(Math.min(from, lines.size()), lines.size());
        boolean quoted = rest.stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .map(Quotes::isQuoted)
                .orElse(false);
        Stream<String> own = quoted ? rest.stream().map(ForwardReader::lessQuoted) : rest.stream();
        return String.join("\n", own.toList()).strip();
    }

    private static String lessQuoted(String line) {
        String start = line.stripLeading();
        return !start.startsWith(">") ? line : start.startsWith("> ") ? start.substring(2) : start.substring(1);
    }

    /** Some programs write a mark and its header lines in one line; here each gets its own. */
    private static List<String> spread(List<String> lines) {
        List<String> all = new ArrayList<>();
        for (String line : lines) {
            int mark = Quotes.endOfMark(line);
            if (mark > 0) {
                all.add(line.substring(0, mark));
                all.addAll(MailField.pieces(line.substring(mark)));
            } else {
                all.add(line);
            }
        }
        return all;
    }

    private static Optional<ForwardedMail> attached(ParsedMail mail) {
        return mail.attachments().stream()
                .filter(file -> file.contentType().equals("message/rfc822"))
                .findFirst()
                .map(file -> whole(mail, file));
    }

    private static ForwardedMail whole(ParsedMail carrier, Attachment file) {
        ParsedMail inside = new MailParser().parse(file.content());
        return new ForwardedMail(
                comment(carrier.text().lines().toList()) == null ? null : carrier.text(),
                inside.from(),
                inside.to(),
                inside.cc(),
                inside.subject(),
                inside.header("date").orElse(null),
                inside.text(),
                file);
    }
}
