package io.vestibule.portal.request;

import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.ServiceLevel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One request with what its page shows beside the conversation.
 *
 * @param withdrawn shown to no client until somebody says whose it is
 * @param statusSince since when it has its status
 * @param links empty for the client's people: records elsewhere are the firm's inside matter
 */
public record Request(
        RequestState state,
        String text,
        boolean confidential,
        boolean withdrawn,
        Instant lastActivityAt,
        Instant changedAt,
        Instant statusSince,
        List<ServiceLevel> serviceLevels,
        List<ExternalLink> links) {

    public UUID id() {
        return UUID.fromString(state.id());
    }

    public UUID clientId() {
        return UUID.fromString(state.clientId());
    }

    public String path() {
        return "/portal/requests/" + state.number();
    }
}
