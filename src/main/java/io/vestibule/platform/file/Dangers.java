package io.vestibule.platform.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of files that do something when they are opened, by their bytes and by their endings: a computer goes by either.
 * In words that go into a sentence.
 */
final class Dangers {

    private static final String WINDOWS = "a Windows program";
    private static final String INSTALLER = "an installer";
    private static final String SCRIPT = "a script";
    private static final String SHORTCUT = "a shortcut";
    private static final String DISK = "a disk image";
    private static final String ARCHIVE = "an archive that is not looked into";
    private static final String PACKED = "an archive that is none";
    private static final String JAVA = "a Java program";

    private static final Map<String, String> TYPES = types();

    private static Map<String, String> types() {
        Map<String, String> types = new HashMap<>();
        put(types, WINDOWS, "application/x-msdownload application/x-dosexec");
        put(
                types,
                "a Linux program",
                "application/x-elf application/x-executable application/x-sharedlib application/x-object");
        put(
                types,
                "a Mac program",
                "application/x-mach-o-universal application/x-mach-o application/x-mach-o-executable"
                        + " application/x-mach-o-dylib application/x-mach-o-bundle application/x-mach-o-kext-bundle");
        put(types, JAVA, "application/java-archive application/java-vm");
        put(types, "an Android program", "application/vnd.android.package-archive");
        put(
                types,
                INSTALLER,
                "application/x-msi application/vnd.ms-appx application/x-debian-package application/x-rpm");
        put(types, SCRIPT, "application/x-sh text/x-python text/x-perl text/x-vbscript");
        put(types, DISK, "application/x-iso9660-image application/x-apple-diskimage application/x-fat-diskimage");
        put(
                types,
                ARCHIVE,
                "application/x-bzip application/zstd application/x-lz4 application/x-lzip application/x-compress"
                        + " application/x-arj application/x-ace-compressed application/vnd.xara");
        put(types, "a RAR archive, which is not looked into", "application/x-rar-compressed");
        put(types, "a CAB archive, which is not looked into", "application/vnd.ms-cab-compressed");
        put(types, "a Windows help file, which can run programs", "application/vnd.ms-htmlhelp");
        put(types, "a OneNote file, which can hold programs", "application/onenote");
        put(types, "a Flash film", "application/x-shockwave-flash");
        return Map.copyOf(types);
    }

    private static final Map<String, String> ENDINGS = endings();

    private static Map<String, String> endings() {
        Map<String, String> endings = new HashMap<>();
        put(endings, WINDOWS, "exe com scr pif cpl dll sys ocx drv vxd xll wll gadget");
        put(
                endings,
                INSTALLER,
                "msi msp mst msix msixbundle appx appxbundle appinstaller application deb rpm pkg mpkg");
        put(
                endings,
                SCRIPT,
                "bat cmd ps1 psm1 psd1 ps1xml ps2 vbs vbe vb js jse mjs wsf wsh wsc ws sct shb shs hta nsh"
                        + " sh bash csh ksh zsh command py pyw pyc pl rb applescript scpt workflow action jnlp inf ins isp reg");
        put(
                endings,
                SHORTCUT,
                "lnk url desktop website webloc library-ms search-ms searchconnector-ms"
                        + " settingcontent-ms appref-ms scf msc diagcab diagcfg diagpkg theme themepack rdp iqy oqy rqy slk");
        put(endings, DISK, "iso img vhd vhdx vmdk dmg toast udf");
        put(endings, JAVA, "jar class");
        put(endings, "an Android program", "apk");
        put(endings, "a Mac program", "app");
        put(endings, "a Linux program", "run appimage");
        put(endings, "a Windows help file, which can run programs", "chm hlp");
        put(endings, "a OneNote file, which can hold programs", "one onepkg");
        put(endings, "an Access database, which can hold programs", "ade adp accde accdr mde mdb accdb");
        put(endings, ARCHIVE, "rar cab ace arj lzh lha lzma tzst zst z");
        put(endings, PACKED, "zip 7z gz tgz tar bz2 tbz tbz2 xz txz");
        return Map.copyOf(endings);
    }

    /** Documents with macros; their content says so, too, but not inside an archive. */
    private static final Set<String> MACRO_ENDINGS =
            Set.of("docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "xla", "pptm", "potm", "ppam", "ppsm", "sldm");

    /** How a shortcut to a web address begins. */
    private static final Pattern INTERNET_SHORTCUT = Pattern.compile("^\\uFEFF?\\s*\\[InternetShortcut]");

    /** What the table of types does not know: bytes at a place, negative = before the end. */
    private record Mark(int at, byte[] bytes, String words) {

        Mark(int at, String latin, String words) {
            this(at, latin.getBytes(StandardCharsets.ISO_8859_1), words);
        }

        boolean fits(byte[] content) {
            int from = at < 0 ? content.length + at : at;
            return from >= 0
                    && from + bytes.length <= content.length
                    && Arrays.equals(content, from, from + bytes.length, bytes, 0, bytes.length);
        }
    }

    private static final List<Mark> MARKS = List.of(
            new Mark(0, "L\0\0\0\u0001\u0014\u0002\0", SHORTCUT),
            new Mark(0, "vhdxfile", DISK),
            new Mark(0, "conectix", DISK),
            new Mark(-512, "conectix", DISK),
            new Mark(-512, "koly", DISK),
            new Mark(0, "KDMV", DISK),
            new Mark(32_769, "CD001", DISK),
            new Mark(32_769, "BEA01", DISK));

    private Dangers() {}

    /** Null: nothing speaks against this type. */
    static @Nullable String ofType(String type) {
        return TYPES.get(type);
    }

    /** Null: nothing speaks against these bytes of this type. */
    static @Nullable String ofContent(String type, byte[] content) {
        String known = ofType(type);
        if (known != null) {
            return known;
        }
        if (INTERNET_SHORTCUT.matcher(start(content)).find()) {
            return SHORTCUT;
        }
        return MARKS.stream()
                .filter(mark -> mark.fits(content))
                .map(Mark::words)
                .findFirst()
                .orElse(null);
    }

    /** Null: nothing speaks against this name. */
    static @Nullable String ofName(String name) {
        return ENDINGS.get(FileNames.ending(name));
    }

    /** The same of an archive that can be looked into. */
    static @Nullable String ofPacked(String name) {
        String words = ofName(name);
        return PACKED.equals(words) ? null : words;
    }

    static boolean namesMacros(String name) {
        return MACRO_ENDINGS.contains(FileNames.ending(name));
    }

    private static String start(byte[] content) {
        return new String(content, 0, Math.min(content.length, 200), StandardCharsets.UTF_8);
    }

    private static void put(Map<String, String> table, String words, String keys) {
        for (String key : keys.split(" ")) {
            table.put(key.toLowerCase(Locale.ROOT), words);
        }
    }
}
