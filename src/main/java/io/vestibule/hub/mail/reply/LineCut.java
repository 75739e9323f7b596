package io.vestibule.hub.mail.reply;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts the lines of a text into what a person wrote and what is quoted.
 *
 * @param kept in their order, perhaps with quotes that are answered line by line
 * @param left the rest, in its order
 */
record LineCut(List<String> kept, List<String> left) {

    /** Each is weighed against what follows; nobody answers between that many. */
    private static final int MAX_HEADINGS = 50;

    static LineCut of(List<String> lines) {
        int headings = 0;
        boolean wordsAbove = false;
        for (int i = 0; i < lines.size(); i++) {
            if (startsQuotedMail(lines, i)) {
                return at(lines, i);
            }
            int inside = QuoteHeading.startInside(lines, i);
            if (inside > 0) {
                return inside(lines, i, inside);
            }
            QuoteHeading heading = headings < MAX_HEADINGS ? QuoteHeading.at(lines, i) : null;
            LineCut cut = heading == null ? null : below(lines, i, heading, wordsAbove);
            if (cut != null) {
                return cut;
            }
            headings += heading == null ? 0 : 1;
            wordsAbove |= !lines.get(i).isBlank();
        }
        return at(lines, trailingQuote(lines));
    }

    private static LineCut at(List<String> lines, int end) {
        return new LineCut(lines.subList(0, end), lines.subList(end, lines.size()));
    }

    private static LineCut without(List<String> lines, int from, int to) {
        List<String> kept = new ArrayList<>(lines.subList(0, from));
        kept.addAll(lines.subList(to, lines.size()));
        return new LineCut(kept, lines.subList(from, to));
    }

    /** Some programs write the heading behind the last words of the text. */
    private static LineCut inside(List<String> lines, int at, int from) {
        List<String> kept = new ArrayList<>(lines.subList(0, at));
        kept.add(lines.get(at).substring(0, from).stripTrailing());
        List<String> left = new ArrayList<>(lines.subList(at, lines.size()));
        left.set(0, lines.get(at).substring(from));
        return new LineCut(kept, left);
    }

    /** Whether everything from this line on is a quoted mail. */
    private static boolean startsQuotedMail(List<String> lines, int at) {
        String line = lines.get(at);
        if (Quotes.isOwnMarker(line) || Quotes.isOriginalMark(line) || Quotes.isForwardMark(line)) {
            return true;
        }
        int next = at;
        while (next < lines.size()
                && next < at + 3
                && (Quotes.isRule(lines.get(next))
                        || (next > at && lines.get(next).isBlank()))) {
            next++;
        }
        return next < lines.size() && !Quotes.isMarked(lines.get(next)) && FieldBlock.at(lines, next) != null;
    }

    /** What a heading means; null when the text goes on as if it were none. */
    private static @Nullable LineCut below(List<String> lines, int at, QuoteHeading heading, boolean wordsAbove) {
        int from = at + heading.lines();
        if (Quotes.isQuoted(lines.get(at))) {
            return null;
        }
        if (!Quotes.marksFollow(lines, from)) {
            return wordsAbove ? at(lines, at) : without(lines, at, from);
        }
        int quoteEnd = quoteEnd(lines, from);
        int own = ownBelow(lines, quoteEnd);
        if (own < 0) {
            return at(lines, at);
        }
        // Answers between the lines keep the lines they answer; the heading says nothing more then.
        return quotedAgain(lines, own) ? answered(lines, at, from) : without(lines, at, quoteEnd);
    }

    private static LineCut answered(List<String> lines, int from, int to) {
        int end = trailingQuote(lines);
        List<String> kept = new ArrayList<>(lines.subList(0, from));
        kept.addAll(lines.subList(to, end));
        List<String> left = new ArrayList<>(lines.subList(from, to));
        left.addAll(lines.subList(end, lines.size()));
        return new LineCut(kept, left);
    }

    /** Behind the last line of the quote that starts here. */
    private static int quoteEnd(List<String> lines, int from) {
        int end = from;
        int at = from;
        while (at < lines.size() && (lines.get(at).isBlank() || Quotes.isMarked(lines.get(at)) || wrapped(lines, at))) {
            end = lines.get(at).isBlank() ? end : at + 1;
            at++;
        }
        return end;
    }

    /** First line a person wrote from here on; -1 when only a signature or nothing follows. */
    private static int ownBelow(List<String> lines, int from) {
        List<String> rest = lines.subList(from, lines.size());
        int end = Signatures.markIn(rest);
        for (int i = 0; i < end; i++) {
            String line = rest.get(i);
            boolean own =
                    !line.isBlank() && !Quotes.isQuoted(line) && !Quotes.isDeviceLine(line) && !Quotes.isRule(line);
            if (own) {
                return from + i;
            }
        }
        return -1;
    }

    private static boolean quotedAgain(List<String> lines, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (Quotes.isQuoted(lines.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Rest of a quoted line that a mail program broke: a short line or a link directly between quoted ones. */
    private static boolean wrapped(List<String> lines, int at) {
        boolean before = at > 0 && Quotes.isQuoted(lines.get(at - 1));
        boolean after = at + 1 < lines.size() && Quotes.isQuoted(lines.get(at + 1));
        return before && after && (lines.get(at).length() < 30 || Quotes.isLink(lines.get(at)));
    }

    /** First line of a quote with which the text ends, but for a signature; the number of lines when it ends with none. */
    private static int trailingQuote(List<String> lines) {
        int mark = Signatures.markIn(lines);
        int end = quotedAgain(lines, mark) ? lines.size() : mark;
        boolean quoted = false;
        while (end > 0 && (isPartOfQuote(lines, end - 1) || lines.get(end - 1).isBlank())) {
            end--;
            quoted |= Quotes.isQuoted(lines.get(end));
        }
        return quoted && end > 0 ? end : lines.size();
    }

    private static boolean isPartOfQuote(List<String> lines, int at) {
        return Quotes.isQuoted(lines.get(at)) || wrapped(lines, at);
    }
}
