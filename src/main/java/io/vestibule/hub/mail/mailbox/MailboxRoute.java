package io.vestibule.hub.mail.mailbox;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running route of a mailbox, with what has to go when it goes: its endpoint and the beans that hold secrets. */
record MailboxRoute(CamelContext camel, String id, Set<String> beans, PinnedSockets sockets) {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxRoute.class);

    /** So long a look that is under way may go on; what it had not received is fetched by the next one. */
    private static final Duration LOOK_MAY_END = Duration.ofSeconds(2);

    /** While a route stops Camel starts and stops no other: a server that hangs is not waited for. */
    void remove() {
        CompletableFuture.delayedExecutor(LOOK_MAY_END.toMillis(), TimeUnit.MILLISECONDS)
                .execute(sockets::cut);
        try {
            Route route = camel.getRoute(id);
            camel.getRouteController().stopRoute(id);
            camel.removeRoute(id);
            if (route != null) {
                camel.removeEndpoint(route.getEndpoint());
            }
        } catch (Exception e) {
            LOG.warn("Route {} could not be removed: {}", id, e.getMessage(), e);
        } finally {
            beans.forEach(bean -> camel.getRegistry().unbind(bean));
        }
    }
}
