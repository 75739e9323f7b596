package io.vestibule.portal.request;

import static io.vestibule.portal.contract.ContractJson.constant;
import static io.vestibule.portal.contract.ContractJson.word;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.client.Client;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.RequestDraft;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Resource;
import io.vestibule.portal.feed.FeedLog;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes the rows of requests for {@link Requests}, which decides before; always inside its transaction and under the
 * lock of the request.
 */
@Component
class RequestRows {

    private static final Access PORTAL = Access.system("requests");

    private final Database portalDatabase;
    private final RequestReads reads;
    private final FeedLog feed;

    RequestRows(Database portalDatabase, RequestReads reads, FeedLog feed) {
        this.portalDatabase = portalDatabase;
        this.reads = reads;
        this.feed = feed;
    }

    /** False: another request has this origin already. */
    boolean insert(UUID id, NewRequest request, Client client, @Nullable Party requester, Opening opening) {
        RequestDraft draft = request.draft();
        ExternalId origin = opening.origin();
        int rows = portalDatabase
                .sql("""
                        insert into portal.request (id, client_id, subject, text, status, private, channel,
                            requester_kind, requester_id, requester_name, requester_email, owner_id, team, team_address,
                            origin_account, origin_id, opened_at, last_activity_at)
                        values (:id, :client, :subject, :text, :status, :private, :channel,
                            :kind, :requester::uuid, :name, :email, :owner, :team, :teamAddress,
                            :account, :originId, :at, :at)
                        on conflict on constraint request_once_per_origin do nothing
                        """)
                .param("id", id)
                .param("client", client.id())
                .param(
                        "subject",
                        draft.subject().isBlank()
                                ? "(no subject)"
                                : draft.subject().strip())
                .param("text", draft.text())
                .param("status", word(draft.status() == null ? RequestStatus.NEW : draft.status()))
                .param("private", request.confidential())
                .param("channel", word(draft.channel()))
                .param("kind", requester == null ? null : word(requester.kind()))
                .param("requester", requester == null ? null : requester.id())
                .param("name", requester == null ? null : requester.name())
                .param("email", requester == null ? null : requester.email())
                .param("owner", client.defaultOwner())
                .param("team", client.team())
                .param("teamAddress", client.teamAddress())
                .param("account", origin == null ? null : origin.account())
                .param("originId", origin == null ? null : origin.id())
                .param("at", Database.at(opening.at()))
                .update();
        return rows == 1;
    }

    /** When it was opened, and by what it is known at its source. */
    record Opening(Instant at, @Nullable ExternalId origin) {}

    /** The caller holds the lock of the request and looked for the origin before. */
    UUID insertEntry(UUID requestId, EntryDraft entry) {
        UUID id = Ids.next();
        ExternalId origin = entry.origin();
        portalDatabase
                .sql("""
                        insert into portal.entry (id, request_id, kind, at, by_kind, by_id, by_name, by_email, channel,
                            visibility, text, elided, old_value, new_value, origin_account, origin_id, comment_kind,
                            said_to)
                        values (:id, :request, :kind, :at, :byKind, :by::uuid, :byName, :byEmail, :channel,
                            :visibility, :text, :elided, :from, :to, :account, :originId, :commentKind, :saidTo)
                        """)
                .param("id", id)
                .param("request", requestId)
                .param("kind", word(entry.kind()))
                .param("at", Database.at(entry.at()))
                .param("byKind", word(entry.by().kind()))
                .param("by", entry.by().id())
                .param("byName", entry.by().name())
                .param("byEmail", entry.by().email())
                .param("channel", word(entry.channel()))
                .param("visibility", word(entry.visibility()))
                .param("text", entry.text())
                .param("elided", entry.elided())
                .param("from", entry.from())
                .param("to", entry.to())
                .param("account", origin == null ? null : origin.account())
                .param("originId", origin == null ? null : origin.id())
                .param("commentKind", entry.commentKind() == null ? null : word(entry.commentKind()))
                .param("saidTo", entry.saidTo())
                .update();
        return id;
    }

    /** How many of them are new. A withdrawn request is shown to no client: nobody of one joins it. */
    int join(UUID request, List<UUID> people) {
        return people.stream()
                .mapToInt(person ->
                        portalDatabase.sql("""
                                insert into portal.participant (request_id, person_id)
                                select r.id, p.id from portal.request r, portal.person p
                                where r.id = ? and p.id = ? and (not r.withdrawn or p.client_id is null)
                                on conflict do nothing
                                """).params(request, person).update())
                .sum();
    }

