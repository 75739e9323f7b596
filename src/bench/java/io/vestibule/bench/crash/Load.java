package io.vestibule.bench.crash;

import io.vestibule.bench.MailNews;
import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.support.MailServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.springframework.dao.DataAccessException;

/**
 * Senders who never give up, as real ones do: each sends its news one after the other, the same again until it is
 * acknowledged, and notes how many were. One more writes mails; it waits while many have not been received, or hours of
 * kills would leave hours of mails.
 */
final class Load implements AutoCloseable {

    static final String SERIES = "crash";
    private static final Duration BETWEEN_NEWS = Duration.ofMillis(60);
    private static final Duration BETWEEN_MAILS = Duration.ofMillis(900);
    private static final int MOST_MAILS_WAITING = 300;
    private static final Duration BEFORE_AGAIN = Duration.ofMillis(250);

    /** Longer than a hub takes to come back. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<Sender> senders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger mails = new AtomicInteger();
    private final AtomicInteger repeats = new AtomicInteger();
    private final IntSupplier port;
    private volatile boolean ending;

    /** @param port of a hub that may answer now */
    Load(int number, IntSupplier port) {
        this.port = port;
        for (int sender = 0; sender < number; sender++) {
            senders.add(new Sender(new PushedNews(sender)));
        }
    }

    /** @param news what it sends @param acknowledged so many of it, from the first */
    record Sender(PushedNews news, AtomicInteger acknowledged) {
        Sender(PushedNews news) {
            this(news, new AtomicInteger());
        }
    }

    /** @param received of the mails so many; may throw while the database is away */
    void start(MailServer server, IntSupplier received) {
        senders.forEach(sender -> threads.add(Thread.ofVirtual().start(() -> push(sender))));
        threads.add(Thread.ofVirtual().start(() -> mail(server, received)));
    }

    private void push(Sender sender) {
        while (!ending) {
            while (!taken(sender)) {
                repeats.incrementAndGet();
                LockSupport.parkNanos(BEFORE_AGAIN.toNanos());
            }
            sender.acknowledged.incrementAndGet();
            LockSupport.parkNanos(BETWEEN_NEWS.toNanos());
        }
    }

    private boolean taken(Sender sender) {
        URI hook = URI.create("http://127.0.0.1:" + port.getAsInt() + "/hooks/" + BenchFirm.PUSH_APP);
        try {
            return sender.news().sign(sender.acknowledged.get()).sendTo(hook).statusCode() == 202;
        } catch (IllegalStateException noAnswer) {
            return false;
        }
    }

    private void mail(MailServer server, IntSupplier received) {
        while (!ending) {
            if (waiting(received) < MOST_MAILS_WAITING) {
                server.send(MailNews.made(SERIES, mails.get()));
                mails.incrementAndGet();
            }
            LockSupport.parkNanos(BETWEEN_MAILS.toNanos());
        }
    }

    private int waiting(IntSupplier received) {
        try {
            return mails.get() - received.getAsInt();
        } catch (DataAccessException databaseIsAway) {
            return MOST_MAILS_WAITING;
        }
    }

    List<Sender> senders() {
        return senders;
    }

    int acknowledged() {
        return senders.stream().mapToInt(sender -> sender.acknowledged().get()).sum();
    }

    int mails() {
        return mails.get();
    }

    /** How often the same was sent again because nobody had acknowledged it. */
    int repeats() {
        return repeats.get();
    }

    /** Waits until everything that was begun is acknowledged. */
    @Override
    public void close() {
        ending = true;
        for (Thread thread : threads) {
            try {
                if (!thread.join(PATIENCE)) {
                    throw new IllegalStateException("A sender gets no answer any more");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
