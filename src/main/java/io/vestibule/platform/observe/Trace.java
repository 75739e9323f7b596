package io.vestibule.platform.observe;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of news and everything that follows from it have in common, from the raw bytes to the last delivery, as
 * W3C Trace Context writes it: {@code traceparent}. Kept in the rows of the queues, since the work goes through them.
 *
 * @param id 32 hexadecimal digits, of the whole
 * @param step 16 hexadecimal digits, of the step that handed it on
 */
public record Trace(String id, String step) {

    /** Name of the header, in contracts and towards those who understand it. */
    public static final String HEADER = "traceparent";

    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");
    private static final Pattern ZEROS = Pattern.compile("0+");

    /** The trace that a header or a row tells of; empty where it is none: then one begins here. */
    public static Optional<Trace> of(@Nullable String traceparent) {
        Matcher parts = TRACEPARENT.matcher(traceparent == null ? "" : traceparent.strip());
        return parts.matches()
                        && !ZEROS.matcher(parts.group(1)).matches()
                        && !ZEROS.matcher(parts.group(2)).matches()
                ? Optional.of(new Trace(parts.group(1), parts.group(2)))
                : Optional.empty();
    }

    /** A new one. Unique enough, and no secret: it costs a receipt nothing. */
    public static Trace begin() {
        return new Trace(digits() + digits(), digits());
    }

    /** The same trace, handed on by a step of ours. */
    public Trace next() {
        return new Trace(id, digits());
    }

    private static String digits() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
    }

    /** As header and rows have it. */
    public String traceparent() {
        return "00-" + id + "-" + step + "-00";
    }
}
