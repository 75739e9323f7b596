package io.vestibule.portal.feed;

import io.vestibule.portal.contract.ObjectRef;
import io.vestibule.portal.feed.FeedPost.Result;
import io.vestibule.portal.feed.FeedPost.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Sends a portion of events to one subscriber: in posts of several where it takes them; else, and where such a post was
 * refused, the events of one object one after the other and those of different objects side by side. Behind an event that
 * is not taken, the later ones of its object are not tried.
 */
final class FeedRound {

    /** Well under the lease, so that a slow subscriber never has two senders. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** Of several events in one post; with three bytes each well below what the hub takes at once (5 MB). */
    static final int MOST_CHARS = 1_000_000;

    private final FeedPost post;
    private final ExecutorService workers;

    FeedRound(FeedPost post, ExecutorService workers) {
        this.post = post;
        this.workers = workers;
    }

    Map<LoggedEvent, Result> send(FeedSubscriber subscriber, List<LoggedEvent> events) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        int most = subscriber.mostInAPost();
        if (most == 1) {
            return sendLanes(subscriber, events, end);
        }
        Map<LoggedEvent, Result> results = new LinkedHashMap<>();
        Set<ObjectRef> stopped = new HashSet<>();
        for (int from = 0, to = 0; from < events.size(); from = to) {
            to = end(events, from, most);
            List<LoggedEvent> part = new ArrayList<>(events.subList(from, to));
            part.stream()
                    .filter(event -> stopped.contains(event.object()))
                    .forEach(event -> results.put(event, Result.NOT_TRIED));
            part.removeAll(results.keySet());
            sendPart(subscriber, part, end).forEach((event, result) -> {
                results.put(event, result);
                if (!result.taken()) {
                    stopped.add(event.object());
                }
            });
        }
        return results;
    }

    /** Where the post that begins there ends: before it has too many events, or too much of them; one goes at any size. */
    static int end(List<LoggedEvent> events, int from, int most) {
        int to = from + 1;
        long chars = events.get(from).data().length();
        while (to < events.size() && to < from + most) {
            chars += events.get(to).data().length();
            if (chars > MOST_CHARS) {
                return to;
            }
            to++;
        }
        return to;
    }

    private Map<LoggedEvent, Result> sendPart(FeedSubscriber subscriber, List<LoggedEvent> part, long end)
            throws InterruptedException {
        if (part.size() < 2 || System.nanoTime() - end > 0) {
            return sendLanes(subscriber, part, end);
        }
        Result whole = post.send(subscriber, part);
        if (whole.verdict() == Verdict.REFUSED) {
            return sendLanes(subscriber, part, end);
        }
        Map<LoggedEvent, Result> results = new LinkedHashMap<>();
        part.forEach(event -> results.put(event, whole));
        return results;
    }

    private Map<LoggedEvent, Result> sendLanes(FeedSubscriber subscriber, List<LoggedEvent> events, long end)
            throws InterruptedException {
        Map<ObjectRef, List<LoggedEvent>> byObject = new LinkedHashMap<>();
        events.forEach(event -> byObject.computeIfAbsent(event.object(), object -> new ArrayList<>())
                .add(event));
        List<Callable<Map<LoggedEvent, Result>>> lanes = new ArrayList<>();
        byObject.values().forEach(lane -> lanes.add(() -> sendLane(subscriber, lane, end)));
        Map<LoggedEvent, Result> results = new LinkedHashMap<>();
        for (Future<Map<LoggedEvent, Result>> lane : workers.invokeAll(lanes)) {
            results.putAll(resultOf(lane));
        }
        return results;
    }

    private Map<LoggedEvent, Result> sendLane(FeedSubscriber subscriber, List<LoggedEvent> lane, long end) {
        Map<LoggedEvent, Result> results = new LinkedHashMap<>();
        boolean stopped = false;
        for (LoggedEvent event : lane) {
            stopped = stopped || System.nanoTime() - end > 0;
            Result result = stopped ? Result.NOT_TRIED : post.send(subscriber, event);
            stopped = !result.taken();
            results.put(event, result);
        }
        return results;
    }

    private static Map<LoggedEvent, Result> resultOf(Future<Map<LoggedEvent, Result>> lane)
            throws InterruptedException {
        try {
            return lane.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Sending a lane of the feed failed", e.getCause());
        }
    }

    /** Nothing was taken and at least one answer was about the subscriber: it is away, the events are fine. */
    static boolean isAway(Map<LoggedEvent, Result> results) {
        return results.values().stream().noneMatch(Result::taken)
                && results.values().stream().anyMatch(result -> result.verdict() == Verdict.AWAY);
    }
}
