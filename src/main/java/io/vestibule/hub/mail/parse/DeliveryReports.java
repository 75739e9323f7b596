package io.vestibule.hub.mail.parse;

import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what the machine-readable parts of delivery and read reports say (RFC 3464, RFC 8098), one per recipient. */
final class DeliveryReports {

    private static final int MAX_RECIPIENTS = 200;
    private static final int MAX_WORDS = 300;
    private static final Pattern STATUS = Pattern.compile("\\b([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

    private final List<DeliveryReport> found = new ArrayList<>();
    private @Nullable String kind;
    private @Nullable String originalMessageId;

    /** One more part of the report. */
    void add(String type, String text) {
        boolean read = type.equals("message/disposition-notification");
        boolean complaint = type.equals("message/feedback-report");
        if (!read && !complaint && !type.endsWith("delivery-status")) {
            original(text);
            return;
        }
        kind = read ? "disposition-notification" : complaint ? "feedback-report" : "delivery-status";
        for (HeaderBlock block : blocks(text)) {
            String recipient =
                    address(block, "final-recipient", "original-recipient", "x-actual-recipient", "original-rcpt-to");
            if (block.first("original-message-id") != null) {
                originalMessageId = MessageIds.single(block.first("original-message-id"));
            }
            if (found.size() < MAX_RECIPIENTS && (recipient != null || block.first("action") != null)) {
                found.add(report(block, recipient));
            }
        }
    }

    boolean isReport() {
        return kind != null;
    }

    /** The header of the mail that is reported. */
    void original(String header) {
        String id = MessageIds.single(
                HeaderBlock.of(header.getBytes(StandardCharsets.UTF_8)).first("message-id"));
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

    private static List<HeaderBlock> blocks(String text) {
        List<HeaderBlock> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.isBlank() && !block.isEmpty()) {
                blocks.add(HeaderBlock.of(block.toString().getBytes(StandardCharsets.UTF_8)));
                block.setLength(0);
            } else if (!line.isBlank()) {
                block.append(line).append('\n');
            }
        }
        blocks.add(HeaderBlock.of(block.toString().getBytes(StandardCharsets.UTF_8)));
        return blocks;
    }
}
