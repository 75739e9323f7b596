package io.vestibule.portal.request;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Reads conversations for {@link Requests}, by the rule of {@link Reach}. What people and programs look at is a stretch:
 * neither very many entries nor very long ones take much memory.
 */
@Component
class TimelineReads {

    private static final int MOST = 200;

    /** Of the texts in a stretch; one that is longer by itself comes alone. */
    private static final int MOST_BYTES = 2_000_000;

    /** Letters by which somebody who marks an entry knows it. */
    private static final int OUTLINE = 200;

    private static final String ENTRIES_OF_ONE = """
            from portal.entry e join portal.request r on r.id = e.request_id
            where e.request_id = :id and\s""";

    /** How the deliveries stand that the firm's people see under the entries. */
    private static final String DELIVERIES = """
            (select string_agg(concat(d.change, d.connection, d.state, d.words, d.at), ' ' order by d.change, d.connection)
             from portal.entry e join portal.delivery d on d.change = e.event_id where e.request_id = r.id)
            """;

    private final Database portalDatabase;

    TimelineReads(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** How to go through a conversation from a place. */
    enum Walk {
        BACK("<", "desc", "true"),
        /** With the entry at that place. */
        FORTH(">=", "asc", "true"),
        THROUGH_COMMENTS(">", "asc", "e.kind = 'comment'");

        private final String compared;
        private final String order;
        private final String only;

        Walk(String compared, String order, String only) {
            this.compared = compared;
            this.order = order;
            this.only = only;
        }
    }

    List<RequestEntry> all(Access access, UUID id) {
        return entries(access, id, "").query(RequestSql::entry).list().stream()
                .map(entry -> forReader(access, entry))
                .toList();
    }

    /**
     * What was said, each with how its text begins, without what it quotes and where it went: little, however much was
     * written.
     */
    List<RequestEntry> outline(Access access, UUID id) {
        String sql = RequestSql.outlines(Reach.visible(access)) + " and " + Reach.visibleEntry(access)
                + " and e.request_id = :id and e.kind in ('opened', 'comment') order by e.at, e.id";
        return Reach.bind(portalDatabase.sql(sql), access)
                .param("id", id)
                // One more tells whether it goes on
                .param("letters", OUTLINE + 1)
                .query(RequestSql::entry)
                .list()
                .stream()
                .map(entry -> entry.beginning(OUTLINE))
                .toList();
    }

    /** One of them by itself, whole; empty when the asker is not shown it. */
    Optional<RequestEntry> entry(Access access, UUID id, UUID entry) {
        return entries(access, id, " and e.id = :entry")
                .param("entry", entry)
                .query(RequestSql::entry)
                .optional()
                .map(found -> forReader(access, found));
    }

    TimelineStretch stretch(Access access, UUID id, Walk walk, TimeCursor from, int most) {
        String near = """
                 and e.id in (
                    select id
                    from (select id, row_number() over walk nth, sum(bytes) over walk bytes
                          from (select e.id, e.at,
                                       coalesce(octet_length(e.text), 0) + coalesce(octet_length(e.elided), 0) bytes
                                %1$s and %2$s and (e.at, e.id) %3$s (:at, :from)
                                order by e.at %4$s, e.id %4$s limit :most) near
                          window walk as (order by at %4$s, id %4$s)) counted
                    where nth = 1 or bytes <= :bytes)
                """.formatted(seen(access), walk.only, walk.compared, walk.order);
        List<RequestEntry> entries = at(entries(access, id, near), from)
                .param("most", Math.clamp(most, 1, MOST))
                .param("bytes", MOST_BYTES)
                .query(RequestSql::entry)
                .list();
        List<RequestEntry> shown =
                entries.stream().map(entry -> forReader(access, entry)).toList();
        return among(access, id, walk, shown);
    }

    /** The entries with how many others lie before and after them. */
    private TimelineStretch among(Access access, UUID id, Walk walk, List<RequestEntry> entries) {
        if (entries.isEmpty()) {
            return new TimelineStretch(entries, 0, 0);
        }
        RequestEntry first = entries.getFirst();
        RequestEntry last = entries.getLast();
        String sql = """
                select count(*) filter (where (e.at, e.id) < (:at, :from)) as earlier,
                       count(*) filter (where (e.at, e.id) > (:until, :last)) as later
                """ + seen(access) + " and " + walk.only;
        return at(Reach.bind(portalDatabase.sql(sql), access), new TimeCursor(first.at(), first.id()))
                .param("id", id)
                .param("until", Database.at(last.at()))
                .param("last", last.id())
                .query((row, number) -> new TimelineStretch(entries, row.getLong("earlier"), row.getLong("later")))
                .single();
    }

    /** Where an entry stands; nowhere when the asker is not shown it. */
    Optional<TimeCursor> place(Access access, UUID id, UUID entry) {
        String sql = "select e.at " + seen(access) + " and e.id = :entry";
        return Reach.bind(portalDatabase.sql(sql), access)
                .param("id", id)
                .param("entry", entry)
                .query((row, number) -> new TimeCursor(RequestSql.instant(row, "at"), entry))
                .optional();
    }

    /** What the conversation was opened with, where that lies before a place. */
    Optional<RequestEntry> opening(Access access, UUID id, TimeCursor place) {
        return at(entries(access, id, " and e.kind = 'opened' and (e.at, e.id) < (:at, :from)"), place)
                .query(RequestSql::entry)
                .list()
                .stream()
                .findFirst()
                .map(entry -> forReader(access, entry));
    }

    /** Another one as soon as a page of the conversation would show the asker something else, and only then. */
    String mark(Access access, UUID id) {
        String deliveries = access.isInternal() ? DELIVERIES : "''";
        String sql = """
                select md5(concat_ws(' ', r.status, r.private, r.withdrawn,
                    (select string_agg(concat(e.id, e.visibility), ' ' order by e.id)
                     from portal.entry e where e.request_id = r.id and %s), %s))
                from portal.request r where r.id = :id and %s
                """.formatted(Reach.visibleEntry(access), deliveries, Reach.visible(access));
        return Reach.bind(portalDatabase.sql(sql), access)
                .param("id", id)
                .query(String.class)
                .optional()
                .orElse("");
    }

    /** Another one as soon as other entries than before lie before a place. */
    String markBefore(Access access, UUID id, TimeCursor place) {
        String sql = "select coalesce(md5(string_agg(concat(e.id, e.visibility), ' ' order by e.id)), '') "
                + seen(access) + " and (e.at, e.id) < (:at, :from)";
        return at(Reach.bind(portalDatabase.sql(sql), access), place)
                .param("id", id)
                .query(String.class)
                .single();
    }

    private static String seen(Access access) {
        return ENTRIES_OF_ONE + Reach.visible(access) + " and " + Reach.visibleEntry(access);
    }

    private StatementSpec entries(Access access, UUID id, String condition) {
        String sql = RequestSql.entries(Reach.visible(access)) + " and " + Reach.visibleEntry(access)
                + " and e.request_id = :id" + condition + " order by e.at, e.id";
        return Reach.bind(portalDatabase.sql(sql), access).param("id", id);
    }

    private static StatementSpec at(StatementSpec statement, TimeCursor from) {
        return statement.param("at", from.at().atOffset(ZoneOffset.UTC)).param("from", from.id());
    }

    private static RequestEntry forReader(Access access, RequestEntry entry) {
        return access.isInternal() ? entry : entry.forClients();
    }
}
