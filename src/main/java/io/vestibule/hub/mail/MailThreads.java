package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.RequestId;
import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Repository;

/** Which Message-IDs, received or sent, belong to which request: the memory behind In-Reply-To and References. */
@Repository
class MailThreads {

    /** References of an outgoing mail: the first of the conversation and the latest ones. */
    private static final int LATEST = 15;

    /** Notes {@code :messageId}, received from or sent to {@code :address}, for {@code :requestId}; a mail that was moved stays. */
    static final String NOTE = """
            insert into hub.mail_thread (message_id, request_id, direction, address)
            select :messageId, :requestId, :direction, :address
            where not exists (
                select from hub.mail_thread
                where message_id = :messageId and address = :address and moved_at is not null)
            on conflict do nothing
            """;

    private final Database hubDatabase;

    MailThreads(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    void received(String messageId, RequestId request, String sender) {
        hubDatabase
                .sql(NOTE)
                .param("messageId", messageId)
                .param("requestId", request.value())
                .param("direction", "IN")
                .param("address", sender)
                .update();
    }

    /** Requests that these ids belong to, in the order of the ids; an id may have been used in several. */
    List<RequestId> requestsOf(List<String> messageIds) {
        return messageIds.isEmpty()
                ? List.of()
                : hubDatabase
                        .sql("""
                                select m.request_id
                                from unnest(:ids) with ordinality as asked (id, place)
                                join hub.mail_thread m on m.message_id = asked.id
                                order by asked.place, m.noted_at desc
                                """)
                        .param("ids", messageIds.toArray(String[]::new))
                        .query(String.class)
                        .list()
                        .stream()
                        .distinct()
                        .map(RequestId::new)
                        .toList();
    }

    /**
     * The mails with these ids lie in another request now. Told in any order, the latest move counts.
     *
     * @param at when they were moved
     */
    void moved(List<String> messageIds, RequestId from, RequestId to, Instant at) {
        hubDatabase
                .sql("""
                        with moved as (
                            delete from hub.mail_thread
                            where message_id = any(:ids) and (request_id in (:from, :to) or moved_at is not null)
                              and (moved_at is null or moved_at < :at)
                            returning message_id, direction, address, noted_at)
                        insert into hub.mail_thread (message_id, request_id, direction, address, noted_at, moved_at)
                        select distinct on (message_id, address) message_id, :to, direction, address, noted_at, :at
                        from moved order by message_id, address, noted_at
                        """)
                .param("ids", messageIds.toArray(String[]::new))
                .param("from", from.value())
                .param("to", to.value())
                .param("at", Database.at(at))
                .update();
    }

    /** Where the first of these mails that is known lies now, if it was moved. */
    Optional<RequestId> movedTo(List<String> messageIds) {
        return first(messageIds).filter(Place::moved).map(place -> new RequestId(place.requestId()));
    }

    private record Place(String requestId, boolean moved) {}

    private Optional<Place> first(List<String> messageIds) {
        return messageIds.isEmpty()
                ? Optional.empty()
                : hubDatabase
                        .sql("""
                                select m.request_id, m.moved_at is not null moved
                                from unnest(:ids) with ordinality as asked (id, place)
                                join hub.mail_thread m on m.message_id = asked.id
                                order by asked.place, m.moved_at desc nulls last limit 1
                                """)
                        .param("ids", messageIds.toArray(String[]::new))
                        .query(Place.class)
                        .optional();
    }

    /**
     * What a mail to this person about the request refers to: ids of the conversation that this person sent or got,
     * oldest first, so that his mail program shows one thread.
     */
    List<String> references(RequestId request, String address) {
        return hubDatabase
                .sql("""
                        select message_id from (
                            (select message_id, noted_at from hub.mail_thread
                             where request_id = :requestId and address = :address
                             order by noted_at, message_id limit 1)
                            union
                            (select message_id, noted_at from hub.mail_thread
                             where request_id = :requestId and address = :address
                             order by noted_at desc, message_id desc limit :latest)) known
                        order by noted_at, message_id
                        """)
                .param("requestId", request.value())
                .param("address", address)
                .param("latest", LATEST)
                .query(String.class)
                .list();
    }
}
