package io.vestibule.hub.canonical;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the hub can ask of the portal; one type per command of the contract. The wire name is the record's name in
 * kebab case ({@code OpenRequest} is {@code open-request}) and the fields are the {@code data} of the command.
 */
public sealed interface CanonicalCommand {

    /** Opens a request for a client. A second one with the same origin is a duplicate and names the first. */
    record OpenRequest(ClientId clientId, RequestDraft draft) implements CanonicalCommand {}

    /**
     * Adds to a conversation. A second one with the same origin is a duplicate.
     *
     * @param status what the author asks the request to be set to with these words, if the author may; null = nothing
     */
    record AddComment(
            RequestId requestId, Comment comment, @Nullable RequestStatus status) implements CanonicalCommand {

        /** Words that ask for nothing. */
        public AddComment(RequestId requestId, Comment comment) {
            this(requestId, comment, null);
        }
    }

    /** New title or text of a request that is kept at its source (a CRM ticket). */
    record ReviseRequest(
            RequestId requestId, String subject, @Nullable String text) implements CanonicalCommand {}

    /** Refused with {@code version-moved} when the request is no longer at the command's expected version. */
    record ChangeRequestStatus(RequestId requestId, RequestStatus status, Party by) implements CanonicalCommand {}

    /** Creates or updates the invoice with the command's origin. Never moves it to another client by itself. */
    record UpsertInvoice(ClientId clientId, InvoiceFacts facts) implements CanonicalCommand {}

    /** Creates a client (id null) or changes one. Fields that are null stay as they are; lists replace. */
    record UpsertClient(
            @Nullable ClientId clientId,
            @Nullable String name,
            @Nullable List<String> domains,
            @Nullable PersonId defaultOwner,
            @Nullable String team,
            @Nullable String teamAddress,
            @Nullable String language,
            @Nullable String mailContent)
            implements CanonicalCommand {

        /** Leaves the mails as they are. */
        public UpsertClient(
                @Nullable ClientId clientId,
                @Nullable String name,
                @Nullable List<String> domains,
                @Nullable PersonId defaultOwner,
                @Nullable String team,
                @Nullable String teamAddress) {
            this(clientId, name, domains, defaultOwner, team, teamAddress, null, null);
        }
    }

    /**
     * Creates a contact at a client, or changes the one with this address there.
     *
     * @param role client-admin, client-member or viewer; null = client-member for a new one
     * @param admitted false: known by domain only, sees own requests until a Client Admin admits him
     * @param by who decided it; null = the hub by itself
     */
    record UpsertContact(
            ClientId clientId,
            String email,
            @Nullable String name,
            @Nullable String role,
            @Nullable Boolean billing,
            @Nullable Boolean admitted,
            @Nullable Party by)
            implements CanonicalCommand {

        /** By the hub itself, without a word on invoices. */
        public UpsertContact(
                ClientId clientId,
                String email,
                @Nullable String name,
                @Nullable String role,
                @Nullable Boolean admitted) {
            this(clientId, email, name, role, null, admitted, null);
        }
    }

    /** Whether somebody who takes part is mailed about the request, by their own wish. */
    record SetMailing(RequestId requestId, Party participant, boolean mailed) implements CanonicalCommand {}

    /**
     * A mail about the request went to others too. Colleagues of the writer take part from now on, where the writer may
     * say so; everybody else is listed until the firm admits them.
     */
    record NoteRecipients(RequestId requestId, Party writer, List<Party> colleagues, List<Party> others)
            implements CanonicalCommand {}

    /** Replaces what pages show of a request's service levels. */
    record SetServiceLevel(RequestId requestId, List<ServiceLevel> levels) implements CanonicalCommand {}

    /**
     * Shows on the object's page that it is linked with a record elsewhere.
     *
     * @param connection the connection's name; one link per object, connection and external id
     * @param label e.g. "HubSpot ticket 9912"
     */
    record LinkExternal(
            ObjectRef object,
            String connection,
            String externalId,
            @Nullable String url,
            String label) implements CanonicalCommand {}

    /**
     * Tells how the delivery of one change to one place stands; shown in the timeline beside the change.
     *
     * @param change id of the feed event that is being delivered
     * @param connection where to: the connection's name, or "mail"
     * @param state waiting, sent, not-needed, retrying, refused, dead
     * @param words the other side's own words, or null
     */
    record NoteDelivery(
            ObjectRef object,
            String change,
            String connection,
            String state,
            @Nullable String words,
            Instant at) implements CanonicalCommand {}

    /** The source says this object is still as we know it: refreshes the age only; no version, no feed event. */
    record ConfirmSeen(ExternalId object, String type, Instant seenAt) implements CanonicalCommand {}

    /** Corrects whose a request or invoice is; null = shown to no client. The client it was shown to sees it no longer. */
    record MoveToClient(ObjectRef object, @Nullable ClientId clientId, Party by) implements CanonicalCommand {}
}
