package io.vestibule.scenario;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Senders that push one change of their invoice after the other, each again and again until it is acknowledged. */
final class FinanceLoad implements AutoCloseable {

    private static final int SENDERS = 4;
    private static final Duration BEFORE_AGAIN = Duration.ofMillis(100);

    private final BreakableProduct product;
    private final List<AtomicInteger> acknowledged =
            IntStream.range(0, SENDERS).mapToObj(each -> new AtomicInteger()).toList();
    private final Queue<HttpResponse<String>> refusals = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    FinanceLoad(BreakableProduct product) {
        this.product = product;
        IntStream.range(0, SENDERS)
                .forEach(sender -> threads.add(Thread.ofVirtual().start(() -> push(sender))));
    }

    private void push(int sender) {
        while (!ending) {
            while (!taken(sender)) {
                LockSupport.parkNanos(BEFORE_AGAIN.toNanos());
            }
            acknowledged.get(sender).incrementAndGet();
        }
    }

    private boolean taken(int sender) {
        int number = acknowledged.get(sender).get();
        try {
            HttpResponse<String> answer = product.invoice("s" + sender + "-" + number, invoice(sender), number + 1)
                    .sendTo(product.hook());
            if (answer.statusCode() != 202) {
                refusals.add(answer);
            }
            return answer.statusCode() == 202;
        } catch (IllegalStateException noAnswer) {
            return false;
        }
    }

    private static String invoice(int sender) {
        return "A-" + sender;
    }

    int acknowledged() {
        return acknowledged.stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Answers that were no acknowledgement. */
    Queue<HttpResponse<String>> refusals() {
        return refusals;
    }

    /** Per invoice how often it must have changed, and the newest total, as {@link #shown} tells it. */
    List<String> wanted() {
        return IntStream.range(0, SENDERS)
                .mapToObj(sender -> {
                    int changes = acknowledged.get(sender).get();
                    return invoice(sender) + " " + changes + " " + changes + ".25";
                })
                .toList();
    }

    /** What the portal has. */
    List<String> shown() {
        return product.hubDatabase()
                .sql(
                        "select origin_id || ' ' || version || ' ' || trim_scale(total) from portal.invoice order by origin_id")
                .query(String.class)
                .list();
    }

    /** Returns when everything that was begun is acknowledged. */
    @Override
    public void close() throws InterruptedException {
        ending = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
