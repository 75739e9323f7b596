package io.vestibule.hub.mail.parse;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the header of one MIME part says, read leniently.
 *
 * @param type e.g. text/plain, lower case, without parameters
 * @param contentType with its parameters
 * @param name file name by Content-Disposition or Content-Type, null when none is given
 * @param disposition attachment, inline or null
 * @param encoding transfer encoding in lower case, empty when none is stated
 */
record PartHeader(
        String type,
        HeaderParameters contentType,
        @Nullable String name,
        @Nullable String disposition,
        @Nullable String contentId,
        String encoding) {

    private static final Pattern TYPE = Pattern.compile("^\\s*\"?([A-Za-z0-9.+*_-]+)\\s*/\\s*([A-Za-z0-9.+_*-]+)");
    private static final Set<String> REPORTS = Set.of(
            "message/delivery-status",
            "message/global-delivery-status",
            "message/disposition-notification",
            "message/feedback-report",
            "text/rfc822-headers");
    private static final Set<String> CALENDARS = Set.of("text/calendar", "application/ics", "text/x-vcalendar");

    /** What mail programs call a mail that is signed or encrypted as a whole. */
    private static final String WHOLE_MAIL = "smime.p7m";

    /** @param usualType of a part that states none */
    static PartHeader of(HeaderBlock header, String usualType) {
        HeaderParameters contentType = HeaderParameters.of(header.first("content-type"));
        HeaderParameters disposition = HeaderParameters.of(header.first("content-disposition"));
        String file = disposition.get("filename");
        String stated = better(file, contentType.get("name"));
        String id = Objects.requireNonNullElse(header.first("content-id"), "").replaceAll("[<>\\s]", "");
        return new PartHeader(
                type(contentType.value(), usualType),
                contentType,
                stated,
                disposition.value().isBlank() ? null : firstWord(disposition.value()),
                id.isEmpty() ? null : id,
                firstWord(HeaderParameters.of(header.first("content-transfer-encoding"))
                        .value()));
    }

    /** The file name of the disposition, unless letters it had no charset for became question marks there. */
    private static @Nullable String better(@Nullable String file, @Nullable String name) {
        boolean mangled = file != null && name != null && file.indexOf('?') >= 0 && name.indexOf('?') < 0;
        return file == null || mangled ? name : file;
    }

    @Nullable
    String charset() {
        return contentType.get("charset");
    }

    @Nullable
    String boundary() {
        return contentType.get("boundary");
    }

    boolean isFlowed() {
        return type.equals("text/plain") && "flowed".equalsIgnoreCase(contentType.get("format"));
    }

    boolean isDelSp() {
        return "yes".equalsIgnoreCase(contentType.get("delsp"));
    }

    /** Whether this part is text for the reader rather than a file. */
    boolean isBody(boolean bodySeen) {
        boolean text = type.equals("text/plain") || type.equals("text/html");
        if (!text || "attachment".equals(disposition)) {
            return false;
        }
        return name == null || (!bodySeen && !"inline".equals(disposition));
    }

    boolean isReport() {
        return REPORTS.contains(type);
    }

    boolean isCalendar() {
        return CALENDARS.contains(type) || isNamed(".ics");
    }

    /** What Outlook puts a mail and its files into when it thinks that the other side is Outlook, too. */
    boolean isTnef() {
        return type.equals("application/ms-tnef") || type.equals("application/vnd.ms-tnef") || isNamed("winmail.dat");
    }

    /** A message that is signed or encrypted as a whole (RFC 8551); not a document that somebody attached. */
    boolean isCms() {
        boolean cms =
                type.equals("application/pkcs7-mime") || type.equals("application/x-pkcs7-mime") || isNamed(WHOLE_MAIL);
        return cms && !isAttachedUnderItsOwnName();
    }

    /** A signed or encrypted document has the same type as a signed mail: invoice.xml.p7m. */
    private boolean isAttachedUnderItsOwnName() {
        return "attachment".equals(disposition)
                && name != null
                && !name.isBlank()
                && !name.strip().equalsIgnoreCase(WHOLE_MAIL);
    }

    boolean isNamed(String ending) {
        return name != null && name.toLowerCase(Locale.ROOT).endsWith(ending);
    }

    String nameOr(Supplier<String> embeddedSubject) {
        if (name != null && !name.isBlank()) {
            return name;
        }
        return type.equals("message/rfc822") ? embeddedSubject.get() : "";
    }

    private static String firstWord(String text) {
        return text.strip().split("[;\\s]", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static String type(String stated, String usualType) {
        if (stated.isBlank()) {
            return usualType;
        }
        Matcher type = TYPE.matcher(stated);
        if (type.find()) {
            return (type.group(1) + "/" + type.group(2)).toLowerCase(Locale.ROOT);
        }
        // "text" alone and the like are text; anything else stays a file.
        return stated.toLowerCase(Locale.ROOT).startsWith("text") ? "text/plain" : "application/octet-stream";
    }
}
