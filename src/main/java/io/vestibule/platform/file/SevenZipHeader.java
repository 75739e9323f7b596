package io.vestibule.platform.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.commons.compress.PasswordRequiredException;
import org.tukaani.xz.LZMAInputStream;

/**
 * Looks at the table of a 7-Zip archive before its reader does, which takes as much memory as the numbers in it ask for.
 * Every number that is passed here is small, or backed by as many bytes of the table.
 */
final class SevenZipHeader {

    private static final int START = 32;
    private static final int MOST = 4 << 20;

    /** As 7-Zip itself has it. */
    private static final int MOST_STREAMS = 32;

    private static final int END = 0;
    private static final int HEADER = 1;
    private static final int STREAMS = 4;
    private static final int FILES = 5;
    private static final int PACKED = 6;
    private static final int UNPACKED = 7;
    private static final int SUBSTREAMS = 8;
    private static final int SIZE = 9;
    private static final int CHECKSUMS = 10;
    private static final int FOLDERS = 11;
    private static final int CODER_SIZES = 12;
    private static final int NUMBERS = 13;
    private static final int ENCODED = 23;

    private static final String LZMA = "030101";
    private static final String AES = "06f10701";

    /** These only rearrange bytes. */
    private static final Pattern FILTERS = Pattern.compile("00|0[3-9]|0a|0303.*|" + AES);

    private final ByteBuffer table;
    private long packedAt;
    private byte[] properties = new byte[0];
    private String method = "";
    private int folders;
    private int[] outputs = new int[0];
    private boolean[] checked = new boolean[0];
    private long size;

