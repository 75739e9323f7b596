package io.vestibule.hub.mail.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads address headers, also broken ones. The raw value is split before encoded words are decoded, and signs in
 * comments and quotes don't count (RFC 5322), so that a display name can't smuggle in an address: receiving servers
 * judge the one that stands outside.
 */
public final class AddressList {

    private static final int MAX_ADDRESSES = 200;

    /** Stands for what is in a comment. */
    private static final char BLANK = ' ';

    /** Stands for what is in quotes: a letter of addresses, and no sign. */
    private static final char QUOTED = '_';

    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]*");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern SPACED_AT = Pattern.compile(" ?@ ?");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
    private static final Pattern NO_END = Pattern.compile("[.']+$");
    private static final Pattern NO_START = Pattern.compile("^'");
    private static final Pattern COMMENT = Pattern.compile("\\(([^()]*)\\)");

    /** Where there are several at signs, the domain stands behind the last. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?:\"[^\"]{1,64}\"|[^\\s<>()\\[\\],;:\"@]{1,128})@[^\\s<>()\\[\\],;:\"@]{1,255}+(?!@)");

    private AddressList() {}

    /** Usable addresses of a raw header value, in their order. */
    public static List<MailAddress> parse(String raw) {
        String text = FOLD.matcher(raw).replaceAll(" ");
        String shape = shape(text);
        List<MailAddress> addresses = new ArrayList<>();
        int from = 0;
        while (from <= text.length() && addresses.size() < MAX_ADDRESSES) {
            int end = pieceEnd(shape, from);
            read(Piece.of(text.substring(from, end), shape.substring(from, end)), addresses);
            from = end + 1;
        }
        return List.copyOf(addresses);
    }

    /**
     * What stands between two commas.
     *
     * @param bare the text with blanks for comments
     * @param signs the same, with nothing in quotes that counts
     * @param literal whether what is in quotes counts all the same
     */
    private record Piece(String text, String bare, String signs, boolean literal) {

        /** Some put all into quotes, or never close one: where no address stands outside, it is looked for inside. */
        static Piece of(String text, String shape) {
            String bare = withoutComments(text, shape);
            boolean literal = shape.indexOf('@') < 0;
            return new Piece(text, bare, literal ? bare : shape, literal);
        }

        private static String withoutComments(String text, String shape) {
            if (text.indexOf('(') < 0) {
                return text;
            }
            StringBuilder bare = new StringBuilder(text);
            for (int i = 0; i < text.length(); i++) {
                bare.setCharAt(i, shape.charAt(i) == BLANK ? BLANK : text.charAt(i));
            }
            return bare.toString();
        }
    }

    private static void read(Piece piece, List<MailAddress> addresses) {
        if (piece.signs().indexOf('<') >= 0) {
            readBrackets(piece, addresses);
            return;
        }
        String email = email(withoutGroup(piece.bare()), piece.literal());
        if (email != null) {
            addresses.add(new MailAddress(commentOf(piece), email));
        }
    }

    /**
     * The last brackets hold the address. Where others hold another one, programs differ in which they take: each
     * counts then, so that the header is seen to name several.
     */
    private static void readBrackets(Piece piece, List<MailAddress> addresses) {
        int before = addresses.size();
        int open = piece.signs().lastIndexOf('<');
        while (open >= 0 && addresses.size() < MAX_ADDRESSES) {
            int close = bracketEnd(piece.signs(), open + 1);
            String email = email(piece.bare().substring(open + 1, close), piece.literal());
            if (email != null && addresses.size() == before) {
                addresses.add(new MailAddress(named(piece, open), email));
            } else if (email != null) {
                addNew(new MailAddress(null, email), addresses, before);
            }
            open = piece.signs().lastIndexOf('<', open - 1);
        }
    }

    private static void addNew(MailAddress address, List<MailAddress> addresses, int from) {
        boolean known = addresses.subList(from, addresses.size()).stream()
                .anyMatch(other -> other.email().equals(address.email()));
        if (!known) {
            addresses.add(address);
        }
    }

    /** Some brackets are never closed. */
    private static int bracketEnd(String signs, int from) {
        int end = from;
        while (end < signs.length() && "<>".indexOf(signs.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** A comment is the name only where there is no other. */
    private static @Nullable String named(Piece piece, int end) {
        String name = name(withoutGroup(piece.bare().substring(0, end)));
        return name == null ? name(withoutGroup(piece.text().substring(0, end))) : name;
    }

    private static @Nullable String commentOf(Piece piece) {
        Matcher comment = COMMENT.matcher(piece.text());
        boolean found = comment.find() && piece.bare().charAt(comment.start()) == BLANK;
        return found ? name(comment.group(1)) : null;
    }

    private static @Nullable String email(String text, boolean literal) {
        String single = SPACES.matcher(text.strip()).replaceAll(" ");
        String spaced = SPACED_AT.matcher(single).replaceAll("@");
        Matcher address = ADDRESS.matcher(literal ? spaced : shape(spaced));
        if (!address.find()) {
            return null;
        }
        String written = spaced.substring(address.start(), address.end());
        String found = NO_START.matcher(NO_END.matcher(written).replaceAll("")).replaceAll("");
        return found.endsWith("@") ? null : HeaderText.clean(HeaderText.plain(found));
    }

    private static String withoutGroup(String text) {
        int colon = text.indexOf(':');
        boolean group = colon >= 0 && text.indexOf('"') < 0 && text.indexOf('@') > colon;
        return group ? text.substring(colon + 1) : text;
    }

    private static @Nullable String name(String raw) {
        String text = raw.strip();
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        String unquoted =
                quoted ? ESCAPED.matcher(text.substring(1, text.length() - 1)).replaceAll("$1") : text;
        String name =
                SPACES.matcher(HeaderText.decode(unquoted)).replaceAll(" ").strip();
        return name.isEmpty() ? null : name;
    }

    /** Where the piece that starts here ends: at a comma or semicolon outside quotes, comments and angle brackets. */
    private static int pieceEnd(String shape, int from) {
        int depth = 0;
        int at = from;
        while (at < shape.length() && (depth > 0 || ",;".indexOf(shape.charAt(at)) < 0)) {
            char c = shape.charAt(at);
            depth = Math.max(0, depth + (c == '<' ? 1 : c == '>' ? -1 : 0));
            at++;
        }
        return at;
    }

    /** As long as the text, with blanks for its comments and other letters for what stands in quotes. */
    private static String shape(String text) {
        if (text.indexOf('"') < 0 && text.indexOf('(') < 0) {
            return text;
        }
        StringBuilder shape = new StringBuilder(text);
        boolean quoted = false;
        boolean escaped = false;
        int depth = 0;
        int opened = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = escaped ? QUOTED : text.charAt(i);
            escaped = c == '\\' && (quoted || depth > 0);
            if (depth == 0 && c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                shape.setCharAt(i, QUOTED);
            } else if (depth > 0 || c == '(') {
                opened = depth == 0 ? i : opened;
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                shape.setCharAt(i, BLANK);
            }
        }
        // What never closes and stands before any address is no comment: else the mail would name nobody.
        boolean open = depth > 0 && shape.indexOf("@") < 0;
        return open
                ? shape.replace(opened, text.length(), text.substring(opened)).toString()
                : shape.toString();
    }
}
