package io.vestibule.hub.mail.parse;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the header of one MIME part says, read leniently.
 *
 * @param type e.g. text/plain, lower case, without parameters
 * @param name file name by Content-Disposition or Content-Type, null when none is given
 * @param disposition attachment, inline or null
 */
record PartHeader(
        String type,
        @Nullable String charset,
        @Nullable String name,
        @Nullable String disposition,
        @Nullable String contentId) {

    private static final Pattern TYPE = Pattern.compile("^\\s*\"?([A-Za-z0-9.+*_-]+/[A-Za-z0-9.+_*-]+)");

    static PartHeader of(Part part) {
        String contentType = header(part, "Content-Type");
        String disposition = header(part, "Content-Disposition");
        String stated = name(disposition, "filename");
        return new PartHeader(
                type(contentType),
                parameter(contentType, "charset"),
                stated != null ? stated : name(contentType, "name"),
                disposition.isBlank() ? null : disposition.split("[;\\s]", 2)[0].toLowerCase(Locale.ROOT),
                contentId(part));
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
        return type.equals("message/delivery-status")
                || type.equals("message/global-delivery-status")
                || type.equals("message/disposition-notification")
                || type.equals("text/rfc822-headers");
    }

    boolean isCalendar() {
        boolean named = name != null && name.toLowerCase(Locale.ROOT).endsWith(".ics");
        return type.equals("text/calendar") || type.equals("application/ics") || named;
    }

    String nameOr(Supplier<String> embeddedSubject) {
        if (name != null && !name.isBlank()) {
            return name;
        }
        return type.equals("message/rfc822") ? embeddedSubject.get() : "";
    }

    private static @Nullable String contentId(Part part) {
        String id = header(part, "Content-ID").replaceAll("[<>\\s]", "");
        return id.isEmpty() ? null : id;
    }

    private static String type(String header) {
        if (header.isBlank()) {
            return "text/plain";
        }
        Matcher type = TYPE.matcher(header);
        if (type.find()) {
            return type.group(1).toLowerCase(Locale.ROOT);
        }
        // "text" alone and the like are text; anything else stays a file.
        return header.toLowerCase(Locale.ROOT).startsWith("text") ? "text/plain" : "application/octet-stream";
    }

    private static @Nullable String name(String header, String parameter) {
        String value = parameter(header, parameter);
        return value == null ? null : HeaderText.decode(value);
    }

    /** A parameter's value, its continuations and charset (RFC 2231) decoded; null when there is none. */
    private static @Nullable String parameter(String header, String name) {
        int semicolon = header.indexOf(';');
        if (semicolon < 0) {
            return null;
        }
        String parameters = header.substring(semicolon);
        try {
            String value = new ParameterList(parameters).get(name);
            if (value != null) {
                return value;
            }
        } catch (ParseException | RuntimeException broken) {
            // fall through: read the one parameter by its pattern
        }
        return byPattern(parameters, name);
    }

    private static @Nullable String byPattern(String parameters, String name) {
        Pattern pattern = Pattern.compile(
                ";\\s*" + name + "\\*?(?:0\\*?)?\\s*=\\s*(?:\"([^\"]*)\"?|([^;\\r\\n]*))", Pattern.CASE_INSENSITIVE);
        Matcher matcher = pattern.matcher(parameters);
        if (!matcher.find()) {
            return null;
        }
        String value = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return value == null ? null : value.strip();
    }

    private static String header(Part part, String name) {
        try {
            String[] values = part.getHeader(name);
            return values == null || values.length == 0 || values[0] == null ? "" : values[0];
        } catch (MessagingException | RuntimeException unreadable) {
            return "";
        }
    }
}
