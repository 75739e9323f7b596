package io.vestibule.platform.start;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets the process count as alive from the first moment it can be asked: whoever watches over it must not take a slow
 * start for a process that hangs, and end it. Ready it is, as Spring has it, when the start is through.
 */
@Component
class Liveness {

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void canBeAsked(WebServerInitializedEvent event) {
        AvailabilityChangeEvent.publish(event.getApplicationContext(), LivenessState.CORRECT);
    }
}
