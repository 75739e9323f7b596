package io.vestibule.platform.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a ZIP archive by its directory. Unpacks nothing but the few parts that say what a document is; what can't
 * be looked at is said in {@code doubt}.
 *
 * @param doubt why nobody can say what is inside, null when it could be seen
 */
record ZipLook(List<Entry> entries, @Nullable String doubt) {

    /** More files than this are not looked at one by one. */
    static final int MOST_ENTRIES = 2_000;

    /** An archive that says it unpacks to more is meant to fill a disk. */
    static final long MOST_UNPACKED = 1L << 30;

    private static final int MOST_TYPE = 100;
    private static final int MOST_TABLE = 1 << 20;

    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int DIRECTORY = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 65_535;
    private static final int UNICODE_PATH = 0x7075;

    /** A version and the sum of the other name. */
    private static final int UNICODE_PATH_HEAD = 5;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final String PARTS = "[Content_Types].xml";

    /** Nobody but who hides them writes letters of types as numbers or abbreviations. */
    private static final Pattern MACRO_TYPE =
            Pattern.compile("(?i)vbaProject|macroEnabled|macrosheet|&#|<!(DOCTYPE|ENTITY)");

    private static final String ODD = "is built in a way that programs read differently";

    /** One file of the archive under one of its names, which lies packed in these bytes. */
    record Entry(String name, byte[] archive, int from, int length, boolean deflated) {

        Entry called(String other) {
            return new Entry(other, archive, from, length, deflated);
        }

        /** Unpacked while it is read; to be closed. */
        InputStream content() {
            InputStream packed = new ByteArrayInputStream(archive, from, length);
            return deflated ? new Inflated(packed) : packed;
        }

        byte[] beginning(int most) {
            try (InputStream in = content()) {
                return in.readNBytes(most);
            } catch (IOException damaged) {
                return new byte[0];
            }
        }

        /** What documents keep macros in; nothing opens it by itself. */
        boolean isVba() {
            return name.toLowerCase(Locale.ROOT).endsWith("vbaproject.bin");
        }

