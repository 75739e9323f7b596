package io.vestibule.hub.mail.quarantine;

import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.platform.file.FileTypes;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads of a mail before deciding about it: its words as plain text and the names of its files. Nothing in it
 * is ever run or fetched, and what is very long is cut.
 *
 * @param from with the name it gives itself, null when it names nobody
 * @param subject as it came, perhaps empty
 * @param leftOut files that could not be read, with the reason
 * @param cut whether text or files go on
 */
public record MailLook(
        @Nullable String from,
        List<String> to,
        List<String> cc,
        String subject,
        @Nullable Instant sentAt,
        List<File> files,
        List<String> leftOut,
        String text,
        boolean cut) {

    private static final int BYTES = 4 * 1024 * 1024;
    private static final int TEXT = 20_000;
    private static final int NAMES = 20;

    /** @param contentType by its bytes */
    public record File(String name, String contentType, long bytes) {}

    public static MailLook of(byte[] raw) {
        ParsedMail mail = new MailParser().parse(raw.length > BYTES ? Arrays.copyOf(raw, BYTES) : raw);
        String text = mail.text();
        return new MailLook(
                mail.from() == null ? null : named(mail.from()),
                named(mail.to()),
                named(mail.cc()),
                mail.subject(),
                mail.sentAt(),
                mail.attachments().stream()
                        .map(file -> new File(
                                file.name(), FileTypes.detect(file.name(), file.content()), file.content().length))
                        .toList(),
                mail.skipped().stream()
                        .map(file -> file.name() + ": " + file.reason())
                        .toList(),
                text.substring(0, Math.min(text.length(), TEXT)),
                raw.length > BYTES || text.length() > TEXT);
    }

    private static List<String> named(List<MailAddress> addresses) {
        return addresses.stream().limit(NAMES).map(MailLook::named).toList();
    }

    private static String named(MailAddress address) {
        return address.name() == null ? address.email() : address.name() + " <" + address.email() + ">";
    }
}
