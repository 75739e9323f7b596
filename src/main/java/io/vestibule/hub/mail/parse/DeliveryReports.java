package io.vestibule.hub.mail.parse;

import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the machine-readable parts of delivery and read reports. */
final class DeliveryReports {

    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]+");
    private static final Pattern FINAL_RECIPIENT =
            Pattern.compile("(?im)^(?:Final|Original)-Recipient:[^;\\n]*+;[ \\t]*+<?([^>\\s]+)>?");
    private static final Pattern ACTION = Pattern.compile("(?im)^Action:[ \\t]*+(\\S+)");
    private static final Pattern STATUS = Pattern.compile("(?im)^Status:[ \\t]*+(\\d\\.\\d+\\.\\d+)");
    private static final Pattern DIAGNOSTIC =
            Pattern.compile("(?im)^Diagnostic-Code:(?:[^;\\n]*+;)?[ \\t]*+(.{1,300})");
    private static final Pattern ORIGINAL_ID = Pattern.compile("(?im)^(?:Original-)?Message-ID:[ \\t]*+<([^<>\\s]+)>");

    private DeliveryReports() {}

    /** What is known after one more part of the report was read. */
    static DeliveryReport merged(@Nullable DeliveryReport known, String type, String text) {
        String kind = type.contains("disposition-notification") ? "disposition-notification" : "delivery-status";
        boolean headersOnly = type.equals("text/rfc822-headers");
        return new DeliveryReport(
                known != null && headersOnly ? known.kind() : kind,
                first(known == null ? null : known.action(), headersOnly ? null : find(ACTION, text)),
                first(known == null ? null : known.originalMessageId(), find(ORIGINAL_ID, text)),
                first(known == null ? null : known.recipient(), headersOnly ? null : find(FINAL_RECIPIENT, text)),
                first(known == null ? null : known.status(), headersOnly ? null : find(STATUS, text)),
                first(known == null ? null : known.words(), headersOnly ? null : find(DIAGNOSTIC, text)));
    }

    private static @Nullable String first(@Nullable String known, @Nullable String found) {
        return known != null ? known : found;
    }

    /** In the unfolded text, so that no pattern has to look across lines. */
    private static @Nullable String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(FOLD.matcher(text).replaceAll(" "));
        return matcher.find() ? matcher.group(1).strip() : null;
    }
}
