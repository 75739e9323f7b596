package io.vestibule.hub.mail.mailbox;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Takes the bytes of a mail as its server hands them over: into one array where the server told their number, which may
 * be wrong or missing. Stops a mail that is much larger than its server said.
 */
final class MailBytes extends OutputStream {

    /** Where the server does not tell. */
    private static final int USUAL = 64 * 1024;

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final long limit;
    private byte[] bytes;
    private int length;

    /** @param told number of bytes; less than 1 when the server can't tell */
    MailBytes(long told, long limit) {
        this.limit = Math.min(limit, LONGEST_ARRAY);
        this.bytes = new byte[(int) Math.min(told > 0 ? told : USUAL, this.limit)];
    }

    @Override
    public void write(int b) throws IOException {
        room(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
        room(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** Grows by a quarter, since a server that errs mostly does so by little. */
    private void room(int more) throws IOException {
        long needed = (long) length + more;
        if (needed > limit) {
            throw new IOException("The mail is larger than " + limit + " bytes");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, bytes.length * 5L / 4), limit));
        }
    }

    /**
     * All of them; the array itself where it is full.
     *
     * @throws IOException when none came: a server may answer so that can't read a mail, and all such would pass for one
     */
    byte[] all() throws IOException {
        if (length == 0) {
            throw new IOException("The server handed over nothing of the mail");
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
