package io.vestibule.platform.file;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a look into mails inside mails may cost. */
class LookLimitsTests {

    private static final byte[] LARGE = new byte[30 << 20];

    @Test
    void mailsInsideEachOtherTakeNoMoreMemoryThanTheyMay() throws Exception {
        LookLimits limits = new LookLimits(() -> 0);
        limits.enterMail(LARGE);
        limits.enterMail(LARGE);

        assertThatThrownBy(() -> limits.enterMail(LARGE)).hasMessage("holds more than 64 MB in mails handed on");

        limits.leaveMail(LARGE);
        limits.leaveMail(LARGE);
        limits.enterMail(LARGE);
    }

    @Test
    void theyTakeNoMoreTimeThanTheyMay() throws Exception {
        AtomicLong time = new AtomicLong();
        LookLimits slow = new LookLimits(() -> time.getAndAdd(6_000_000_000L));
        slow.enterMail(new byte[1]);

        assertThatThrownBy(() -> slow.enterMail(new byte[1])).hasMessage("takes longer to look into than 10 s");
    }
}
