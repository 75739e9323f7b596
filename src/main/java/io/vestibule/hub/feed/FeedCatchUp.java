package io.vestibule.hub.feed;

import io.vestibule.hub.gateway.FeedEntry;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.FeedPage;
import io.vestibule.hub.gateway.PortalRefused;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.platform.database.BatchFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Compares the portal's feed with what it pushed to us, and receives what is missing: after a restore, a lost push or a
 * time when the portal could not reach the hub. Safe on several nodes at once; the inbox keeps one row per event.
 */
@Component
public class FeedCatchUp {

    private static final Logger log = LoggerFactory.getLogger(FeedCatchUp.class);

    private static final int PAGE = 200;
    private static final String APP = "portal";

    private final PortalGateway portal;
    private final Inbox inbox;
    private final InboxRows rows;
    private final FeedCursor cursor;
    private final FeedNews news;
    private final ReentrantLock underWay = new ReentrantLock();

    FeedCatchUp(PortalGateway portal, Inbox inbox, InboxRows rows, FeedCursor cursor, FeedNews news) {
        this.portal = portal;
        this.inbox = inbox;
        this.rows = rows;
        this.cursor = cursor;
        this.news = news;
    }

    /** The start does not wait for it: what came while the hub was away may be much, and news comes in meanwhile. */
    @EventListener(ApplicationReadyEvent.class)
    void atStart() {
        Thread.ofVirtual().name("feed-catch-up").start(this::run);
    }

    /** On schedule. What can't be had now is caught up next time; while a run is under way here, a second does nothing. */
    public void run() {
        if (underWay.tryLock()) {
            try {
                tryToCatchUp();
            } finally {
                underWay.unlock();
            }
        }
    }

    private void tryToCatchUp() {
        try {
            int missing = catchUp();
            if (missing > 0) {
                log.info("{} events of the portal had not arrived and were read from its feed", missing);
            }
        } catch (PortalRefused e) {
            log.warn("The portal does not know our place in its feed; reading it from its start. {}", e.getMessage());
            cursor.forget();
        } catch (PortalUnreachable | DataAccessException e) {
            log.warn("The portal's feed can't be compared now; trying again in a minute. {}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("The portal's feed can't be compared; trying again in a minute", e);
        }
    }

    /** Reads on from where the last call ended; returns how many events were missing. */
    int catchUp() {
        int missing = 0;
        FeedPage page;
        do {
            page = portal.feed(cursor.read().orElse(null), PAGE);
            Set<String> known = rows.known(
                    APP,
                    FeedNews.ACCOUNT,
                    page.events().stream().map(FeedEntry::id).toList());
            List<FeedEntry> unknown = page.events().stream()
                    .filter(event -> !known.contains(event.id()))
                    .toList();
            receive(unknown);
            missing += unknown.size();
            if (page.nextCursor() != null) {
                cursor.move(page.nextCursor());
            }
        } while (page.more());
        cursor.heldUp(page.heldUpSince());
        return missing;
    }

    /** In one commit; one that can't be stored with the others is not to hold them up. */
    private void receive(List<FeedEntry> events) {
        List<Delivery> deliveries = events.stream().map(this::delivery).toList();
        try {
            inbox.receive(deliveries);
        } catch (RuntimeException e) {
            if (!BatchFailure.mayBeOfOnePiece(e)) {
                throw e;
            }
            deliveries.forEach(inbox::receive);
        }
    }

    private Delivery delivery(FeedEntry event) {
        return new Delivery(
                FeedHandler.KIND,
                APP,
                event.json().getBytes(StandardCharsets.UTF_8),
                "application/json",
                Map.of(),
                List.of(news.of(event)),
                event.trace());
    }
}
