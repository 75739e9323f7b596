package io.vestibule.hub.webhook;

import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.inbox.HeldGroups;
import io.vestibule.hub.inbox.Inbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Sends news on its way that was held just as its answer was given: its handling had looked before, and its end was stored
 * when all that waited had gone on. Nobody would give the same answer again.
 */
@Component
public class AnsweredNews {

    private static final Logger log = LoggerFactory.getLogger(AnsweredNews.class);

    /** Far longer than a handling takes. */
    private static final Duration LATELY = Duration.ofHours(1);

    private final HeldGroups held;
    private final Links links;
    private final Connections connections;
    private final Inbox inbox;

    AnsweredNews(HeldGroups held, Links links, Connections connections, Inbox inbox) {
        this.held = held;
        this.links = links;
        this.connections = connections;
        this.inbox = inbox;
    }

    /** Called every ten seconds by the route {@code release-answered}. */
    public void goOn() {
        try {
            List<Links.Key> waited = held.recent(LinkDecisions.HOLD_KEY, LATELY).stream()
                    .map(LinkDecisions::linkOf)
                    .flatMap(Optional::stream)
                    .toList();
            links.linked(waited).forEach(link -> inbox.release(LinkDecisions.holdKey(link), null));
            held.recent(WebhookHandler.HOLD_KEY, LATELY).stream()
                    .filter(this::hasConnection)
                    .forEach(key -> inbox.release(key, null));
        } catch (DataAccessException e) {
            log.warn("Held news can't be looked through now; trying again. {}", e.getMessage());
        }
    }

    private boolean hasConnection(String holdKey) {
        String[] parts = holdKey.substring(WebhookHandler.HOLD_KEY.length()).split(":", 2);
        return parts.length == 2
                && connections
                        .byAccount(parts[0], parts[1])
                        .filter(connections::working)
                        .isPresent();
    }
}
