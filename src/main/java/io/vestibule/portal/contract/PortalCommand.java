package io.vestibule.portal.contract;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer can ask of the portal; one type per command of the contract. The wire name is the record's name in kebab
 * case ({@code OpenRequest} is {@code open-request}) and the fields are the {@code data} of the command.
 */
public sealed interface PortalCommand {

    record OpenRequest(String clientId, RequestDraft draft) implements PortalCommand {}

    /** @param status what the author asks the request to be set to with these words; null = nothing */
    record AddComment(
            String requestId, Comment comment, @Nullable RequestStatus status) implements PortalCommand {}

    /** New title or text of a request that is kept at its source; a null text stays as it is. */
    record ReviseRequest(
            String requestId, String subject, @Nullable String text) implements PortalCommand {}

    record ChangeRequestStatus(String requestId, RequestStatus status, Party by) implements PortalCommand {}

    record UpsertInvoice(String clientId, InvoiceFacts facts) implements PortalCommand {}

    /** Creates a client (id null) or changes one. Fields that are null stay as they are; lists replace. */
    record UpsertClient(
            @Nullable String clientId,
            @Nullable String name,
            @Nullable List<String> domains,
            @Nullable String defaultOwner,
            @Nullable String team,
            @Nullable String teamAddress,
            @Nullable String language,
            @Nullable String mailContent)
            implements PortalCommand {}

    /** Creates a contact at a client, or changes the one with this address there. By null: the peer by itself. */
    record UpsertContact(
            String clientId,
            String email,
            @Nullable String name,
            @Nullable String role,
            @Nullable Boolean billing,
            @Nullable Boolean admitted,
            @Nullable Party by)
            implements PortalCommand {}

    /** Whether somebody who takes part is mailed about the request. Whoever takes no part stays as they are. */
    record SetMailing(String requestId, Party participant, boolean mailed) implements PortalCommand {}

    /**
     * A mail about the request went to others too. Colleagues of the writer take part from now on, where the writer may
     * say so; everybody else is listed until the firm admits them.
     */
    record NoteRecipients(String requestId, Party writer, List<Party> colleagues, List<Party> others)
            implements PortalCommand {}

    /** Replaces what pages show of a request's service levels. */
    record SetServiceLevel(String requestId, List<ServiceLevel> levels) implements PortalCommand {}

    record LinkExternal(
            ObjectRef object,
            String connection,
            String externalId,
            @Nullable String url,
            String label) implements PortalCommand {}

    /** How the delivery of one change (a feed event's id) to one place stands. */
    record NoteDelivery(
            ObjectRef object,
            String change,
            String connection,
            String state,
            @Nullable String words,
            Instant at) implements PortalCommand {}

    /** The source says this object is still as we know it: refreshes the age only; no version, no feed event. */
    record ConfirmSeen(ExternalId object, String type, Instant seenAt) implements PortalCommand {}

    /** Corrects whose a request or invoice is; null = shown to no client. The client it was shown to sees it no longer. */
    record MoveToClient(ObjectRef object, @Nullable String clientId, Party by) implements PortalCommand {}
}
