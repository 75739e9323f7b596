package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.mail.NoAccessToken;
import io.vestibule.platform.observe.LogWords;
import jakarta.mail.AuthenticationFailedException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from Camel how looking into one mailbox went, and notes it for the health page: at each change at once, while
 * nothing changes every few seconds. After a refused sign-in it makes Camel wait, longer each time; a new password is
 * tried at once, because a changed connection gets a route and a report of its own.
 */
final class PollReport implements PollingConsumerPollStrategy, ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(PollReport.class);
    private static final long NOTE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** A wrong password tried every second locks accounts; the pause doubles up to the longest. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(15);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Duration PAUSE_OF_A_BUSY_SERVER = Duration.ofMinutes(1);

    private final String mailbox;
    private final MailboxWatches watches;
    private final SignIn signIn;
    private final SeenMails seen;
    private final QuietFaults quiet;
    private final IntPredicate complete;
    private final AtomicBoolean troubled = new AtomicBoolean();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile long pauseUntil = System.nanoTime();
    private volatile boolean failing = true;
    private volatile @Nullable Class<?> fault;
    private volatile long notedAt;

    /** @param complete whether a look that took so many left nothing over */
    PollReport(
            String mailbox,
            MailboxWatches watches,
            SignIn signIn,
            SeenMails seen,
            QuietFaults quiet,
            IntPredicate complete) {
        this.mailbox = mailbox;
        this.watches = watches;
        this.signIn = signIn;
        this.seen = seen;
        this.quiet = quiet;
        this.complete = complete;
    }

    /** A look follows the other at once while there are mails; after one that went wrong there is a pause. */
    @Override
    public boolean begin(org.apache.camel.Consumer consumer, Endpoint endpoint) {
        seen.write();
        seen.forgetBegun();
        boolean lostSome = seen.lostSome();
        boolean wasTroubled = troubled.getAndSet(false);
        return !lostSome && !wasTroubled && !pauseLeft().isPositive();
    }

    /** How long nobody signs in; not positive: at once. */
    Duration pauseLeft() {
        return Duration.ofNanos(pauseUntil - System.nanoTime());
    }

    @Override
    public void commit(org.apache.camel.Consumer consumer, Endpoint endpoint, int polled) {
        seen.write();
        Exception fault = quiet.take();
        if (fault != null) {
            failed(fault);
            return;
        }
        refusals.set(0);
        boolean due = System.nanoTime() - notedAt > NOTE_EVERY_NANOS;
        if (troubled.get() || !(failing || due)) {
            return;
        }
        note(() -> watches.succeeded(mailbox, complete.test(polled)));
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

    /** Called twice for a look that failed as a whole: by the strategy, and by the handler of exceptions. */
    private void failed(@Nullable Throwable exception) {
        boolean told = troubled.getAndSet(true);
        if (!told) {
            refused(exception)
                    .ifPresent(refused ->
                            pauseUntil = System.nanoTime() + pause(refused).toNanos());
        }
        String words = ReadingFault.words(exception);
        boolean due = System.nanoTime() - notedAt > NOTE_EVERY_NANOS;
        Class<?> kind = exception == null ? null : exception.getClass();
        if (!failing || due || !Objects.equals(kind, fault)) {
            LOG.warn("Mailbox {} can't be read at the moment: {}", mailbox, LogWords.withoutAddresses(words));
            note(() -> watches.failed(mailbox, words));
        }
        failing = true;
        fault = kind;
    }

    private static Optional<AuthenticationFailedException> refused(@Nullable Throwable exception) {
        return Stream.iterate(exception, cause -> cause != null, cause -> cause.getCause())
                .filter(AuthenticationFailedException.class::isInstance)
                .map(AuthenticationFailedException.class::cast)
                .findFirst();
    }

    private Duration pause(AuthenticationFailedException refused) {
        if (BusyServer.says(refused)) {
            return PAUSE_OF_A_BUSY_SERVER;
        }
        boolean otherToken = !(refused instanceof NoAccessToken) && signIn.refused(refused);
        int doublings = Math.min(refusals.getAndIncrement(), 10);
        if (otherToken && doublings == 0) {
            return Duration.ZERO;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void note(Runnable entry) {
        try {
            entry.run();
            notedAt = System.nanoTime();
        } catch (RuntimeException e) {
            LOG.debug("How mailbox {} does could not be noted", mailbox, e);
        }
    }
}
