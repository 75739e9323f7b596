package io.vestibule.hub.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.support.Allocated;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailBytesTests {

    private static final int SIZE = 1_000_000;
    private static final byte[] MAIL = random();

    @Test
    void aMailOfTheSizeItsServerToldIsHeldOnce() throws Exception {
        long taken = Allocated.during(() -> written(SIZE).all());

        assertThat(taken).isLessThan(SIZE * 3 / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 1000, SIZE - 1, SIZE, SIZE + 1, 5_000_000_000L})
    void aMailIsWholeWhateverItsServerTold(long told) throws IOException {
        assertThat(written(told).all()).isEqualTo(MAIL);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 10, SIZE, 2 * SIZE})
    void aMailBeyondTheLimitIsStopped(long told) throws IOException {
        MailBytes bytes = written(told);
        bytes.write(new byte[SIZE], 0, SIZE);

        assertThatThrownBy(() -> bytes.write(1))
                .isInstanceOf(IOException.class)
                .hasMessage("The mail is larger than 2000000 bytes");
    }

    @Test
    void nothingIsNoMail() {
        assertThatThrownBy(() -> new MailBytes(SIZE, SIZE).all())
                .isInstanceOf(IOException.class)
                .hasMessage("The server handed over nothing of the mail");
    }

    private static MailBytes written(long told) throws IOException {
        MailBytes bytes = new MailBytes(told, 2 * SIZE);
        bytes.write(MAIL[0]);
        for (int from = 1; from < SIZE; from += 7000) {
            bytes.write(MAIL, from, Math.min(7000, SIZE - from));
        }
        return bytes;
    }

    private static byte[] random() {
        byte[] bytes = new byte[SIZE];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
