package io.vestibule.platform.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How an archive that can be looked into is packed, by its first bytes. */
enum Packing {
    ZIP(0, "PK\3\4"),
    GZIP(0, "\37\213"),
    BZIP2(0, "BZh"),
    XZ(0, "\u00FD7zXZ\0"),
    SEVEN_ZIP(0, "7z\u00BC\u00AF'\34"),
    TAR(257, "ustar");

    private final int at;

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
    private final byte[] mark;

    Packing(int at, String mark) {
        this.at = at;
        this.mark = mark.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Null: it is no such archive. */
    static @Nullable Packing of(byte[] content) {
        return Stream.of(values())
                .filter(packing -> packing.fits(content))
                .findFirst()
                .orElse(null);
    }

    private boolean fits(byte[] content) {
        return content.length >= at + mark.length && Arrays.equals(content, at, at + mark.length, mark, 0, mark.length);
    }
}
