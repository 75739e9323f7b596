package io.vestibule.hub.mail.parse;

import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import io.vestibule.platform.file.FileNames;
import jakarta.mail.internet.MailDateFormat;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads raw mails. Never throws and never gives up: headers are read line by line, the MIME structure by the
 * lines that part it, and what has no structure is read as text. Bounded by the limits below.
 */
public final class MailParser {

    /** Attachments beyond this many are left out and named; a mailbox may take fewer. */
    public static final int MAX_ATTACHMENTS = 200;

    /** The portal takes no larger file. */
    public static final int MAX_ATTACHMENT_BYTES = 30 * 1024 * 1024;

    /** Longer texts are cut; the original is kept. */
    public static final int MAX_TEXT = 200_000;

    /** A server writes the sender's own words into it: an encoded one would become syntax. */
    private static final String FOR_MACHINES = "authentication-results";

    private static final int MAX_SUBJECT = 255;
    /** What servers write the address of delivery into. */
    private static final String[] DELIVERED = {"delivered-to", "x-original-to", "envelope-to", "x-envelope-to"};

    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** Dear to make, and only for one thread at a time. */
    private static final ThreadLocal<MailDateFormat> DATES = ThreadLocal.withInitial(MailDateFormat::new);

    /** What can be read of these bytes. */
    public ParsedMail parse(byte[] raw) {
        HeaderBlock header = HeaderBlock.of(raw);
        PartReader reader = new PartReader();
        MimePart whole = MimePart.ofMail(raw);
        PartReader.Body body = reader.read(whole);
        String html = body.html();
        String text = bounded(body.plain() != null ? body.plain() : html != null ? HtmlText.of(html) : "");
        MailAddress from = HeaderScan.sender(header).orElse(null);
        List<MailAddress> to = addresses(header, "to");
        List<MailAddress> cc = addresses(header, "cc");
        String subject = subject(header);
        return new ParsedMail(
                decoded(header),
                stated(header.first("message-id")),
                ids(header, "in-reply-to"),
                ids(header, "references"),
                from,
                authors(header),
                to,
                cc,
                Stream.of(to, cc, addresses(header, DELIVERED))
                        .flatMap(List::stream)
                        .distinct()
                        .toList(),
                subject,
                sentAt(header.first("date")),
                text,
                html,
                body.plain() == null && html != null,
                named(reader.attachments()),
                List.copyOf(reader.skipped()),
                reports(
                        isOfMachine(header, whole, from) ? reader.reports() : List.of(),
                        () -> BounceText.read(header, from, subject, text)),
                reader.invitation(),
                reader.protection(),
                List.copyOf(reader.problems()));
    }

    /** As the mail states them for machines, else as it tells them to people. */
    private static List<DeliveryReport> reports(List<DeliveryReport> stated, Supplier<List<DeliveryReport>> reading) {
        boolean complete = stated.stream().anyMatch(report -> report.recipient() != null)
                || stated.stream().anyMatch(report -> !report.kind().equals("delivery-status"));
        List<DeliveryReport> told = complete ? List.of() : reading.get();
        boolean better = stated.isEmpty() || told.stream().anyMatch(report -> report.recipient() != null);
        return better && !complete ? told : stated;
    }

    /** Whether a report in it is its own: people hand on those that they got, with words of theirs. */
    private static boolean isOfMachine(HeaderBlock header, MimePart whole, @Nullable MailAddress from) {
        String type = whole.header().type();
        String submitted = header.first("auto-submitted");
        return type.equals("multipart/report")
                || type.startsWith("message/")
                || (submitted != null && !submitted.equalsIgnoreCase("no"))
                || BounceText.isOfMailSystem(header, from);
    }

    private static Map<String, List<String>> decoded(HeaderBlock header) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        header.values()
                .forEach((name, values) -> all.put(
                        name,
                        name.equals(FOR_MACHINES)
                                ? List.copyOf(values)
                                : values.stream().map(HeaderText::decode).toList()));
        return all;
    }

    private static @Nullable String stated(@Nullable String header) {
        String id = MessageIds.single(header);
        return id == null ? null : HeaderScan.shortened(id);
    }

    private static List<String> ids(HeaderBlock header, String name) {
        String value = header.first(name);
        return value == null
                ? List.of()
                : MessageIds.list(value).stream().map(HeaderScan::shortened).toList();
    }

    private static List<MailAddress> addresses(HeaderBlock header, String... names) {
        return List.of(names).stream()
                .flatMap(name -> header.values().getOrDefault(name, List.of()).stream())
                .flatMap(value -> AddressList.parse(value).stream())
                .distinct()
                .toList();
    }

    private static List<MailAddress> authors(HeaderBlock header) {
        Map<String, MailAddress> byEmail = new LinkedHashMap<>();
        addresses(header, "from").forEach(author -> byEmail.putIfAbsent(author.email(), author));
        return List.copyOf(byEmail.values());
    }

    private static String subject(HeaderBlock header) {
        String raw = header.first("subject");
        String subject = raw == null
                ? ""
                : SPACES.matcher(HeaderText.decode(raw)).replaceAll(" ").strip();
        return subject.length() <= MAX_SUBJECT ? subject : subject.substring(0, MAX_SUBJECT - 1) + "…";
    }

    private static @Nullable Instant sentAt(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return DATES.get().parse(SPACES.matcher(header).replaceAll(" ")).toInstant();
        } catch (ParseException | RuntimeException unreadable) {
            return null;
        }
    }

    /** Readable, free of control characters, and not longer than {@link #MAX_TEXT}. */
    public static String bounded(String text) {
        String clean =
                HeaderText.clean(text.replace("\r\n", "\n").replace('\r', '\n')).stripTrailing();
        return clean.length() <= MAX_TEXT
                ? clean
                : clean.substring(0, MAX_TEXT) + "\n\n[The text is longer; the rest is in the original mail.]";
    }

    /** Gives each attachment a name of its own. */
    private static List<Attachment> named(List<Attachment> attachments) {
        List<String> names =
                FileNames.distinct(attachments.stream().map(Attachment::name).toList());
        List<Attachment> unique = new ArrayList<>();
        for (Attachment file : attachments) {
            String name = names.get(unique.size());
            unique.add(new Attachment(name, file.contentType(), file.content(), file.contentId()));
        }
        return List.copyOf(unique);
    }
}
