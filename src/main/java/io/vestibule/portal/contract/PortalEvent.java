package io.vestibule.portal.contract;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the portal, as its feed tells it; one type per feed event of the contract. The wire name is the
 * record's name in kebab case ({@code RequestOpened} is {@code request-opened}).
 */
public sealed interface PortalEvent {

    /**
     * A request as it stands after the event.
     *
     * @param muted ids of those among the participants who want no mails about it
     * @param mergedInto id of the request it goes on as, null for one of its own
     */
    record RequestState(
            String id,
            String number,
            String clientId,
            String clientName,
            String subject,
            RequestStatus status,
            @Nullable Party requester,
            List<Party> participants,
            List<String> muted,
            @Nullable Party owner,
            @Nullable String team,
            @Nullable String teamAddress,
            @Nullable ExternalId origin,
            Channel channel,
            Instant openedAt,
            @Nullable String mergedInto,
            long version) {}

    record RequestOpened(RequestState request, String text) implements PortalEvent {}

    record CommentAdded(
            RequestState request,
            String commentId,
            @Nullable ExternalId origin,
            Comment comment) implements PortalEvent {}

    record RequestStatusChanged(RequestState request, RequestStatus from, RequestStatus to, Party by)
            implements PortalEvent {}

    record RequestAssigned(RequestState request, Party by) implements PortalEvent {}

    record RequestRevised(RequestState request) implements PortalEvent {}

    record RequestParticipantsChanged(RequestState request, Party by) implements PortalEvent {}

    /**
     * Entries went from the request to another of the same client.
     *
     * @param to the other one, as it stands after
     * @param opened the other one is new: the first of them opened it
     */
    record EntriesMoved(RequestState request, RequestState to, List<MovedEntry> entries, boolean opened, Party by)
            implements PortalEvent {}

    /**
     * An entry that went to another request.
     *
     * @param origin its natural key, where it came from elsewhere
     * @param change id of the event that told of it, null for the first word of a request
     */
    record MovedEntry(
            String id,
            @Nullable ExternalId origin,
            @Nullable String change,
            Party author,
            Visibility visibility,
            Instant at) {}

    record InvoiceChanged(
            String id, String clientId, ExternalId origin, InvoiceFacts facts, long version, boolean created)
            implements PortalEvent {}
}
