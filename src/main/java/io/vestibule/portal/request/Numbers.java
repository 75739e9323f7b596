package io.vestibule.portal.request;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people call a request: REQ-1042. */
final class Numbers {

    private static final Pattern NUMBER = Pattern.compile("(?i)REQ-([0-9]{1,15})");

    private Numbers() {}

    static String shown(long number) {
        return "REQ-" + number;
    }

    static OptionalLong parse(String text) {
        Matcher matcher = NUMBER.matcher(text.strip());
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