    private SevenZipHeader(ByteBuffer table) {
        this.table = table.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * How many files it says there are.
     *
     * @throws IOException when it is damaged, locked, or asks for more than is given
     */
    static long check(byte[] archive) throws IOException {
        ByteBuffer start = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        long at = START + start.getLong(12);
        long length = start.getLong(20);
        if (length == 0) {
            return 0;
        }
        if (at < START || length < 0 || at > archive.length || length > Math.min(MOST, archive.length - at)) {
            throw new IOException("The table lies outside");
        }
        SevenZipHeader header = new SevenZipHeader(start.slice((int) at, (int) length));
        int kind = header.table.get();
        if (kind == ENCODED) {
            header = new SevenZipHeader(ByteBuffer.wrap(header.decoded(archive)));
            kind = header.table.get();
        }
        header.require(kind == HEADER);
        return header.files();
    }

    /** The table that this one describes, which is packed like a file. */
    private byte[] decoded(byte[] archive) throws IOException {
        streams();
        if (method.equals(AES)) {
            throw new PasswordRequiredException("The table");
        }
        require(folders == 1 && outputs[0] == 1 && method.equals(LZMA) && properties.length == 5);
        if (size > MOST) {
            throw new LookLimits.Reached("holds a table larger than is looked into");
        }
        int dictionary =
                ByteBuffer.wrap(properties).order(ByteOrder.LITTLE_ENDIAN).getInt(1);
        require(dictionary >= 0 && dictionary >> 10 <= LookLimits.MOST_MEMORY_KB);
        int from = Math.toIntExact(START + packedAt);
        try (InputStream in = new LZMAInputStream(
                new ByteArrayInputStream(archive, from, archive.length - from), size, properties[0], dictionary)) {
            return in.readNBytes((int) size);
        }
    }

    private long files() throws IOException {
        int kind = table.get();
        if (kind == STREAMS) {
            streams();
            kind = table.get();
        }
        require(kind == FILES || kind == END);
        long files = kind == FILES ? number() : 0;
        if (files > LookLimits.MOST_FILES) {
            throw new LookLimits.Reached("holds more than " + LookLimits.MOST_FILES + " files");
        }
        return files;
    }

    private void streams() throws IOException {
        int kind = table.get();
        if (kind == PACKED) {
            packed();
            kind = table.get();
        }
        if (kind == UNPACKED) {
            unpacked();
            kind = table.get();
        }
        if (kind == SUBSTREAMS) {
            substreams();
            kind = table.get();
        }
        require(kind == END);
    }

    private void packed() throws IOException {
        packedAt = number();
        int count = count();
        int kind = table.get();
        if (kind == SIZE) {
            skipNumbers(count);
            kind = table.get();
        }
        if (kind == CHECKSUMS) {
            checksums(count);
            kind = table.get();
        }
        require(kind == END);
    }

    private void unpacked() throws IOException {
        require(table.get() == FOLDERS);
        folders = count();
        require(table.get() == 0);
        outputs = new int[folders];
        for (int i = 0; i < folders; i++) {
            outputs[i] = folder();
        }
        require(table.get() == CODER_SIZES);
        for (int output : outputs) {
            for (int i = 0; i < output; i++) {
                size = number();
            }
        }
        checked = new boolean[folders];
        int kind = table.get();
        if (kind == CHECKSUMS) {
            checked = checksums(folders);
            kind = table.get();
        }
        require(kind == END);
    }

    /** How many outputs its methods have together; only one of them may really unpack, so that what it unpacks is seen. */
    private int folder() throws IOException {
        int methods = few();
        int inputs = 0;
        int found = 0;
        int unpacking = 0;
        for (int i = 0; i < methods; i++) {
            int flags = table.get();
            String id = HexFormat.of().formatHex(bytes(flags & 15));
            method = method.equals(AES) ? AES : id;
            unpacking += FILTERS.matcher(id).matches() ? 0 : 1;
            inputs += (flags & 16) == 0 ? 1 : few();
            found += (flags & 16) == 0 ? 1 : few();
            properties = (flags & 32) == 0 ? new byte[0] : bytes(count());
        }
        require(found > 0 && unpacking < 2 && inputs - found + 1 >= 0);
        skipNumbers(2 * (found - 1));
        int streams = inputs - found + 1;
        skipNumbers(streams > 1 ? streams : 0);
        return found;
    }

    private void substreams() throws IOException {
        int[] counts = new int[folders];
        Arrays.fill(counts, 1);
        int kind = table.get();
        if (kind == NUMBERS) {
            for (int i = 0; i < folders; i++) {
                counts[i] = Math.toIntExact(number());
            }
            kind = table.get();
        }
        long all = Arrays.stream(counts).asLongStream().sum();
        if (all > LookLimits.MOST_FILES) {
            throw new LookLimits.Reached("holds more than " + LookLimits.MOST_FILES + " files");
        }
        if (kind == SIZE) {
            skipNumbers(
                    Arrays.stream(counts).map(count -> Math.max(0, count - 1)).sum());
            kind = table.get();
        }
        if (kind == CHECKSUMS) {
            int unchecked = 0;
            for (int i = 0; i < folders; i++) {
                unchecked += counts[i] == 1 && checked[i] ? 0 : counts[i];
            }
            checksums(unchecked);
            kind = table.get();
        }
        require(kind == END);
    }

    /** Which of so many things have one. */
    private boolean[] checksums(int count) throws IOException {
        boolean[] defined = new boolean[count];
        Arrays.fill(defined, true);
        if (table.get() == 0) {
            byte[] bits = bytes((count + 7) / 8);
            for (int i = 0; i < count; i++) {
                defined[i] = (bits[i / 8] & 128 >> i % 8) != 0;
            }
        }
        for (boolean one : defined) {
            if (one) {
                bytes(4);
            }
        }
        return defined;
    }

    private void skipNumbers(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            number();
        }
    }

    /** Not more than there are bytes left, since each takes one at least. */
    private int count() throws IOException {
        long count = number();
        require(count <= table.remaining());
        return (int) count;
    }

    private int few() throws IOException {
        long count = number();
        require(count <= MOST_STREAMS);
        return (int) count;
    }

    private byte[] bytes(int count) throws IOException {
        require(count <= table.remaining());
        byte[] bytes = new byte[count];
        table.get(bytes);
        return bytes;
    }

    /** The first byte's leading ones say how many bytes follow; its other bits are the highest. */
    private long number() throws IOException {
        int first = table.get() & 0xFF;
        long value = 0;
        int mask = 128;
        int at = 0;
        for (; at < 8 && (first & mask) != 0; at++) {
            value |= (table.get() & 0xFFL) << 8 * at;
            mask >>= 1;
        }
        value |= at < 8 ? (long) (first & mask - 1) << 8 * at : 0;
        require(value >= 0);
        return value;
    }

    private void require(boolean sound) throws IOException {
        if (!sound) {
            throw new IOException("The table is damaged");
        }
    }
}
