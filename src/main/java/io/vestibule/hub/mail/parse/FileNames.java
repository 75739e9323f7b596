package io.vestibule.hub.mail.parse;

import java.util.Locale;
import java.util.Map;

/** Makes harmless file names of what senders call their attachments. */
final class FileNames {

    private static final int MAX_LENGTH = 180;
    private static final Map<String, String> ENDINGS = Map.ofEntries(
            Map.entry("message/rfc822", ".eml"),
            Map.entry("text/plain", ".txt"),
            Map.entry("text/html", ".html"),
            Map.entry("text/calendar", ".ics"),
            Map.entry("text/csv", ".csv"),
            Map.entry("application/pdf", ".pdf"),
            Map.entry("image/jpeg", ".jpg"),
            Map.entry("image/png", ".png"),
            Map.entry("image/gif", ".gif"),
            Map.entry("application/zip", ".zip"));

    private FileNames() {}

    /** Without folders, control and reserved characters; never empty, never hidden. */
    static String safe(String stated, String contentType, int number) {
        String name = stated.substring(Math.max(stated.lastIndexOf('/'), stated.lastIndexOf('\\')) + 1)
                .replaceAll("[\\p{Cntrl}\\u202A-\\u202E\\u2066-\\u2069]", "")
                .replaceAll("[<>:\"|?*]", "_")
                .strip()
                .replaceAll("^\\.+", "");
        if (name.isBlank()) {
            return "attachment-" + number + ending(contentType);
        }
        return name.length() <= MAX_LENGTH ? name : shortened(name);
    }

    static String numbered(String name, int count) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name + " (" + count + ")" : name.substring(0, dot) + " (" + count + ")" + name.substring(dot);
    }

    private static String ending(String contentType) {
        return ENDINGS.getOrDefault(contentType.toLowerCase(Locale.ROOT), ".bin");
    }

    private static String shortened(String name) {
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 && name.length() - dot <= 12 ? name.substring(dot) : "";
        return name.substring(0, MAX_LENGTH - ending.length()) + ending;
    }
}
