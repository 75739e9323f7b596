package io.vestibule.platform.start;

import org.apache.camel.CamelContext;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Refuses to run without routes: nothing would move, and nobody would be told. */
@Component
class RoutesLoadedCheck {

    private final CamelContext camel;

    RoutesLoadedCheck(CamelContext camel) {
        this.camel = camel;
    }

    @EventListener(ApplicationStartedEvent.class)
    void refuseWithoutRoutes() {
        if (camel.getRoutes().isEmpty()) {
            throw new StartRefused(
                    "No route was loaded: mail and webhooks would not move.",
                    "Leave camel.main.routes-include-pattern at its default, and run the jar as it was released.");
        }
    }
}
