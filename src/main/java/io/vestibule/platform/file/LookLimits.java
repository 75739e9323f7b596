package io.vestibule.platform.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a look into files may cost, over all archives and mails inside them, so that nobody's files keep a machine busy or
 * fill its memory. Going beyond breaks the look off, with words that follow the name of the archive or mail. Files that
 * come together share one.
 */
public final class LookLimits {

    /** Archives in archives, and mails in mails. */
    static final int DEEPEST = 4;

    static final int MOST_FILES = 10_000;

    /** Bytes that are unpacked in all, most of them only to be counted. */
    static final long MOST_UNPACKED = 256L << 20;

    /** Bytes of packed archives and documents that are in memory at one time. */
    static final int MOST_KEPT = 32 << 20;

    /** Bytes of mails handed on, one inside the other, whose files are in memory at one time. */
    static final long MOST_MAILS = 64L << 20;

    /** What the method of packing may take for itself, in the outermost archive. */
    static final int MOST_MEMORY_KB = 64 << 10;

    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Its message follows the name of the archive or mail. */
    public static final class Reached extends IOException {
        private static final long serialVersionUID = 1L;

        Reached(String words) {
            super(words);
        }
    }

    private final LongSupplier nanos;
    private final long start;
    private int depth;
    private int files;
    private long unpacked;
    private int kept;
    private int mails;
    private long mailBytes;

    public LookLimits() {
        this(System::nanoTime);
    }

    LookLimits(LongSupplier nanos) {
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    /** Into an archive; always followed by {@link #leave}. */
    void enter() throws Reached {
        if (++depth > DEEPEST) {
            throw new Reached("lies deeper inside than is looked into");
        }
    }

    void leave() {
        depth--;
    }

    /** Into a mail that is handed on with the one around it; always followed by {@link #leaveMail}. */
    public void enterMail(byte[] mail) throws Reached {
        mails++;
        mailBytes += mail.length;
        if (mails > DEEPEST) {
            throw new Reached("lies deeper inside than is looked into");
        }
        if (mailBytes > MOST_MAILS) {
            throw new Reached("holds more than " + (MOST_MAILS >> 20) + " MB in mails handed on");
        }
        checkTime();
    }

    public void leaveMail(byte[] mail) {
        mails--;
        mailBytes -= mail.length;
    }

    /** What this archive's method of packing may take: half of what the one around it may, which is open, too. */
    int memoryKb() {
        return MOST_MEMORY_KB >> depth - 1;
    }

    public void nextFile() throws Reached {
        if (++files > MOST_FILES) {
            throw new Reached("holds more than " + MOST_FILES + " files");
        }
    }

    /** The same bytes, counted when they are read. */
    InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int letter = super.read();
                count(letter < 0 ? 0 : 1);
                return letter;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int read = super.read(into, from, length);
                count(Math.max(read, 0));
                return read;
            }
        };
    }

    private void count(int bytes) throws Reached {
        unpacked += bytes;
        if (unpacked > MOST_UNPACKED) {
            throw new Reached("unpacks to more than " + (MOST_UNPACKED >> 20) + " MB");
        }
        checkTime();
    }

    private void checkTime() throws Reached {
        if (nanos.getAsLong() - start > LONGEST.toNanos()) {
            throw new Reached("takes longer to look into than " + LONGEST.toSeconds() + " s");
        }
    }

    /** All of it; {@link #forget} follows when it is no longer needed. */
    byte[] keep(InputStream in) throws IOException {
        byte[] all = in.readNBytes(MOST_KEPT - kept + 1);
        if (all.length > MOST_KEPT - kept) {
            throw new Reached("holds more than " + (MOST_KEPT >> 20) + " MB in archives or documents");
        }
        kept += all.length;
        return all;
    }

    void forget(byte[] bytes) {
        kept -= bytes.length;
    }
}
