package io.vestibule.hub.sla;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.mail.AnswerPromise;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells whoever acknowledges a mail by when the firm promised to answer. */
@Component
class FirstResponsePromise implements AnswerPromise {

    private final SlaClocks clocks;

    FirstResponsePromise(SlaClocks clocks) {
        this.clocks = clocks;
    }

    @Override
    public Optional<ZonedDateTime> firstResponse(RequestState request) {
        return clocks.firstResponseDue(request.id()).map(due -> due.atZone(clocks.zoneOf(request.team())));
    }
}
