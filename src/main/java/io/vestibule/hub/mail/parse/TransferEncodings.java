package io.vestibule.hub.mail.parse;

import java.util.Arrays;

/** Takes transfer encodings off, however broken: what is no part of the encoding is passed over or kept as it stands. */
final class TransferEncodings {

    private static final int[] SIX_BITS = sixBits();

    private TransferEncodings() {}

    /** Also of several encoded texts one after the other, each with its own padding. */
    static byte[] base64(byte[] raw, int from, int to) {
        byte[] out = new byte[(int) (sixBits(raw, from, to) * 3L / 4)];
        int length = 0;
        int bits = 0;
        int letters = 0;
        for (int i = from; i < to; i++) {
            int value = raw[i] >= 0 ? SIX_BITS[raw[i]] : -1;
            boolean padding = raw[i] == '=';
            if (value >= 0) {
                bits = bits << 6 | value;
                letters++;
            }
            if (letters == 4 || (padding && letters > 1)) {
                length = flush(out, length, bits, letters);
            }
            boolean done = letters == 4 || padding;
            bits = done ? 0 : bits;
            letters = done ? 0 : letters;
        }
        length = letters > 1 ? flush(out, length, bits, letters) : length;
        return length == out.length ? out : Arrays.copyOf(out, length);
    }

    /** How many letters there are: counted first, since a longer array would have to be copied. */
    private static int sixBits(byte[] raw, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += raw[i] >= 0 && SIX_BITS[raw[i]] >= 0 ? 1 : 0;
        }
        return count;
    }

    private static int flush(byte[] out, int length, int bits, int letters) {
        int whole = bits << 6 * (4 - letters);
        int at = length;
        for (int i = 0; i < letters - 1; i++) {
            out[at++] = (byte) (whole >> 16 - 8 * i);
        }
        return at;
    }

    static byte[] quotedPrintable(byte[] raw, int from, int to) {
        byte[] out = new byte[to - from];
        int length = 0;
        int at = from;
        while (at < to) {
            int soft = raw[at] == '=' ? softBreak(raw, at + 1, to) : 0;
            int hex = raw[at] == '=' && soft == 0 ? hex(raw, at + 1, to) : -1;
            if (soft > 0) {
                at = soft;
            } else if (hex >= 0) {
                out[length++] = (byte) hex;
                at += 3;
            } else {
                out[length++] = raw[at++];
            }
        }
        return Arrays.copyOf(out, length);
    }

    /** Behind the line end that an equals sign at the end of a line takes away; 0 when there is none. */
    private static int softBreak(byte[] raw, int from, int to) {
        int at = from;
        while (at < to && (raw[at] == ' ' || raw[at] == '\t' || raw[at] == '\r')) {
            at++;
        }
        return at >= to ? to : raw[at] == '\n' ? at + 1 : 0;
    }

    private static int hex(byte[] raw, int at, int to) {
        if (at + 1 >= to) {
            return -1;
        }
        int high = Character.digit(raw[at], 16);
        int low = Character.digit(raw[at + 1], 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static int[] sixBits() {
        int[] values = new int[128];
        Arrays.fill(values, -1);
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < letters.length(); i++) {
            values[letters.charAt(i)] = i;
        }
        // What web addresses use instead.
        values['-'] = 62;
        values['_'] = 63;
        return values;
    }
}
