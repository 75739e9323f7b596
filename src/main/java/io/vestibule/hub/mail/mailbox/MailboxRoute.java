package io.vestibule.hub.mail.mailbox;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running route of a mailbox, with what has to go when it goes: its endpoint and the beans that hold secrets. */
record MailboxRoute(CamelContext camel, String id, Set<String> beans) {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxRoute.class);

    void remove() {
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
