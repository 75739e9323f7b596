package io.vestibule.platform.observe;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may stand in the log of somebody else's words: never whom a mail is to or from. */
public final class LogWords {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"'()\\[\\],;:@]+@[^\\s<>\"'()\\[\\],;:@]+");

    private LogWords() {}

    /** The words without mail addresses. */
    public static String withoutAddresses(@Nullable String words) {
        return words == null ? "" : ADDRESS.matcher(words).replaceAll("(address)");
    }
}
