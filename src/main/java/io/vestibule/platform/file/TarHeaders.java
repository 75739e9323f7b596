package io.vestibule.platform.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a tar archive; of headers, which its reader keeps in memory whatever size they state, only so many. */
final class TarHeaders extends FilterInputStream {

    /** With names and remarks; a name of 4,000 letters is the longest that file systems know. */
    private static final int MOST = 256 * 1024;

    private long room = Long.MAX_VALUE;

    TarHeaders(InputStream in) {
        super(in);
    }

    /** Null at the end. The entry before was read to its end. */
    @Nullable
    TarArchiveEntry next(TarArchiveInputStream archive) throws IOException {
        room = MOST;
        TarArchiveEntry entry = archive.getNextEntry();
        room = Long.MAX_VALUE;
        return entry;
    }

    @Override
    public int read() throws IOException {
        take(1);
        return super.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        take(Math.max(read, 0));
        return read;
    }

    private void take(int bytes) throws IOException {
        room -= bytes;
        if (room < 0) {
            throw new LookLimits.Reached("holds names or remarks longer than is looked into");
        }
    }
}
