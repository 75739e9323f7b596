package io.vestibule.hub.webhook;

import io.vestibule.hub.connection.App;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.inbox.UntakenDeliveries;
import io.vestibule.hub.inbox.UntakenDeliveries.Untaken;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.TroubleSource;
import io.vestibule.platform.web.Times;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Apps whose sender delivered what can't be taken, though it proved who it is. */
@Component
class UntakenTroubles implements TroubleSource {

    /** Senders try for hours or days; one that stopped may have given up. */
    private static final Duration TOLD = Duration.ofHours(24);

    private final UntakenDeliveries untaken;
    private final Apps apps;
    private final Times times;

    UntakenTroubles(UntakenDeliveries untaken, Apps apps, Times times) {
        this.untaken = untaken;
        this.apps = apps;
        this.times = times;
    }

    @Override
    public List<Trouble> troubles() {
        return untaken.within(TOLD).stream()
                .filter(each -> apps.find(each.app()).filter(App::enabled).isPresent())
                .map(each -> Trouble.ofDeliveries(each.app(), text(each)))
                .toList();
    }

    private String text(Untaken untaken) {
        return ("Deliveries of the right sender that could not be taken since %s: %d. Nothing of them is stored. The last: %s"
                        + " Put the webhook right where it is sent from, and let it be delivered again. This ends by itself a"
                        + " day after the last one.")
                .formatted(times.exact(untaken.since()), untaken.count(), untaken.reason());
    }
}
