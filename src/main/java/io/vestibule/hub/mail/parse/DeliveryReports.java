package io.vestibule.hub.mail.parse;

import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what the machine-readable parts of delivery and read reports say (RFC 3464, RFC 8098), one per recipient. */
final class DeliveryReports {

    private static final int MAX_RECIPIENTS = 200;

    /** Of one mail; a report has one for each recipient and one for the mail itself. */
    private static final int MAX_BLOCKS = 1_000;

    private static final int MAX_WORDS = 300;
    private static final Pattern STATUS = Pattern.compile("\\b([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

    private final List<DeliveryReport> found = new ArrayList<>();
    private @Nullable String kind;
    private @Nullable String originalMessageId;
    private int blocks;

    /** One more part of the report. */
    void add(String type, String text) {
        boolean read = type.equals("message/disposition-notification");
        boolean complaint = type.equals("message/feedback-report");
        if (!read && !complaint && !type.endsWith("delivery-status")) {
            original(text);
            return;
        }
        kind = read ? "disposition-notification" : complaint ? "feedback-report" : "delivery-status";
        Iterator<String> lines = text.lines().iterator();
        while (lines.hasNext() && found.size() < MAX_RECIPIENTS && blocks < MAX_BLOCKS) {
            blocks++;
            take(next(lines));
        }
    }

    private void take(HeaderBlock block) {
        String recipient =
                address(block, "final-recipient", "original-recipient", "x-actual-recipient", "original-rcpt-to");
        if (block.first("original-message-id") != null) {
            originalMessageId = MessageIds.single(block.first("original-message-id"));
        }
        if (recipient != null || block.first("action") != null) {
            found.add(report(block, recipient));
        }
    }

    boolean isReport() {
        return kind != null;
    }

    /** The header of the mail that is reported. */
    void original(String header) {
        String start = header.substring(0, Math.min(header.length(), HeaderBlock.MAX_BYTES));
        String id = MessageIds.single(
                HeaderBlock.of(start.getBytes(StandardCharsets.UTF_8)).first("message-id"));
        originalMessageId = originalMessageId == null ? id : originalMessageId;
    }

    /** Empty when the mail is no report. */
    List<DeliveryReport> all() {
        if (kind == null) {
            return List.of();
        }
        List<DeliveryReport> all =
                found.isEmpty() ? List.of(new DeliveryReport(kind, null, originalMessageId, null, null, null)) : found;
        return all.stream()
                .map(report -> new DeliveryReport(
                        report.kind(),
                        report.action(),
                        originalMessageId,
                        report.recipient(),
                        report.status(),
                        report.words()))
                .toList();
    }

    private DeliveryReport report(HeaderBlock block, @Nullable String recipient) {
        String action = block.first("action");
        String words = afterType(block.first("diagnostic-code"));
        return new DeliveryReport(
                String.valueOf(kind),
                action == null ? null : firstWord(action).toLowerCase(Locale.ROOT),
                null,
                recipient,
                status(block.first("status"), words),
                words);
    }

    /** Servers write 5.0.0 for want of something better; then their own words may know more. */
    private static @Nullable String status(@Nullable String stated, @Nullable String words) {
        String status = find(stated);
        String told = find(words);
        boolean vague = status == null || status.endsWith(".0.0");
        return vague && told != null ? told : status;
    }

    private static @Nullable String find(@Nullable String text) {
        Matcher status = STATUS.matcher(text == null ? "" : text);
        return status.find() ? status.group(1) : null;
    }

    private static @Nullable String address(HeaderBlock block, String... names) {
        for (String name : names) {
            String value = afterType(block.first(name));
            String address = value == null ? "" : firstWord(value).replaceAll("[<>\"()]", "");
            if (!address.isBlank()) {
                return new MailAddress(null, address).email();
            }
        }
        return null;
    }

    /** "rfc822; ann@..." and "smtp; 550 ...": the type says nothing to us. */
    private static @Nullable String afterType(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String text = HeaderText.decode(value);
        int semicolon = text.indexOf(';');
        boolean typed =
                semicolon > 0 && semicolon < 20 && text.substring(0, semicolon).indexOf(' ') < 0;
        String words = (typed ? text.substring(semicolon + 1) : text).strip();
        return words.isEmpty() ? null : words.substring(0, Math.min(words.length(), MAX_WORDS));
    }

    private static String firstWord(String text) {
        String[] words = text.strip().split("[\\s;,]+", 2);
        return words[0];
    }

    /** The lines up to the next empty one, no longer than a header is read. */
    private static HeaderBlock next(Iterator<String> lines) {
        StringBuilder block = new StringBuilder();
        boolean ended = false;
        while (lines.hasNext() && !ended) {
            String line = lines.next();
            ended = line.isBlank() && !block.isEmpty();
            int room = HeaderBlock.MAX_BYTES - block.length();
            if (!line.isBlank() && room > 0) {
                block.append(line, 0, Math.min(line.length(), room)).append('\n');
            }
        }
        return HeaderBlock.of(block.toString().getBytes(StandardCharsets.UTF_8));
    }
}
