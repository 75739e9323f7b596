package io.vestibule.portal.request;

import static io.vestibule.portal.contract.ContractJson.constant;

import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.CommentKind;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.ServiceLevel;
import io.vestibule.portal.contract.Visibility;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The selects of this room and how their rows are read. Somebody who is no longer active neither takes part nor owns
 * anything: others have to be told instead.
 */
final class RequestSql {

    static final String REQUEST = """
            select r.*, c.name client_name, o.id active_owner_id, o.name owner_name, o.email owner_email,
                   (select coalesce(jsonb_agg(jsonb_build_object(
                               'kind', case when q.client_id is null then 'staff' else 'contact' end,
                               'id', q.id, 'name', q.name, 'email', q.email) order by p.added_at, q.id), '[]')
                    from portal.participant p join portal.person q on q.id = p.person_id
                    where p.request_id = r.id and q.active) participants,
                   coalesce((select max(e.at) from portal.entry e where e.request_id = r.id and e.kind = 'status'),
                       r.opened_at) status_since,
                   (select coalesce(jsonb_agg(p.person_id), '[]')
                    from portal.participant p where p.request_id = r.id and p.muted) muted,
                   (select coalesce(jsonb_agg(jsonb_build_object(
                               'metric', s.metric, 'dueAt', s.due_at, 'state', s.state, 'lines', s.lines)
                               order by s.metric), '[]')
                    from portal.service_level s where s.request_id = r.id) service_levels,
                   (select coalesce(jsonb_agg(jsonb_build_object(
                               'connection', l.connection, 'externalId', l.external_id, 'url', l.url,
                               'label', l.label, 'seenAt', l.seen_at) order by l.connection, l.external_id), '[]')
                    from portal.external_link l where l.object_type = 'request' and l.object_id = r.id) links
            from portal.request r
            join portal.client c on c.id = r.client_id
            left join portal.person o on o.id = r.owner_id and o.active
            where\s""";

    static final String ROW = """
            select r.id, r.number, r.client_id, c.name client_name, r.subject, r.status, r.private, r.requester_name,
                   o.name owner_name, r.team, r.opened_at, r.last_activity_at,
                   (select min(s.due_at) from portal.service_level s
                    where s.request_id = r.id and s.state in ('running', 'breached')) due_at
            from portal.request r
            join portal.client c on c.id = r.client_id
            left join portal.person o on o.id = r.owner_id and o.active
            where\s""";

    private static final String FILES = """
                   (select coalesce(jsonb_agg(jsonb_build_object(
                               'id', f.id, 'name', f.name, 'contentType', f.content_type, 'size', f.size,
                               'remark', f.remark)
                               order by a.position), '[]')
                    from portal.attachment a join portal.file f on f.id = a.file_id
                    where a.entry_id = e.id and a.shown) files,
                   (select coalesce(jsonb_agg(jsonb_build_object(
                               'id', f.id, 'name', f.name, 'contentType', f.content_type, 'size', f.size)), '[]')
                    from portal.attachment a join portal.file f on f.id = a.file_id
                    where a.entry_id = e.id and f.disposition = 'body') written
            """;

    private static final String OF_REQUEST = """
            from portal.entry e
            join portal.request r on r.id = e.request_id
            where %1$s""";

    private static final String ENTRY = """
            select e.*,
                   (select jsonb_build_object('kind', m.kind, 'away', m.from_id = e.request_id,
                               'number', other.number, 'subject', other.subject,
                               'entries', (select coalesce(jsonb_agg(jsonb_build_object(
                                               'by', coalesce(x.by_name, x.by_email), 'at', x.at)
                                               order by x.at, x.id), '[]')
                                           from portal.entry x where x.id = any(m.entries)))
                    from portal.relocation m
                    left join lateral (
                        select r.number, r.subject from portal.request r
                        where r.id = case when m.from_id = e.request_id then m.to_id else m.from_id end
                          and %1$s) other on true
                    where m.id = e.relocation) relocated,
                   (select coalesce(jsonb_agg(jsonb_build_object(
                               'connection', d.connection, 'state', d.state, 'words', d.words, 'at', d.at)
                               order by d.connection), '[]')
                    from portal.delivery d where d.change = e.event_id) deliveries,
            """ + FILES + OF_REQUEST;

    /** The same without what takes much memory, and of the text only so many letters. */
    private static final String OUTLINE = """
            select e.id, e.kind, e.at, e.by_kind, e.by_id, e.by_name, e.by_email, e.channel, e.visibility,
                   left(e.text, :letters) as text, null as elided, null as old_value, null as new_value,
                   e.origin_account, e.origin_id, e.comment_kind, null as relocated, '[]' as deliveries,
            """ + FILES + OF_REQUEST;

