package io.vestibule.hub.mail.mailbox;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that bring an answer back with its key. A mailbox either takes plus addresses ({@code firm+r.KEY@}), or all
 * addresses of a pattern are delivered to it ({@code reply-KEY@in.example.com}), or it has no such addresses: then
 * answers are known by their headers.
 *
 * @param pattern a full address with {@code {key}} in it, null when there is none
 */
public record ReplyAddresses(Mode mode, @Nullable String pattern) {

    private static final String KEY = "{key}";
    private static final Pattern KEY_FORM = Pattern.compile("[a-z0-9]{20,40}");

    /** How the mailbox takes addresses with a key. */
    public enum Mode {
        PLUS,
        CATCH_ALL,
        NONE
    }

    static ReplyAddresses of(String address, String mode, String pattern) {
        int at = address.lastIndexOf('@');
        return switch (mode.toLowerCase(Locale.ROOT)) {
            case "plus" ->
                at < 0
                        ? new ReplyAddresses(Mode.NONE, null)
                        : new ReplyAddresses(Mode.PLUS, address.substring(0, at) + "+r." + KEY + address.substring(at));
            case "catch-all", "catchall" ->
                pattern.contains(KEY) && pattern.contains("@")
                        ? new ReplyAddresses(Mode.CATCH_ALL, pattern.toLowerCase(Locale.ROOT))
                        : new ReplyAddresses(Mode.NONE, null);
            default -> new ReplyAddresses(Mode.NONE, null);
        };
    }

    /** The address that carries this key; empty when the mailbox has none. */
    public Optional<String> with(String key) {
        return Optional.ofNullable(pattern).map(form -> form.replace(KEY, key));
    }

    /** The key in this address; empty when it carries none. */
    public Optional<String> keyIn(String address) {
        if (pattern == null) {
            return Optional.empty();
        }
        int key = pattern.indexOf(KEY);
        String behind = pattern.substring(key + KEY.length());
        String given = address.toLowerCase(Locale.ROOT);
        int end = given.length() - behind.length();
        return end > key && given.startsWith(pattern.substring(0, key)) && given.endsWith(behind)
                ? Optional.of(given.substring(key, end))
                        .filter(found -> KEY_FORM.matcher(found).matches())
                : Optional.empty();
    }
}
