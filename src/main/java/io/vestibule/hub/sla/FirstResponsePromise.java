package io.vestibule.hub.sla;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.mail.AnswerPromise;
import io.vestibule.hub.sla.SlaPolicy.Metric;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells whoever writes to a client by when the firm promised what. */
@Component
class FirstResponsePromise implements AnswerPromise {

    private final SlaClocks clocks;

    FirstResponsePromise(SlaClocks clocks) {
        this.clocks = clocks;
    }

    @Override
    public Optional<ZonedDateTime> firstResponse(RequestState request) {
        return clocks.firstResponseDue(request.id()).map(due -> due.atZone(zone(request)));
    }

    @Override
    public Optional<Due> next(RequestState request) {
        return clocks.nextDue(request.id())
                .map(promise -> new Due(
                        promise.metric() == Metric.FIRST_RESPONSE,
                        promise.dueAt().atZone(zone(request))));
    }

    @Override
    public ZoneId zone(RequestState request) {
        return clocks.zoneOf(request.team());
    }
}
