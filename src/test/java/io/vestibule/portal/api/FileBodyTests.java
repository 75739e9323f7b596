package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileBodyTests {

    @Test
    void aBodyOfTheAnnouncedLengthIsHeldInTheArrayItWasReadInto() throws IOException {
        Noting body = new Noting(random(1_000_000));

        byte[] read = FileBody.read(body, 1_000_000, 2_000_000);

        assertThat(read).isSameAs(body.into).isEqualTo(random(1_000_000));
    }

    @ParameterizedTest
    @CsvSource({"-1, 100000", "0, 100000", "99999, 100000", "100001, 100000", "3000000000, 100000", "0, 0", "5, 0"})
    void aBodyIsWholeWhateverWasAnnounced(long announced, int length) throws IOException {
        assertThat(FileBody.read(new ByteArrayInputStream(random(length)), announced, 200_000))
                .isEqualTo(random(length));
    }

    @ParameterizedTest
    @CsvSource({"-1", "50", "100", "101", "500000"})
    void noMoreIsReadThanAllowed(long announced) throws IOException {
        ByteArrayInputStream body = new ByteArrayInputStream(random(500_000));

        assertThat(FileBody.read(body, announced, 100)).hasSize(100);
        assertThat(body.available()).isEqualTo(499_900);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    /** Brings little at a time, as a connection does, and knows where it went. */
    private static final class Noting extends InputStream {
        private final ByteArrayInputStream bytes;
        private byte[] into = {};

        Noting(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            into = bytes.available() > 0 ? target : into;
            return bytes.read(target, offset, Math.min(length, 8192));
        }
    }
}
