package io.vestibule.platform.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * What stands in a file of Office's old format (OLE compound file) by the names in its directory. These lie at multiples
 * of 128 bytes, so that they are found without following the chains of sectors.
 */
record OleLook(String type, boolean hasMacros) {

    private static final byte[] MARK = HexFormat.of().parseHex("d0cf11e0a1b11ae1");
    private static final int HEADER = 512;
    private static final int STEP = 128;
    private static final int NAME_LENGTH = 64;
    private static final int KIND = 66;
    private static final int CLASS = 80;

    /** Windows Installer's packages, patches and transforms. */
    private static final Set<String> INSTALLERS = Set.of(
            "84100c0000000000c000000000000046", "86100c0000000000c000000000000046", "82100c0000000000c000000000000046");

    private static final Set<String> MACROS = Set.of("_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros");

    private static final Map<String, String> DOCUMENTS = Map.of(
            "EncryptedPackage", "application/x-tika-ooxml-protected",
            "WordDocument", "application/msword",
            "Workbook", "application/vnd.ms-excel",
            "Book", "application/vnd.ms-excel",
            "PowerPoint Document", "application/vnd.ms-powerpoint",
            "VisioDocument", "application/vnd.visio",
            "__properties_version1.0", "application/vnd.ms-outlook");

    /** By its first bytes. */
    static boolean isOne(byte[] content) {
        return content.length >= MARK.length && Arrays.equals(content, 0, MARK.length, MARK, 0, MARK.length);
    }

    static OleLook of(byte[] content) {
        Set<String> names = new HashSet<>();
        boolean installer = false;
        for (int at = HEADER; at + STEP <= content.length; at += STEP) {
            String name = name(content, at);
            installer |= name.equals("Root Entry") && INSTALLERS.contains(hex(content, at + CLASS));
            names.add(name);
        }
        String document = DOCUMENTS.entrySet().stream()
                .filter(entry -> names.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst()
                .orElse("application/x-tika-msoffice");
        boolean mail = names.contains("__properties_version1.0");
        return new OleLook(
                installer ? "application/x-msi" : mail ? "application/vnd.ms-outlook" : document,
                MACROS.stream().anyMatch(names::contains));
    }

    /** Of the directory entry here; empty where none can be. */
    private static String name(byte[] content, int at) {
        int length = (content[at + NAME_LENGTH] & 0xFF) | (content[at + NAME_LENGTH + 1] & 0xFF) << 8;
        int kind = content[at + KIND];
        boolean possible =
                length > 2 && length <= NAME_LENGTH && length % 2 == 0 && (kind == 1 || kind == 2 || kind == 5);
        return possible ? new String(content, at, length - 2, StandardCharsets.UTF_16LE) : "";
    }

    private static String hex(byte[] content, int from) {
        return HexFormat.of().formatHex(content, from, from + 16);
    }
}
