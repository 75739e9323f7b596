package io.vestibule.hub.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.platform.database.Database;
import io.vestibule.support.CapturesOutput;
import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;

/** Mailboxes are looked after whatever happens. */
@CapturesOutput
class MailRoutesTests extends VestibuleTest {

    @Autowired
    private Mailboxes mailboxes;

    @Autowired
    private MailboxRouteFactory factory;

    @Test
    void whatGoesWrongIsToldOnceAndTheNextLookComes(CapturedOutput output) {
        Failing watches = new Failing(hubDatabase);
        watches.faults.add(new IllegalStateException("something of the day"));
        watches.faults.add(new NoClassDefFoundError("something worse"));
        MailRoutes routes = new MailRoutes(mailboxes, watches, factory, clock);
        routes.start();
        routes.whenReady();
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> watches.looks.get() >= 3);
        } finally {
            routes.stop();
        }

        // Products of other tests in this process tell of troubles of their own
        assertThat(output.getOut())
                .containsOnlyOnce("java.lang.IllegalStateException: something of the day")
                .doesNotContain("something worse");
    }

    /** It fails once for each fault, then there is nothing to watch. */
    private static final class Failing extends MailboxWatches {
        private final Queue<Throwable> faults = new ArrayDeque<>();
        private final AtomicInteger looks = new AtomicInteger();

        Failing(Database database) {
            super(database);
        }

        @Override
        List<String> hold(List<String> connections, UUID node) {
            looks.incrementAndGet();
            Throwable fault = faults.poll();
            if (fault instanceof Error error) {
                throw error;
            }
            if (fault instanceof RuntimeException failure) {
                throw failure;
            }
            return List.of();
        }
    }
}
