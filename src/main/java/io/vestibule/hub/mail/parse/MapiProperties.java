package io.vestibule.hub.mail.parse;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Outlook's own properties of a mail or file as they stand in winmail.dat (MS-OXTNEF 2.1.3.4). Read in as many steps as
 * there are bytes, whatever numbers they state.
 */
final class MapiProperties {

    static final int SUBJECT = 0x0037;
    static final int BODY = 0x1000;
    static final int HTML = 0x1013;
    static final int FILE = 0x3701;
    static final int LONG_NAME = 0x3707;
    static final int TYPE = 0x370E;
    static final int CONTENT_ID = 0x3712;

    static final MapiProperties NONE = new MapiProperties();

    private static final int CODE_PAGE = 0x3FDE;
    private static final int MANY = 0x1000;
    private static final int OBJECT = 0x0D;
    private static final int STRING = 0x1E;
    private static final int WIDE_STRING = 0x1F;
    private static final int MAX_PROPERTIES = 5_000;
    private static final int MAX_VALUES = 1_000;

    /** Sizes of values of fixed length. */
    private static final Map<Integer, Integer> SIZES = Map.ofEntries(
            Map.entry(0x00, 0),
            Map.entry(0x01, 0),
            Map.entry(0x02, 4),
            Map.entry(0x03, 4),
            Map.entry(0x04, 4),
            Map.entry(0x05, 8),
            Map.entry(0x06, 8),
            Map.entry(0x07, 8),
            Map.entry(0x0A, 4),
            Map.entry(0x0B, 4),
            Map.entry(0x14, 8),
            Map.entry(0x40, 8),
            Map.entry(0x48, 16));

    private record Value(int type, byte[] bytes) {}

    private final Map<Integer, Value> values = new HashMap<>();

    private MapiProperties() {}

    static MapiProperties read(byte[] content) {
        MapiProperties properties = new MapiProperties();
        ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int count = Math.min(in.getInt(), MAX_PROPERTIES);
            for (int i = 0; i < count; i++) {
                properties.one(in);
            }
        } catch (BufferUnderflowException cut) {
            // What was complete is kept.
        }
        return properties;
    }

    @Nullable
    String text(int property) {
        Value value = values.get(property);
        if (value == null || (value.type() != STRING && value.type() != WIDE_STRING)) {
            return null;
        }
        String text = value.type() == WIDE_STRING
                ? new String(value.bytes(), StandardCharsets.UTF_16LE)
                : Charsets.decode(value.bytes(), charset());
        int end = text.indexOf('\0');
        String stripped = (end < 0 ? text : text.substring(0, end)).strip();
        return stripped.isEmpty() ? null : stripped;
    }

    byte @Nullable [] binary(int property) {
        Value value = values.get(property);
        return value == null || value.bytes().length == 0 ? null : value.bytes();
    }

    @Nullable
    String charset() {
        Value page = values.get(CODE_PAGE);
        int number = page == null || page.bytes().length < 4
                ? 0
                : ByteBuffer.wrap(page.bytes()).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return number == 0 ? null : number == 65001 ? "utf-8" : "windows-" + number;
    }

    private void one(ByteBuffer in) {
        int type = in.getShort() & 0xFFFF;
        int property = in.getShort() & 0xFFFF;
        if (property >= 0x8000) {
            skipName(in);
        }
        boolean many = (type & MANY) != 0;
        int single = type & ~MANY;
        Integer size = SIZES.get(single);
        boolean counted = many || size == null;
        int count = counted ? Math.min(in.getInt(), MAX_VALUES) : 1;
        if (counted && size != null && size == 0) {
            // Nobody writes a list of nothing
            throw new BufferUnderflowException();
        }
        for (int i = 0; i < count && in.hasRemaining(); i++) {
            byte[] bytes = size != null ? bytes(in, size) : padded(in);
            values.putIfAbsent(property, new Value(single, single == OBJECT ? withoutInterface(bytes) : bytes));
        }
    }

    private static void skipName(ByteBuffer in) {
        bytes(in, 16);
        int kind = in.getInt();
        if (kind == 0) {
            in.getInt();
        } else {
            padded(in);
        }
    }

    private static byte[] padded(ByteBuffer in) {
        int length = in.getInt();
        byte[] bytes = bytes(in, length);
        in.position(Math.min(in.limit(), in.position() + (4 - length % 4) % 4));
        return bytes;
    }

    /** Before an object stands the id of the interface by which Outlook reads it. */
    private static byte[] withoutInterface(byte[] bytes) {
        return bytes.length <= 16 ? bytes : Arrays.copyOfRange(bytes, 16, bytes.length);
    }

    /** The next bytes, at most those there are. */
    static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[Math.min(length, in.remaining())];
        in.get(bytes);
        return bytes;
    }
}
