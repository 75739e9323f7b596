package io.vestibule.platform.file;

import java.util.List;
import java.util.Map;

/** Media types in words that go into a sentence: "a PDF document". */
final class TypeWords {

    private static final String WORD = "a Word document";
    private static final String EXCEL = "an Excel workbook";
    private static final String POWERPOINT = "a PowerPoint presentation";

    private static final Map<String, String> EXACT = Map.ofEntries(
            Map.entry("application/pdf", "a PDF document"),
            Map.entry("image/png", "a PNG image"),
            Map.entry("image/jpeg", "a JPEG image"),
            Map.entry("image/gif", "a GIF image"),
            Map.entry("image/webp", "a WebP image"),
            Map.entry("image/tiff", "a TIFF image"),
            Map.entry("image/bmp", "a BMP image"),
            Map.entry("image/svg+xml", "an SVG drawing"),
            Map.entry("image/heic", "a HEIC image"),
            Map.entry("application/rtf", "an RTF document"),
            Map.entry("text/html", "a web page"),
            Map.entry("application/xhtml+xml", "a web page"),
            Map.entry("application/zip", "a ZIP archive"),
            Map.entry("application/x-rar-compressed", "a RAR archive"),
            Map.entry("application/x-7z-compressed", "a 7-Zip archive"),
            Map.entry("application/gzip", "a GZIP archive"),
            Map.entry("application/x-bzip2", "a BZIP2 archive"),
            Map.entry("application/x-xz", "an XZ archive"),
            Map.entry("application/x-tar", "a TAR archive"),
            Map.entry("application/x-gtar", "a TAR archive"),
            Map.entry("application/vnd.ms-cab-compressed", "a CAB archive"),
            Map.entry("application/x-tika-ooxml-protected", "an Office document with a password"),
            Map.entry("application/vnd.ms-outlook", "a mail"),
            Map.entry("message/rfc822", "a mail"),
            Map.entry("application/xml", "an XML file"),
            Map.entry("text/plain", "a text"),
            Map.entry("text/csv", "a table (CSV)"),
            Map.entry("text/calendar", "an appointment"),
            Map.entry("application/vnd.ms-htmlhelp", "a Windows help file"),
            Map.entry("application/x-shockwave-flash", "a Flash film"),
            Map.entry("application/onenote", "a OneNote file"),
            Map.entry("application/epub+zip", "an e-book"));

    /** By how the type begins; the first that fits counts. */
    private static final List<Map.Entry<String, String>> BEGINNINGS = List.of(
            Map.entry("application/msword", WORD),
            Map.entry("application/vnd.ms-word", WORD),
            Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml", WORD),
            Map.entry("application/vnd.ms-excel", EXCEL),
            Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml", EXCEL),
            Map.entry("application/vnd.ms-powerpoint", POWERPOINT),
            Map.entry("application/vnd.openxmlformats-officedocument.presentationml", POWERPOINT),
            Map.entry("application/vnd.oasis.opendocument", "an OpenDocument file"),
            Map.entry("application/x-tika-", "an Office document"),
            Map.entry("audio/", "a sound recording"),
            Map.entry("video/", "a film"),
            Map.entry("image/", "an image"),
            Map.entry("text/", "a text"));

    private TypeWords() {}

    /** Whether files are known to people by this type, so that a name can promise it. */
    static boolean isFamiliar(String type) {
        return !FileTypes.UNKNOWN.equals(type) && !of(type).startsWith("a file of");
    }

    static String of(String type) {
        if (FileTypes.UNKNOWN.equals(type)) {
            return "a file of no known kind";
        }
        String dangerous = Dangers.ofType(type);
        if (dangerous != null) {
            return dangerous;
        }
        String exact = EXACT.get(type);
        return exact != null
                ? exact
                : BEGINNINGS.stream()
                        .filter(entry -> type.startsWith(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("a file of the type " + type);
    }
}
