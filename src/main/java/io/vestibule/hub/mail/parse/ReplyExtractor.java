package io.vestibule.hub.mail.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parts what a person wrote now from the mail it answers and from the signature. Answers between quoted lines survive
 * with their quotes. Nothing is thrown away: what is cut is the {@code elided} part, and when nothing would remain the
 * whole text does.
 */
public final class ReplyExtractor {

    private static final Pattern SIGNATURE = Pattern.compile("^--[ \\u00A0]?$|^-- $");
    private static final int MAX_SIGNATURE_LINES = 25;

    /** Each is weighed against all that follows; nobody answers between that many. */
    private static final int MAX_HEADINGS = 100;

    private static final Pattern FORWARD_SUBJECT =
            Pattern.compile("^\\s*(?:fwd?|wg|tr|rv|i|enc|vb|vl|pd|doorst|fs)\\s*[:：].*", Pattern.CASE_INSENSITIVE);

    /** The new text of this mail; what a person forwards belongs to it and stays. */
    public Reply extract(ParsedMail mail) {
        if (FORWARD_SUBJECT.matcher(mail.subject()).matches()) {
            return split(mail.text(), false);
        }
        String html = mail.html();
        if (html == null || !mail.textFromHtml()) {
            return split(mail.text(), true);
        }
        String kept = HtmlText.withoutQuotes(html);
        if (kept.isBlank() || kept.equals(mail.text())) {
            return split(mail.text(), true);
        }
        Reply rest = split(HeaderText.clean(kept), true);
        return new Reply(rest.text(), behind(mail.text(), rest.text()));
    }

    /** The new part of a plain text. {@code cutQuotes}: false: only the signature is parted */
    public Reply split(String text, boolean cutQuotes) {
        List<String> lines = text.lines().toList();
        int cut = cutQuotes ? quoteStart(lines) : lines.size();
        int end = signatureStart(lines, cut);
        String kept = joined(lines, 0, end);
        if (kept.isBlank()) {
            kept = joined(lines, 0, cut);
            end = cut;
        }
        if (kept.isBlank()) {
            return new Reply(text.strip(), null);
        }
        String elided = joined(lines, end, lines.size());
        return new Reply(kept, elided.isBlank() ? null : elided);
    }

    /** First line of what is quoted to the end; the number of lines when nothing is. */
    private static int quoteStart(List<String> lines) {
        int headings = 0;
        for (int i = 0; i < lines.size() && headings < MAX_HEADINGS; i++) {
            if (QuoteLines.startsForward(lines.get(i))) {
                return i == 0 ? lines.size() : i;
            }
            if (QuoteLines.startsQuotedMail(lines, i)) {
                return i;
            }
            int heading = QuoteLines.headingLines(lines, i);
            if (heading > 0 && !answeredBelow(lines, i + heading)) {
                return i;
            }
            headings += heading > 0 ? 1 : 0;
        }
        return trailingQuote(lines);
    }

    /** Whether the person wrote between or below the quoted lines that follow. */
    private static boolean answeredBelow(List<String> lines, int from) {
        List<String> rest = lines.subList(from, lines.size());
        long quoted = rest.stream().filter(QuoteLines::isQuoted).count();
        if (quoted == 0) {
            return false;
        }
        int signature = signatureStart(lines, lines.size());
        boolean quoteSeen = false;
        for (int i = from; i < signature; i++) {
            String line = lines.get(i);
            quoteSeen |= QuoteLines.isQuoted(line);
            if (quoteSeen && QuoteLines.startsQuotedMail(lines, i)) {
                return false;
            }
            boolean own = !line.isBlank() && !QuoteLines.isQuoted(line) && !QuoteLines.isDeviceLine(line);
            if (quoteSeen && own && !wrapped(lines, i)) {
                return true;
            }
        }
        return false;
    }

    /** Rest of a quoted line that a mail program broke: a short line directly between quoted ones. */
    private static boolean wrapped(List<String> lines, int at) {
        boolean before = at > 0 && QuoteLines.isQuoted(lines.get(at - 1));
        boolean after = at + 1 < lines.size() && QuoteLines.isQuoted(lines.get(at + 1));
        return before && after && lines.get(at).length() < 30;
    }

    private static int trailingQuote(List<String> lines) {
        int end = lines.size();
        while (end > 0
                && (QuoteLines.isQuoted(lines.get(end - 1))
                        || lines.get(end - 1).isBlank())) {
            end--;
        }
        boolean quoted = lines.subList(end, lines.size()).stream().anyMatch(QuoteLines::isQuoted);
        return quoted ? end : lines.size();
    }

    private static int signatureStart(List<String> lines, int end) {
        for (int i = Math.max(0, end - MAX_SIGNATURE_LINES); i < end; i++) {
            if (SIGNATURE.matcher(lines.get(i)).matches()) {
                return i;
            }
        }
        int last = end;
        while (last > 0 && lines.get(last - 1).isBlank()) {
            last--;
        }
        return last > 0 && QuoteLines.isDeviceLine(lines.get(last - 1)) ? last - 1 : end;
    }

    private static String joined(List<String> lines, int from, int to) {
        List<String> part = new ArrayList<>(lines.subList(from, Math.max(from, to)));
        return String.join("\n", part).strip();
    }

    private static @Nullable String behind(String whole, String kept) {
        String elided = whole.startsWith(kept) ? whole.substring(kept.length()).strip() : whole;
        return elided.isBlank() ? null : elided;
    }
}