    /** Zero: took no part. */
    int leave(UUID request, UUID person) {
        return portalDatabase
                .sql("delete from portal.participant where request_id = ? and person_id = ?")
                .params(request, person)
                .update();
    }

    /** Zero: takes no part, or it is so already. */
    int setMuted(UUID request, UUID person, boolean muted) {
        return portalDatabase
                .sql("update portal.participant set muted = ? where request_id = ? and person_id = ? and muted <> ?")
                .params(muted, request, person, muted)
                .update();
    }

    /** Counts the version on; activity never goes back, whatever the time of the change. */
    void touch(UUID request, Instant activity) {
        portalDatabase
                .sql("""
                        update portal.request
                        set version = version + 1, changed_at = clock_timestamp(),
                            last_activity_at = greatest(last_activity_at, :at)
                        where id = :id
                        """)
                .param("id", request)
                .param("at", Database.at(activity))
                .update();
    }

    void setStatus(UUID request, RequestStatus status) {
        set(request, "status = :value", word(status));
    }

    void setPrivate(UUID request, boolean confidential) {
        set(request, "private = :value", confidential);
    }

    /** How the request came. */
    Channel channel(UUID request) {
        String stored = portalDatabase
                .sql("select channel from portal.request where id = ?")
                .param(request)
                .query(String.class)
                .single();
        return constant(Channel.class, stored);
    }

    void setText(UUID request, String subject, String text) {
        set(request, "subject = :value", subject);
        set(request, "text = :value", text);
    }

    void setAssignment(UUID request, Assignment assignment, @Nullable String teamAddress) {
        portalDatabase
                .sql("update portal.request set owner_id = ?, team = ?, team_address = ? where id = ?")
                .params(assignment.owner(), assignment.team(), teamAddress, request)
                .update();
    }

    private void set(UUID request, String assignment, Object value) {
        portalDatabase
                .sql("update portal.request set " + assignment + " where id = :id")
                .param("value", value)
                .param("id", request)
                .update();
    }

    /** False: this account told something newer before. Otherwise its time is remembered. */
    boolean news(UUID request, Cause cause) {
        String account = cause.account();
        Instant updatedAt = cause.sourceUpdatedAt();
        if (account == null || updatedAt == null) {
            return true;
        }
        int rows = portalDatabase
                .sql("""
                        insert into portal.request_source as known (request_id, account, updated_at)
                        values (:request, :account, :at)
                        on conflict (request_id, account) do update set updated_at = excluded.updated_at
                        where known.updated_at <= excluded.updated_at
                        """)
                .param("request", request)
                .param("account", account)
                .param("at", Database.at(updatedAt))
                .update();
        return rows == 1;
    }

    /** The request with the other one's natural key. */
    Optional<Resource> withOrigin(@Nullable ExternalId origin) {
        return origin == null ? Optional.empty() : reads.find(PORTAL, origin).map(RequestRows::resource);
    }

    /** The comment that has this natural key. */
    Optional<Resource> commentWithOrigin(@Nullable ExternalId origin) {
        return origin == null
                ? Optional.empty()
                : portalDatabase
                        .sql("select id, request_id from portal.entry where origin_account = ? and origin_id = ?")
                        .params(origin.account(), origin.id())
                        .query((row, number) -> comment(
                                row.getObject("id", UUID.class), state(row.getObject("request_id", UUID.class))))
                        .optional();
    }

    RequestState state(UUID id) {
        return reads.find(PORTAL, id).orElseThrow().state();
    }

    /** Tells the feed, and ties the entry to the event so that deliveries show beside it. */
    void tell(UUID request, UUID entry, Cause cause, PortalEvent event) {
        UUID change = Ids.next();
        Instant at = portalDatabase
                .sql("update portal.entry set event_id = ? where id = ? returning at")
                .params(change, entry)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        feed.record(change, new FeedLog.Change("request", request, cause.account(), at, event));
    }

    static Resource resource(Request request) {
        return resource(request.state());
    }

    static Resource resource(RequestState state) {
        return Resource.request(UUID.fromString(state.id()), state.number(), state.version());
    }

    static Resource comment(UUID id, RequestState state) {
        Resource request = resource(state);
        return new Resource(
                "comment",
                id.toString(),
                request.number(),
                request.version(),
                RequestEntry.address(request.path(), id));
    }
}
