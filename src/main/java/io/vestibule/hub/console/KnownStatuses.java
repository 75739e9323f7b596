package io.vestibule.hub.console;

import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.connector.VendorStatuses;
import io.vestibule.hub.connector.VendorStatuses.Listing;
import io.vestibule.platform.time.MachineTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The statuses that vendors listed a short while ago, so that a page that is opened again does not ask again. Only lists
 * are kept, no refusals, and none once its connection has other settings or secrets.
 */
@Component
class KnownStatuses {

    private static final Duration KEPT = Duration.ofMinutes(5);

    private final VendorStatuses vendor;
    private final Map<Key, Known> known = new ConcurrentHashMap<>();

    KnownStatuses(VendorStatuses vendor) {
        this.vendor = vendor;
    }

    private record Key(String connection, String type) {}

    private record Known(VendorAccount askedWith, Answer answer) {

        boolean isFresh() {
            return answer.at().isAfter(MachineTime.now().minus(KEPT));
        }
    }

    /** What the vendor said, and when. */
    record Answer(Listing listing, Instant at) {}

    Answer list(VendorAccount account, String type) {
        known.values().removeIf(each -> !each.isFresh());
        Key key = new Key(account.name(), type);
        Known last = known.get(key);
        if (last != null && last.askedWith().equals(account)) {
            return last.answer();
        }
        Answer answer = new Answer(vendor.list(account, type), MachineTime.now());
        if (answer.listing() instanceof Listing.Listed) {
            known.put(key, new Known(account, answer));
        } else {
            known.remove(key);
        }
        return answer;
    }

    /** The next one who looks asks the vendor. */
    void forget(String connection) {
        known.keySet().removeIf(key -> key.connection().equals(connection));
    }
}