        boolean isMacros() {
            return isVba()
                    || name.toLowerCase(Locale.ROOT).startsWith("xl/macrosheets/")
                    || name.startsWith("Basic/")
                    || name.startsWith("Scripts/");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final class Inflated extends InflaterInputStream {

        Inflated(InputStream packed) {
            super(packed, new Inflater(true));
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }

    static ZipLook of(byte[] content) {
        try {
            return new Reading(content).look();
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException broken) {
            return new ZipLook(List.of(), "is damaged, so nobody can look into it");
        }
    }

    /** The media type that these files together make. */
    String type() {
        if (has(PARTS)) {
            return office();
        }
        String stated = entries.stream()
                .filter(entry -> entry.name().equals("mimetype"))
                .map(entry -> new String(entry.beginning(MOST_TYPE), StandardCharsets.US_ASCII).strip())
                .filter(type -> type.matches("application/(vnd\\.oasis\\.opendocument\\.[a-z-]+|epub\\+zip)"))
                .findFirst()
                .orElse("application/zip");
        if (has("AndroidManifest.xml")) {
            return "application/vnd.android.package-archive";
        }
        boolean java = has("META-INF/MANIFEST.MF")
                && entries.stream().anyMatch(entry -> entry.name().endsWith(".class"));
        return java ? "application/java-archive" : stated;
    }

    private String office() {
        String macros = hasMacros() ? "macroenabled.12" : "";
        if (hasUnder("word/")) {
            return macros.isEmpty()
                    ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                    : "application/vnd.ms-word.document." + macros;
        }
        if (hasUnder("xl/")) {
            return macros.isEmpty()
                    ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                    : "application/vnd.ms-excel.sheet." + macros;
        }
        if (hasUnder("ppt/")) {
            return macros.isEmpty()
                    ? "application/vnd.openxmlformats-officedocument.presentationml.presentation"
                    : "application/vnd.ms-powerpoint.presentation." + macros;
        }
        return has("AppxManifest.xml") ? "application/vnd.ms-appx" : "application/x-tika-ooxml";
    }

    /** A document of the newer Office. */
    boolean isOffice() {
        return has(PARTS);
    }

    /** Code that runs when the document is opened. */
    boolean hasMacros() {
        return entries.stream()
                .anyMatch(entry -> entry.isMacros() || entry.name().equals(PARTS) && statesMacros(entry));
    }

    /** Office goes by what the table of types says of a part, whatever the part is called. */
    private static boolean statesMacros(Entry table) {
        byte[] types = table.beginning(MOST_TABLE + 1);
        String text = new String(types, StandardCharsets.UTF_8).replace("\0", "");
        return types.length > MOST_TABLE || MACRO_TYPE.matcher(text).find();
    }

    private boolean has(String name) {
        return entries.stream().anyMatch(entry -> entry.name().equals(name));
    }

    private boolean hasUnder(String folder) {
        return entries.stream().anyMatch(entry -> entry.name().startsWith(folder));
    }

    /** Where the directory lies and how many files it says it has. */
    private record Directory(int from, int to, long files) {}

    private static final class Reading {
        private final ByteBuffer bytes;
        private final List<Entry> entries = new ArrayList<>();
        private @Nullable String doubt;
        private long seen;
        private long packed;
        private long unpacked;

        Reading(byte[] content) {
            bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        }

        ZipLook look() {
            Directory directory = directory();
            if (directory.files() > MOST_ENTRIES) {
                return new ZipLook(List.of(), "holds more than " + MOST_ENTRIES + " files");
            }
            int at = directory.from();
            while (at + 46 <= directory.to() && bytes.getInt(at) == DIRECTORY && seen <= MOST_ENTRIES) {
                entry(at);
                at += 46 + number(at + 28) + number(at + 30) + number(at + 32);
            }
            boolean whole = at == directory.to() && seen == directory.files() && packed <= bytes.capacity();
            return new ZipLook(List.copyOf(entries), whole ? tooMuch() : ODD);
        }

        private @Nullable String tooMuch() {
            return unpacked > MOST_UNPACKED ? "unpacks to more than " + (MOST_UNPACKED >> 30) + " GB" : doubt;
        }

        private Directory directory() {
            int end = end();
            int files = number(end + 10);
            long size = word(end + 12);
            if (files != 0xFFFF && size != 0xFFFFFFFFL) {
                return new Directory(Math.toIntExact(end - size), end, files);
            }
            int locator = end - 20;
            int end64 = Math.toIntExact(bytes.getLong(locator + 8));
            if (bytes.getInt(locator) != LOCATOR_64 || bytes.getInt(end64) != END_64) {
                throw new IllegalArgumentException("No directory");
            }
            return new Directory(Math.toIntExact(end64 - bytes.getLong(end64 + 40)), end64, bytes.getLong(end64 + 32));
        }

        private int end() {
            int last = bytes.capacity() - END_LENGTH;
            for (int at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
                if (bytes.getInt(at) == END) {
                    return at;
                }
            }
            throw new IllegalArgumentException("No end");
        }

        private void entry(int at) {
            String name = name(at + 46, number(at + 28));
            seen++;
            packed += word(at + 20);
            unpacked += word(at + 24);
            Set<String> names = new LinkedHashSet<>(List.of(name));
            otherName(at + 46 + number(at + 28), number(at + 30)).ifPresent(names::add);
            Entry file = shut(name);
            if ((number(at + 8) & 1) != 0) {
                doubt = ArchiveLook.ENCRYPTED;
            } else {
                int local = Math.toIntExact(word(at + 42));
                otherName(local + 30 + number(local + 26), number(local + 28)).ifPresent(names::add);
                file = opened(at, local, name);
            }
            names.stream().filter(each -> !each.endsWith("/")).map(file::called).forEach(entries::add);
        }

        /** Info-ZIP's Unicode Path (APPNOTE 4.6.9): some programs go by it, others by the name in the header. */
        private Optional<String> otherName(int extra, int length) {
            Optional<String> other = Optional.empty();
            int end = extra + length;
            int at = extra;
            while (at + 4 <= end && at + 4 + number(at + 2) <= end) {
                int size = number(at + 2);
                if (number(at) == UNICODE_PATH && size > UNICODE_PATH_HEAD) {
                    doubt = other.isPresent() ? ODD : doubt;
                    other = Optional.of(name(at + 4 + UNICODE_PATH_HEAD, size - UNICODE_PATH_HEAD));
                }
                at += 4 + size;
            }
            return other;
        }

        private Entry opened(int at, int local, String name) {
            int method = number(at + 10);
            if (bytes.getInt(local) != LOCAL
                    || !name(local + 30, number(local + 26)).equals(name)) {
                doubt = ODD;
                return shut(name);
            }
            if (!Set.of(STORED, DEFLATED).contains(method)) {
                doubt = "is packed in a way that is not looked into";
                return shut(name);
            }
            int from = local + 30 + number(local + 26) + number(local + 28);
            int length = (int) Math.min(word(at + 20), bytes.capacity() - from);
            if (length < 0) {
                throw new IllegalArgumentException("A file lies outside");
            }
            return new Entry(name, bytes.array(), from, length, method == DEFLATED && length > 0);
        }

        private static Entry shut(String name) {
            return new Entry(name, new byte[0], 0, 0, false);
        }

        private String name(int from, int length) {
            return new String(bytes.array(), from, length, StandardCharsets.UTF_8);
        }

        private int number(int at) {
            return Short.toUnsignedInt(bytes.getShort(at));
        }

        private long word(int at) {
            return Integer.toUnsignedLong(bytes.getInt(at));
        }
    }
}
