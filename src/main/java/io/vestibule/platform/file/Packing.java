package io.vestibule.platform.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/** How an archive that can be looked into is packed, by its first bytes. */
enum Packing {
    ZIP("PK\\x03\\x04"),
    GZIP("\\x1F\\x8B"),
    /** The size of its blocks, and the first one or the end of an empty file. */
    BZIP2("BZh[1-9](1AY&SY|\\x17rE8P\\x90)"),
    XZ("\\xFD7zXZ\\x00"),
    SEVEN_ZIP("7z\\xBC\\xAF'\\x1C"),
    TAR(".{257}ustar");

    /** The header of a tar archive. */
    private static final int MOST = 512;

    private static final int SUM = 148;
    private static final int SUM_LENGTH = 8;

    private final Pattern beginning;

    Packing(String beginning) {
        this.beginning = Pattern.compile(beginning, Pattern.DOTALL);
    }

    /** Null: it is no such archive. */
    static @Nullable Packing of(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, MOST), StandardCharsets.ISO_8859_1);
        return Stream.of(values())
                .filter(packing -> packing.beginning.matcher(start).lookingAt())
                .findFirst()
                .or(() -> isOldTar(content) ? Optional.of(TAR) : Optional.empty())
                .orElse(null);
    }

    /** From before tar archives had a mark of their own: the sum of the header stands in it. */
    private static boolean isOldTar(byte[] content) {
        if (content.length < MOST || content[0] == 0 || content[SUM] == 0) {
            return false;
        }
        try {
            byte[] header = Arrays.copyOf(content, MOST);
            return TarUtils.parseOctal(header, SUM, SUM_LENGTH) > 0 && TarUtils.verifyCheckSum(header);
        } catch (IllegalArgumentException noNumber) {
            return false;
        }
    }
}
