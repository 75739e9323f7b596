package io.vestibule.hub.mail.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads address headers, also broken ones. The raw value is split before encoded words are decoded, so that a display
 * name can't smuggle in an address.
 */
public final class AddressList {

    private static final int MAX_ADDRESSES = 200;
    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]*");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern SPACED_AT = Pattern.compile(" ?@ ?");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
    private static final Pattern NO_END = Pattern.compile("[.']+$");
    private static final Pattern NO_START = Pattern.compile("^'");
    private static final Pattern COMMENT = Pattern.compile("\\(([^()]*)\\)");
    private static final Pattern ADDRESS =
            Pattern.compile("(?:\"[^\"]{1,64}\"|[^\\s<>()\\[\\],;:\"@]{1,128})@[^\\s<>()\\[\\],;:\"@]{1,255}");

    private AddressList() {}

    /** Usable addresses of a raw header value, in their order. */
    public static List<MailAddress> parse(String raw) {
        List<MailAddress> addresses = new ArrayList<>();
        for (String piece : split(FOLD.matcher(raw).replaceAll(" "))) {
            MailAddress address = one(piece);
            if (address != null && addresses.size() < MAX_ADDRESSES) {
                addresses.add(address);
            }
        }
        return List.copyOf(addresses);
    }

    private static @Nullable MailAddress one(String piece) {
        int open = piece.lastIndexOf('<');
        if (open >= 0) {
            int close = piece.indexOf('>', open);
            String inside = piece.substring(open + 1, close < 0 ? piece.length() : close);
            String email = email(COMMENT.matcher(inside).replaceAll(""));
            return email == null ? null : new MailAddress(named(withoutGroup(piece.substring(0, open))), email);
        }
        Matcher comment = COMMENT.matcher(piece);
        String name = comment.find() ? name(comment.group(1)) : null;
        String email = email(COMMENT.matcher(withoutGroup(piece)).replaceAll(" "));
        return email == null ? null : new MailAddress(name, email);
    }

    /** A comment is the name only where there is no other. */
    private static @Nullable String named(String text) {
        boolean quoted = text.indexOf('"') >= 0;
        String name = quoted ? null : name(COMMENT.matcher(text).replaceAll(" "));
        return name == null ? name(text) : name;
    }

    private static @Nullable String email(String text) {
        String spaced = SPACES.matcher(text.strip()).replaceAll(" ");
        Matcher address = ADDRESS.matcher(SPACED_AT.matcher(spaced).replaceAll("@"));
        if (!address.find()) {
            return null;
        }
        String found =
                NO_START.matcher(NO_END.matcher(address.group()).replaceAll("")).replaceAll("");
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

    /** Splits at commas and semicolons outside quotes, comments and angle brackets. */
    private static List<String> split(String raw) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            quoted = (c == '"' && !escaped(raw, i)) ? !quoted : quoted;
            depth = quoted ? depth : Math.max(0, depth + nesting(c));
            if ((c == ',' || c == ';') && !quoted && depth == 0) {
                pieces.add(piece.toString());
                piece.setLength(0);
            } else {
                piece.append(c);
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }

    private static boolean escaped(String raw, int i) {
        return i > 0 && raw.charAt(i - 1) == '\\';
    }

    private static int nesting(char c) {
        return switch (c) {
            case '(', '<' -> 1;
            case ')', '>' -> -1;
            default -> 0;
        };
    }
}
