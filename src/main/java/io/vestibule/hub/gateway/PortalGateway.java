package io.vestibule.hub.gateway;

import io.vestibule.hub.canonical.CanonicalCommand;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.FileId;
import io.vestibule.hub.canonical.RequestId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hub's only way to the portal: commands and reads of the contract {@code portal-api.yaml}, over HTTP. A business
 * "no" is an {@link Answer}; {@link PortalUnreachable} is thrown when the portal can't be asked, and means: later.
 */
public interface PortalGateway {

    /**
     * Carries out one command.
     *
     * @param key {@code <inbox id>.<command no>}, for a replay with {@code .r<n>} behind; see {@code InboxMessage.key}
     * @param origin where the fact comes from: the object's natural key for open-request, add-comment and
     *     upsert-invoice; for the others its account says to whom a change is not to be sent back. Null for the hub's own
     * @param sourceUpdatedAt when the source says it changed; strictly older than what is known = stale
     * @param expectedVersion refuse with {@code version-moved} when the object has another version
     */
    record Envelope(
            String key,
            CanonicalCommand command,
            @Nullable ExternalId origin,
            @Nullable Instant sourceUpdatedAt,
            @Nullable Long expectedVersion) {

        public static Envelope of(String key, CanonicalCommand command) {
            return new Envelope(key, command, null, null, null);
        }

        public Envelope from(@Nullable ExternalId account, @Nullable Instant updatedAt) {
            return new Envelope(key, command, account, updatedAt, expectedVersion);
        }

        public Envelope expecting(long version) {
            return new Envelope(key, command, origin, sourceUpdatedAt, version);
        }
    }

    /** What the portal made of a command. */
    sealed interface Answer {
        /** Done, now or at an earlier try with the same key. */
        record Applied(Resource resource) implements Answer {}

        /** The natural key exists already; {@code resource} is the one that has it. */
        record Duplicate(Resource resource) implements Answer {}

        /** The portal knows something newer; nothing was changed. */
        record Stale(Resource resource) implements Answer {}

        /** @param reason from the contract's closed list, e.g. {@code version-moved}, {@code unknown-client} */
        record Refused(String reason, String detail) implements Answer {}
    }

    /**
     * A file to hand over.
     *
     * @param contentType what its bytes say
     */
    record FileDraft(String name, String contentType, byte[] content, Disposition disposition) {}

    /** What a file is for. */
    enum Disposition {
        /** To be read by itself. */
        ATTACHMENT,
        /** A picture of the text, which is not shown again where the request has it already. */
        INLINE,
        /** The text in HTML as it was written; names pictures as {@code cid:<id of the file>}. */
        BODY
    }

    /** What the portal made of a file. */
    sealed interface FileAnswer {
        record Taken(FileId id) implements FileAnswer {}

        /** @param words the portal's, e.g. that it is too large */
        record Refused(String words) implements FileAnswer {}
    }

    /** @param number what people call it, e.g. REQ-1042; {@code path}: page of it under the public address */
    record Resource(String type, String id, String number, long version, String path) {}

    /**
     * A company the firm serves.
     *
     * @param language of mails to its people, null = the firm's
     * @param mailContent {@code full} or {@code link}: how much of a request mails carry, null = as the firm has it
     */
    record ClientView(
            ClientId id,
            String name,
            List<String> domains,
            @Nullable PersonView defaultOwner,
            @Nullable String team,
            @Nullable String teamAddress,
            @Nullable String language,
            @Nullable String mailContent,
            long version) {}

    /**
     * Someone at a client who may write to us.
     *
     * @param email the main address: all that we write goes there
     * @param vouched false: only somebody of the client says who this is, so that what they write says nothing about whose it is
     * @param otherAddresses from which this person writes as well
     */
    record ContactView(
            String id,
            ClientId clientId,
            String clientName,
            String name,
            String email,
            String role,
            boolean billing,
            boolean admitted,
            boolean active,
            boolean vouched,
            List<String> otherAddresses) {

        /** All from which this person writes, the main one first. */
        public List<String> addresses() {
            return Stream.concat(Stream.of(email), otherAddresses.stream()).toList();
        }
    }

    /** Someone of the firm. */
    record PersonView(String id, String name, String email, String role, boolean active) {}

    /**
     * Who may stand behind a mail address.
     *
     * @param staff the firm's people with this address
     * @param contacts who write from it, at any client (a main address may be known at several)
     * @param owners clients that own its mail domain
     */
    record SenderView(String email, List<PersonView> staff, List<ContactView> contacts, List<ClientView> owners) {}

    /**
     * A request as the hub may see it, with who takes part.
     *
     * @param confidential of its client's people only those who take part and Client Admins may see it
     * @param withdrawn no client sees it, as nobody has said whose it is
     * @param statusSince since when it has its status; null: the portal doesn't say
     * @param clientMails null where it was not read by its id, or the portal doesn't say
     */
    record RequestView(
            io.vestibule.hub.canonical.CanonicalEvent.RequestState state,
            String text,
            boolean confidential,
            boolean withdrawn,
            @Nullable String path,
            @Nullable Instant statusSince,
            @Nullable ClientMails clientMails) {}

    /** How mails about a client's requests are written; as {@link ClientView} has it. */
    record ClientMails(@Nullable String language, @Nullable String mailContent) {}

    record InvoiceView(
            String id,
            ClientId clientId,
            ExternalId origin,
            io.vestibule.hub.canonical.InvoiceFacts facts,
            long version,
            Instant seenAt) {}

    /**
     * Events after the cursor (null = from the oldest kept), oldest first.
     *
     * @param heldUpSince since when the portal has events it can't give out yet, null when it has none
     */
    record FeedPage(
            List<FeedEntry> events,
            @Nullable String nextCursor,
            boolean more,
            @Nullable Instant heldUpSince) {}

    Answer execute(Envelope envelope);

    /** At most 100; answers in the same order. One refused command never fails its neighbours. */
    List<Answer> execute(List<Envelope> envelopes);

    /**
     * Hands over a file before the command that names it. The same key and content again is the same file.
     *
     * @param key names the content too, as the same mail may be read otherwise by a later release
     */
    FileAnswer putFile(String key, FileDraft file);

    /** Content of a file that a comment or request names. */
    byte[] readFile(FileId id);

    default SenderView sender(String email) {
        return senders(List.of(email)).getFirst();
    }

    /** One for each of these addresses, in their order. */
    List<SenderView> senders(List<String> emails);

    /** Clients that own this mail domain. */
    List<ClientView> clientsByDomain(String domain);

    List<ClientView> clients();

    Optional<ClientView> client(ClientId id);

    List<ContactView> contacts(ClientId client);

    List<PersonView> people();

    Optional<RequestView> request(RequestId id);

    Optional<RequestView> requestByOrigin(ExternalId origin);

    Optional<RequestView> requestByNumber(String number);

    /** Those not done in which the person with this address takes part, the latest first. */
    List<RequestView> openRequestsOf(String email);

    /** What was said on a request, internal notes included, by its own time. */
    List<Comment> comments(RequestId request);

    Optional<InvoiceView> invoiceByOrigin(ExternalId origin);

    FeedPage feed(@Nullable String after, int limit);
}
