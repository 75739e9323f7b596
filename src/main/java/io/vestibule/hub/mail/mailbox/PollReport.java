package io.vestibule.hub.mail.mailbox;

import jakarta.mail.AuthenticationFailedException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from Camel how looking into one mailbox went, and notes it for the health page: at each change at once, while
 * nothing changes every few seconds.
 */
final class PollReport implements PollingConsumerPollStrategy, ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PollReport.class);
    private static final long NOTE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** A server may refuse a sign-in once in a while; that often in a row it means it. */
    private static final int REFUSED_SIGN_INS = 3;

    private final String mailbox;
    private final MailboxWatches watches;
    private final Consumer<String> refused;
    private final int fetchSize;
    private final AtomicBoolean troubled = new AtomicBoolean();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean failing = true;
    private volatile long notedAt;

    /** @param refused called once with words when the server refuses the credentials for good */
    PollReport(String mailbox, MailboxWatches watches, Consumer<String> refused, int fetchSize) {
        this.mailbox = mailbox;
        this.watches = watches;
        this.refused = refused;
        this.fetchSize = fetchSize;
    }

    @Override
    public boolean begin(org.apache.camel.Consumer consumer, Endpoint endpoint) {
        troubled.set(false);
        return true;
    }

    @Override
    public void commit(org.apache.camel.Consumer consumer, Endpoint endpoint, int polled) {
        refusals.set(0);
        boolean due = System.nanoTime() - notedAt > NOTE_EVERY_NANOS;
        if (troubled.get() || !(failing || due)) {
            return;
        }
        note(() -> watches.succeeded(mailbox, polled < fetchSize));
        failing = false;
    }

    @Override
    public boolean rollback(
            org.apache.camel.Consumer consumer, Endpoint endpoint, int retryCounter, @Nullable Exception cause) {
        failed(cause);
        return false;
    }

    @Override
    public void handleException(Throwable exception) {
        failed(exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        failed(exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        failed(exception);
    }

    private void failed(@Nullable Throwable exception) {
        troubled.set(true);
        boolean signIn = exception instanceof AuthenticationFailedException;
        String words = words(exception);
        boolean due = System.nanoTime() - notedAt > NOTE_EVERY_NANOS;
        if (!failing || due) {
            LOG.warn("Mailbox {} can't be read at the moment: {}", mailbox, words);
            note(() -> watches.failed(mailbox, words));
        }
        failing = true;
        if (signIn && refusals.incrementAndGet() == REFUSED_SIGN_INS) {
            note(() -> refused.accept(words));
        }
    }

    private void note(Runnable entry) {
        try {
            entry.run();
            notedAt = System.nanoTime();
        } catch (RuntimeException e) {
            LOG.debug("How mailbox {} does could not be noted", mailbox, e);
        }
    }

    private static String words(@Nullable Throwable exception) {
        if (exception == null) {
            return "unknown failure";
        }
        String message = exception.getMessage();
        return exception.getClass().getSimpleName()
                + (message == null ? "" : ": " + message.strip().replaceAll("\\s+", " "));
    }
}
