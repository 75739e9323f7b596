package io.vestibule.hub.canonical;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the portal, as its feed tells it; one type per feed event of the contract. The wire name is the
 * record's name in kebab case ({@code RequestOpened} is {@code request-opened}).
 */
public sealed interface CanonicalEvent {

    /**
     * A request as it stands after the event: enough to write a mail, set a clock or choose a connection.
     *
     * @param muted ids of those among the participants who want no mails about it
     */
    record RequestState(
            RequestId id,
            String number,
            ClientId clientId,
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
            long version) {}

    record RequestOpened(RequestState request, String text) implements CanonicalEvent {}

    record CommentAdded(
            RequestState request,
            String commentId,
            @Nullable ExternalId origin,
            Comment comment) implements CanonicalEvent {}

    record RequestStatusChanged(RequestState request, RequestStatus from, RequestStatus to, Party by)
            implements CanonicalEvent {}

    record RequestAssigned(RequestState request, Party by) implements CanonicalEvent {}

    record RequestRevised(RequestState request) implements CanonicalEvent {}

    record RequestParticipantsChanged(RequestState request, Party by) implements CanonicalEvent {}

    record InvoiceChanged(
            InvoiceId id, ClientId clientId, ExternalId origin, InvoiceFacts facts, long version, boolean created)
            implements CanonicalEvent {}
}
