package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The request that a mail means: a merged one is where it goes on now, which stands in the evidence. */
@Component
class PresentRequests {

    /** Nobody merges more often than that; a portal that answers in circles ends here. */
    private static final int MOST_MERGES = 10;

    private final PortalGateway portal;

    PresentRequests(PortalGateway portal) {
        this.portal = portal;
    }

    Optional<RequestView> find(RequestId id, List<String> evidence) {
        return present(portal.request(id), evidence);
    }

    Optional<RequestView> byNumber(String number, List<String> evidence) {
        return present(portal.requestByNumber(number), evidence);
    }

    private Optional<RequestView> present(Optional<RequestView> named, List<String> evidence) {
        Optional<RequestView> present = named;
        for (int merges = 0; merges < MOST_MERGES && present.isPresent(); merges++) {
            RequestId into = present.get().state().mergedInto();
            if (into == null) {
                return present;
            }
            String former = present.get().state().number();
            present = portal.request(into);
            present.ifPresent(view -> evidence.add(
                    "%s was merged into %s.".formatted(former, view.state().number())));
        }
        return Optional.empty();
    }
}
