package io.vestibule.hub.inbox;

import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.observe.Trace;
import io.vestibule.platform.observe.Traces;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One delivery from outside, ready to be stored: the bytes as they came and the pieces of news in them.
 *
 * @param kind which {@link InboxHandler} takes its news
 * @param app name of the app, the mailbox's connection, or {@code portal}
 * @param headers transport headers worth keeping, names in lower case, credentials masked
 * @param items may be empty: then nothing is stored
 * @param trace what its rows belong to, where an item says nothing else
 * @param payload under which its bytes are kept, where others share them; null = under a number of its own
 */
public record Delivery(
        String kind,
        String app,
        byte[] raw,
        String contentType,
        Map<String, String> headers,
        List<Item> items,
        Trace trace,
        @Nullable Long payload) {

    /** One whose bytes are its own. */
    public Delivery(
            String kind,
            String app,
            byte[] raw,
            String contentType,
            Map<String, String> headers,
            List<Item> items,
            Trace trace) {
        this(kind, app, raw, contentType, headers, items, trace, null);
    }

    /** One that goes on with what the thread is at, or begins a trace. */
    public Delivery(
            String kind, String app, byte[] raw, String contentType, Map<String, String> headers, List<Item> items) {
        this(kind, app, raw, contentType, headers, items, Traces.toGoOnWith());
    }

    /**
     * The same as several deliveries, each with so many of its items at most, in their order.
     *
     * @param shared under which the bytes of all of them are kept, once
     */
    List<Delivery> portions(int most, long shared) {
        return IntStream.iterate(0, from -> from < items.size(), from -> from + most)
                .mapToObj(from -> items.subList(from, Math.min(from + most, items.size())))
                .map(some -> new Delivery(kind, app, raw, contentType, headers, some, trace, shared))
                .toList();
    }

    /** For one whose bytes are kept already. */
    Delivery withoutBytes() {
        return new Delivery(kind, app, new byte[0], contentType, headers, items, trace, payload);
    }

    /**
     * One piece of news.
     *
     * @param externalId unique within app and account: a second one is a duplicate
     * @param orderingKey news with one key (within the app) is handled one by one in order of receipt
     * @param event the event's own JSON, null when the delivery as a whole is the news
     * @param problem why it can't be read, with the path: it is stored as DEAD at once; null when it can
     * @param trace what it belongs to; null = what the delivery does
     * @param settled how it ended with its receipt, when nobody has to act on it; null = it is handled
     */
    public record Item(
            String account,
            String externalId,
            @Nullable String connection,
            String eventType,
            String orderingKey,
            @Nullable String event,
            @Nullable String problem,
            @Nullable Trace trace,
            Handling.@Nullable Applied settled) {

        /** One that has to be handled, and belongs to what its delivery belongs to. */
        public Item(
                String account,
                String externalId,
                @Nullable String connection,
                String eventType,
                String orderingKey,
                @Nullable String event,
                @Nullable String problem) {
            this(account, externalId, connection, eventType, orderingKey, event, problem, null, null);
        }
    }
}
