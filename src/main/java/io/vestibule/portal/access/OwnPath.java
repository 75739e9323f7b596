package io.vestibule.portal.access;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to go after sign-in. Only pages of this product: whatever else is asked for becomes the home page, so that a
 * sign-in link can never send a person elsewhere.
 */
final class OwnPath {

    static final String HOME = "/portal";

    private static final Pattern OWN =
            Pattern.compile("/(portal|console)(/[A-Za-z0-9._~/-]*)?(\\?[A-Za-z0-9._~&=%+:,-]*)?");
    private static final int LONGEST = 500;

    private OwnPath() {}

    static String orHome(@Nullable String asked) {
        return asked != null && isOwn(asked) ? asked : HOME;
    }

    private static boolean isOwn(String asked) {
        return asked.length() <= LONGEST
                && OWN.matcher(asked).matches()
                && !asked.contains("//")
                && !asked.contains("/../")
                && !asked.startsWith("/portal/api");
    }
}
