package io.vestibule.portal.request;

import io.vestibule.portal.contract.RequestStatus;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a list shows, within what the asker may see anyway.
 *
 * @param statuses empty = all
 * @param ownerId also of somebody who is no longer active
 * @param unowned true: only those without an active owner; {@code ownerId} is ignored then
 * @param words each must begin a word of subject, text or requester; a request number finds that request
 */
public record RequestFilter(
        Set<RequestStatus> statuses,
        @Nullable UUID clientId,
        @Nullable UUID ownerId,
        boolean unowned,
        @Nullable String team,
        @Nullable String words) {

    public static final RequestFilter ALL = new RequestFilter(Set.of(), null, null, false, null, null);
    public static final RequestFilter OPEN =
            ALL.withStatuses(Set.of(RequestStatus.NEW, RequestStatus.IN_PROGRESS, RequestStatus.WAITING_ON_CLIENT));

    public RequestFilter withStatuses(Set<RequestStatus> wanted) {
        return new RequestFilter(wanted, clientId, ownerId, unowned, team, words);
    }

    public RequestFilter withClient(@Nullable UUID wanted) {
        return new RequestFilter(statuses, wanted, ownerId, unowned, team, words);
    }

    public RequestFilter withOwner(@Nullable UUID wanted) {
        return new RequestFilter(statuses, clientId, wanted, unowned, team, words);
    }

    public RequestFilter withWords(@Nullable String wanted) {
        return new RequestFilter(statuses, clientId, ownerId, unowned, team, wanted);
    }
}
