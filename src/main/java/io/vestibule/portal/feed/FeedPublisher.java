package io.vestibule.portal.feed;

import io.vestibule.platform.database.Bell;
import io.vestibule.portal.feed.FeedPost.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Pushes the feed to its subscribers, at least once and in order per object: woken by commits and once a second. What a
 * subscriber does not take holds up only its own object; a subscriber that is away keeps its place in the log. One node
 * works for a subscriber at a time.
 */
@Component
class FeedPublisher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FeedPublisher.class);

    private static final Duration POLL = Duration.ofSeconds(1);
    /** After a ring with nothing to read yet: an older transaction is about to end. */
    private static final Duration SOON = Duration.ofMillis(50);

    /** From one round to the next at least, so that under load each takes many events. */
    private static final long BETWEEN_ROUNDS_MILLIS = 40;

    private static final int PORTION = 200;
    private static final int WORKERS = 12;

    private final List<FeedSubscriber> subscribers;
    private final Feed feed;
    private final FeedSubscriptions subscriptions;
    private final FeedPost post;
    private final Bell bell;
    private volatile boolean running;
    private @Nullable Thread loop;

    FeedPublisher(
            List<FeedSubscriber> subscribers, Feed feed, FeedSubscriptions subscriptions, FeedPost post, FeedLog log) {
        this.subscribers = subscribers;
        this.feed = feed;
        this.subscriptions = subscriptions;
        this.post = post;
        this.bell = log.bell();
    }

    private void run() {
        try (ExecutorService workers = Executors.newFixedThreadPool(
                WORKERS, Thread.ofPlatform().name("feed-", 1).daemon().factory())) {
            FeedRound round = new FeedRound(post, workers);
            Duration patience = POLL;
            while (running) {
                boolean rang = bell.await(patience);
                boolean busy = false;
                for (FeedSubscriber subscriber : subscribers) {
                    busy |= roundFor(subscriber, round);
                }
                patience = pause(rang, busy);
                TimeUnit.MILLISECONDS.sleep(BETWEEN_ROUNDS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration pause(boolean rang, boolean busy) {
        if (busy) {
            return Duration.ZERO;
        }
        return rang ? SOON : POLL;
    }

    /** True: there was something, look again at once. */
    private boolean roundFor(FeedSubscriber subscriber, FeedRound round) throws InterruptedException {
        try {
            return push(subscriber, round);
        } catch (RuntimeException e) {
            LOG.warn("Feed to {}: this round failed and is tried again. {}", subscriber.name(), e.toString());
            return false;
        }
    }

    boolean push(FeedSubscriber subscriber, FeedRound round) throws InterruptedException {
        Optional<Position> position = place(subscriber.name());
        if (position.isEmpty()) {
            return false;
        }
        List<LoggedEvent> fresh = feed.after(position.get(), PORTION);
        Set<UUID> waiting = subscriptions.waitingObjects(subscriber.name());
        List<LoggedEvent> events =
                new ArrayList<>(waiting.isEmpty() ? List.of() : subscriptions.due(subscriber.name()));
        Map<LoggedEvent, Result> results = new LinkedHashMap<>();
        for (LoggedEvent event : fresh) {
            if (waiting.contains(UUID.fromString(event.object().id()))) {
                results.put(event, Result.NOT_TRIED);
            } else {
                events.add(event);
            }
        }
        if (events.isEmpty() && fresh.isEmpty()) {
            return false;
        }
        results.putAll(round.send(subscriber, events));
        return store(
                subscriber, fresh.isEmpty() ? position.get() : fresh.getLast().position(), results);
    }

    private Optional<Position> place(String subscriber) {
        Optional<Position> place = subscriptions.claim(subscriber);
        return place.isEmpty() && subscriptions.register(subscriber) ? subscriptions.claim(subscriber) : place;
    }

    private boolean store(FeedSubscriber subscriber, Position reached, Map<LoggedEvent, Result> results) {
        if (FeedRound.isAway(results)) {
            String words = results.values().stream()
                    .filter(result -> result.verdict() == FeedPost.Verdict.AWAY)
                    .map(Result::words)
                    .findFirst()
                    .orElse("");
            if (subscriptions.away(subscriber.name(), words) == 1) {
                LOG.info("Feed to {}: waits, the subscriber {}.", subscriber.name(), words);
            }
            return false;
        }
        boolean stored = subscriptions.store(subscriber.name(), reached, results);
        return stored && results.values().stream().anyMatch(Result::taken);
    }

    @Override
    public void start() {
        running = true;
        loop = Thread.ofPlatform().name("feed-publisher").daemon().start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        bell.ring();
        Thread thread = loop;
        if (thread != null) {
            join(thread);
        }
        try {
            subscriptions.release();
        } catch (DataAccessException e) {
            LOG.info(
                    "Feed: the lease could not be given back; another node takes over when it ends. {}",
                    e.getMessage());
        }
    }

    private static void join(Thread thread) {
        try {
            if (!thread.join(Duration.ofSeconds(20))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts after the web server, which serves the built-in subscriber, and stops before it. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
