package io.vestibule.hub.mail.parse;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a cryptographic message (RFC 5652) as far as its outermost layer is readable without keys: an opaquely
 * signed mail is inside in the clear. Reads BER, whose lengths may be open; every step goes forward, so it ends.
 *
 * @param content the signed content, null when there is none or it is encrypted
 */
record CmsMessage(boolean encrypted, byte @Nullable [] content) {

    private static final String SIGNED = "2a864886f70d010702";
    private static final int SEQUENCE = 0x30;
    private static final int OBJECT_ID = 0x06;
    private static final int INSIDE = 0xA0;
    private static final int MAX_DEPTH = 30;

    private static final CmsMessage UNREADABLE = new CmsMessage(true, null);

    /** One element: its tag, and the range of its content; {@code next}: behind it. */
    private record Element(int tag, int from, int to, int next) {
        boolean isConstructed() {
            return (tag & 0x20) != 0;
        }
    }

    static CmsMessage read(byte[] der) {
        try {
            Element outer = element(der, 0, der.length, 0);
            Element type = outer.tag() == SEQUENCE ? element(der, outer.from(), outer.to(), 0) : outer;
            if (type.tag() != OBJECT_ID || !hex(der, type).equals(SIGNED)) {
                return UNREADABLE;
            }
            Element inside = element(der, type.next(), outer.to(), 0);
            return new CmsMessage(false, signed(der, element(der, inside.from(), inside.to(), 0)));
        } catch (IndexOutOfBoundsException broken) {
            return UNREADABLE;
        }
    }

    /** Behind version and algorithms stands what is signed: its type and, marked as inside, its bytes. */
    private static byte @Nullable [] signed(byte[] der, Element signedMessage) {
        Element version = element(der, signedMessage.from(), signedMessage.to(), 0);
        Element algorithms = element(der, version.next(), signedMessage.to(), 0);
        Element content = element(der, algorithms.next(), signedMessage.to(), 0);
        Element type = element(der, content.from(), content.to(), 0);
        if (content.tag() != SEQUENCE || type.next() >= content.to()) {
            return null;
        }
        Element inside = element(der, type.next(), content.to(), 0);
        if (inside.tag() != INSIDE) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        collect(der, element(der, inside.from(), inside.to(), 0), bytes, 0);
        return bytes.toByteArray();
    }

    private static void collect(byte[] der, Element octets, ByteArrayOutputStream bytes, int depth) {
        if (!octets.isConstructed()) {
            bytes.write(der, octets.from(), octets.to() - octets.from());
            return;
        }
        int at = octets.from();
        while (at < octets.to() && depth < MAX_DEPTH) {
            Element piece = element(der, at, octets.to(), 0);
            collect(der, piece, bytes, depth + 1);
            at = piece.next();
        }
    }

    private static Element element(byte[] der, int at, int end, int depth) {
        int tag = der[at] & 0xFF;
        int first = der[at + 1] & 0xFF;
        int from = at + 2;
        if (first == 0x80) {
            int close = openEnd(der, from, end, depth);
            return new Element(tag, Math.min(from, close), close, Math.min(end, close + 2));
        }
        int bytes = first < 0x80 ? 0 : Math.min(first & 0x7F, 5);
        long length = first < 0x80 ? first : 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | der[from + i] & 0xFF;
        }
        from += bytes;
        // A cut message has less than it says.
        int to = (int) Math.min(end, from + length);
        return new Element(tag, Math.min(from, to), to, to);
    }

    /** Where the two zero bytes stand that close an element of open length; its end when they are missing. */
    private static int openEnd(byte[] der, int from, int end, int depth) {
        int at = from;
        while (at + 1 < end && depth < MAX_DEPTH) {
            if (der[at] == 0 && der[at + 1] == 0) {
                return at;
            }
            at = element(der, at, end, depth + 1).next();
        }
        return end;
    }

    private static String hex(byte[] der, Element element) {
        return HexFormat.of().formatHex(Arrays.copyOfRange(der, element.from(), element.to()));
    }
}