    private RequestSql() {}

    /**
     * The select of entries.
     *
     * @param visible the rule of {@link Reach}: for the request of an entry, and for the other one that a note names
     */
    static String entries(String visible) {
        return ENTRY.formatted(visible);
    }

    /** The same, each in outline; the value {@code letters} says how many of the text. */
    static String outlines(String visible) {
        return OUTLINE.formatted(visible);
    }

    static Request request(ResultSet row, int number) throws SQLException {
        return new Request(
                state(row, number),
                row.getString("text"),
                row.getBoolean("private") || row.getBoolean("withdrawn"),
                row.getBoolean("withdrawn"),
                instant(row, "last_activity_at"),
                instant(row, "changed_at"),
                instant(row, "status_since"),
                list(row, "service_levels", ServiceLevel[].class),
                list(row, "links", ExternalLink[].class));
    }

    static RequestState state(ResultSet row, int number) throws SQLException {
        return new RequestState(
                row.getString("id"),
                Numbers.shown(row.getLong("number")),
                row.getString("client_id"),
                row.getString("client_name"),
                row.getString("subject"),
                constant(RequestStatus.class, row.getString("status")),
                party(row, "requester"),
                list(row, "participants", Party[].class),
                list(row, "muted", String[].class),
                owner(row),
                row.getString("team"),
                row.getString("team_address"),
                origin(row),
                constant(Channel.class, row.getString("channel")),
                instant(row, "opened_at"),
                row.getString("merged_into"),
                row.getLong("version"));
    }

    static RequestRow row(ResultSet row, int number) throws SQLException {
        return new RequestRow(
                row.getObject("id", UUID.class),
                Numbers.shown(row.getLong("number")),
                row.getObject("client_id", UUID.class),
                row.getString("client_name"),
                row.getString("subject"),
                constant(RequestStatus.class, row.getString("status")),
                row.getBoolean("private"),
                row.getString("requester_name"),
                row.getString("owner_name"),
                row.getString("team"),
                instant(row, "opened_at"),
                instant(row, "last_activity_at"),
                row.getObject("due_at") == null ? null : instant(row, "due_at"));
    }

    static RequestEntry entry(ResultSet row, int number) throws SQLException {
        Party by = party(row, "by");
        return new RequestEntry(
                row.getObject("id", UUID.class),
                constant(RequestEntry.Kind.class, row.getString("kind")),
                instant(row, "at"),
                by == null ? Party.system("") : by,
                constant(Channel.class, row.getString("channel")),
                constant(Visibility.class, row.getString("visibility")),
                row.getString("text"),
                row.getString("elided"),
                row.getString("old_value"),
                row.getString("new_value"),
                origin(row),
                commentKind(row),
                list(row, "files", RequestEntry.Attachment[].class),
                list(row, "written", RequestEntry.Attachment[].class).stream()
                        .findFirst()
                        .orElse(null),
                relocated(row),
                list(row, "deliveries", RequestEntry.Delivery[].class));
    }

    private static @Nullable Party owner(ResultSet row) throws SQLException {
        String id = row.getString("active_owner_id");
        return id == null
                ? null
                : new Party(Party.Kind.STAFF, id, row.getString("owner_name"), row.getString("owner_email"));
    }

    static @Nullable Party party(ResultSet row, String prefix) throws SQLException {
        String kind = row.getString(prefix + "_kind");
        return kind == null
                ? null
                : new Party(
                        constant(Party.Kind.class, kind),
                        row.getString(prefix + "_id"),
                        row.getString(prefix + "_name"),
                        row.getString(prefix + "_email"));
    }

    static @Nullable ExternalId origin(ResultSet row) throws SQLException {
        String account = row.getString("origin_account");
        return account == null ? null : new ExternalId(account, row.getString("origin_id"));
    }

    private static @Nullable CommentKind commentKind(ResultSet row) throws SQLException {
        String kind = row.getString("comment_kind");
        return kind == null ? null : constant(CommentKind.class, kind);
    }

    private static RequestEntry.@Nullable Relocated relocated(ResultSet row) throws SQLException {
        String json = row.getString("relocated");
        return json == null ? null : ContractJson.read(json, RequestEntry.Relocated.class);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static <T> List<T> list(ResultSet row, String column, Class<T[]> type) throws SQLException {
        return List.of(ContractJson.read(row.getString(column), type));
    }
}
