package io.vestibule.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Sends shots over a fixed number of connections from a single thread, so that it takes little of the processor it
 * shares with what it measures. Ends when all shots are answered or the time is over; whatever has left is waited for.
 */
public final class Generator {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private final InetSocketAddress target;
    private final int connections;

    public Generator(int port, int connections) {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.connections = connections;
    }

    /** @param atMost no shot leaves after this time */
    public Answers run(List<Shot> shots, Pacing pacing, Duration atMost) {
        // Else this JVM would move all those shots while they leave, and be late by that
        System.gc();
        try (Selector selector = Selector.open()) {
            return new Run(shots, pacing, atMost.toNanos(), selector).shoot();
        } catch (IOException e) {
            throw new UncheckedIOException("The load generator can't use the network", e);
        }
    }

    private final class Run {

        private final List<Shot> shots;
        private final Pacing pacing;
        private final long limit;
        private final Selector selector;
        private final List<Wire> wires = new ArrayList<>();
        private final Deque<Wire> idle = new ArrayDeque<>();
        private final Answers answers;
        private final long start = System.nanoTime();
        private int next;

        Run(List<Shot> shots, Pacing pacing, long limit, Selector selector) {
            this.shots = shots;
            this.pacing = pacing;
            this.limit = limit;
            this.selector = selector;
            this.answers = new Answers(shots.size(), Clock.systemUTC().millis());
            for (int i = 0; i < connections; i++) {
                wires.add(new Wire(target, selector));
            }
            idle.addAll(wires);
        }

        private long now() {
            return System.nanoTime() - start;
        }

        Answers shoot() throws IOException {
            while (more() || idle.size() < connections) {
                sendDue();
                selector.select(idle.isEmpty() ? 100 : 1);
                for (SelectionKey key : selector.selectedKeys()) {
                    receive((Wire) key.attachment());
                }
                selector.selectedKeys().clear();
                giveUpOnSilence();
            }
            answers.end(now());
            for (Wire wire : wires) {
                wire.close();
            }
            return answers;
        }

        private boolean more() {
            return next < shots.size() && now() < limit;
        }

        private void sendDue() {
            while (!idle.isEmpty() && more() && next < pacing.due(now())) {
                Wire wire = idle.pop();
                long now = now();
                answers.left(next, pacing.scheduled(next, now), now);
                int index = next++;
                try {
                    wire.send(index, shots.get(index), now);
                } catch (IOException e) {
                    fail(wire, e);
                }
            }
        }

        private void receive(Wire wire) {
            int shot = wire.shot();
            try {
                int status = wire.read();
                if (status > 0) {
                    answers.answered(shot, status, now());
                    if (status < 300) {
                        pacing.taken();
                    }
                    idle.push(wire);
                }
            } catch (IOException e) {
                fail(wire, e);
            }
        }

        private void giveUpOnSilence() {
            long latest = now() - PATIENCE_NANOS;
            for (Wire wire : wires) {
                if (wire.busySince(latest)) {
                    fail(wire, new IOException("no answer in 30 s"));
                }
            }
        }

        private void fail(Wire wire, IOException why) {
            answers.failed(String.valueOf(why.getMessage()));
            try {
                wire.abandon();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            idle.push(wire);
        }
    }
}
