package io.vestibule.portal.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads what a call brings along into one array of the announced length, so that a large file is held once. */
final class FileBody {

    private FileBody() {}

    /**
     * Everything, however much was announced.
     *
     * @param announced number of bytes; -1 when none was
     * @param most no more bytes than that are read
     */
    static byte[] read(InputStream body, long announced, int most) throws IOException {
        byte[] bytes = new byte[Math.clamp(announced, 0, most)];
        int length = body.readNBytes(bytes, 0, bytes.length);
        if (length < bytes.length) {
            return Arrays.copyOf(bytes, length);
        }
        byte[] more = body.readNBytes(most - length);
        if (more.length == 0) {
            return bytes;
        }
        byte[] all = Arrays.copyOf(bytes, length + more.length);
        System.arraycopy(more, 0, all, length, more.length);
        return all;
    }
}
