package io.vestibule.portal.request;

import io.vestibule.portal.contract.RequestStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of a list of requests.
 *
 * @param dueAt the earliest running promise of service, null when there is none
 */
public record RequestRow(
        UUID id,
        String number,
        UUID clientId,
        String clientName,
        String subject,
        RequestStatus status,
        boolean confidential,
        @Nullable String requesterName,
        @Nullable String ownerName,
        @Nullable String team,
        Instant openedAt,
        Instant lastActivityAt,
        @Nullable Instant dueAt) {

    public String path() {
        return "/portal/requests/" + number;
    }
}
