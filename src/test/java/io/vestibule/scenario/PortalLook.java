package io.vestibule.scenario;

import io.vestibule.platform.database.Database;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stands in the portal's tables, read past all stores: scenario tests assert on it. */
final class PortalLook {

    private static final String REQUEST = """
            select r.id, 'REQ-' || r.number number, r.client_id, r.subject, r.text, r.status, r.requester_email,
                   o.email owner, r.team, r.version
            from portal.request r left join portal.person o on o.id = r.owner_id
            """;

    private final Database portalDatabase;

    PortalLook(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    record Request(
            UUID id,
            String number,
            UUID clientId,
            String subject,
            String text,
            String status,
            @Nullable String requester,
            @Nullable String owner,
            @Nullable String team,
            long version) {}

    record Comment(
            String text, @Nullable String elided, @Nullable String by, String visibility) {}

    record Invoice(
            UUID id,
            UUID clientId,
            String number,
            String status,
            BigDecimal total,
            BigDecimal due,
            String currency,
            String source,
            @Nullable String sourceUrl,
            long version) {}

    /**
     * Events that the hub is still to be told. While a writing transaction is open anywhere in the server, also one of
     * another product's tests, nothing that began later is told.
     */
    List<String> notTold() {
        return portalDatabase.sql("""
                        select concat_ws(' ', 'feed', e.type, e.id) from portal.feed_event e, portal.feed_subscriber s
                        where s.name = 'hub' and (e.stamp, e.position) > (s.stamp, s.position)
                        """).query(String.class).list();
    }

    Optional<Request> request(String subject) {
        return portalDatabase
                .sql(REQUEST + " where r.subject = :subject order by r.number limit 1")
                .param("subject", subject)
                .query(PortalLook::request)
                .optional();
    }

    Optional<Request> requestWithText(String words, UUID clientId) {
        return portalDatabase
                .sql(REQUEST + " where position(:words in r.text) > 0 and r.client_id = :client limit 1")
                .param("words", words)
                .param("client", clientId)
                .query(PortalLook::request)
                .optional();
    }

    String numberOf(UUID request) {
        return portalDatabase
                .sql("select 'REQ-' || number from portal.request where id = ?")
                .param(request)
                .query(String.class)
                .single();
    }

    /** The request that is kept as this record at a vendor. */
    Optional<Request> requestOf(String connection, String recordId) {
        return portalDatabase
                .sql(REQUEST + " where r.origin_account = :account and r.origin_id ~ ('(^|[^0-9])' || :record || '$')")
                .param("account", connection)
                .param("record", recordId)
                .query(PortalLook::request)
                .optional();
    }

    int countRequests(String subject) {
        return portalDatabase
                .sql("select count(*) from portal.request where subject = :subject")
                .param("subject", subject)
                .query(Integer.class)
                .single();
    }

    Optional<Comment> comment(UUID requestId, String words) {
        return portalDatabase
                .sql("""
                        select text, elided, by_email, visibility from portal.entry
                        where request_id = :request and kind = 'comment' and position(:words in text) > 0
                        """)
                .param("request", requestId)
                .param("words", words)
                .query((row, number) -> new Comment(
                        row.getString("text"),
                        row.getString("elided"),
                        row.getString("by_email"),
                        row.getString("visibility")))
                .optional();
    }

    int countComments(UUID requestId) {
        return portalDatabase
                .sql("select count(*) from portal.entry where request_id = :request and kind = 'comment'")
                .param("request", requestId)
                .query(Integer.class)
                .single();
    }

    /** Addresses of the people who take part. */
    List<String> participants(UUID requestId) {
        return portalDatabase
                .sql("""
                        select q.email from portal.participant p join portal.person q on q.id = p.person_id
                        where p.request_id = :request order by q.email
                        """)
                .param("request", requestId)
                .query(String.class)
                .list();
    }

    String clientName(UUID clientId) {
        return portalDatabase
                .sql("select name from portal.client where id = :id")
                .param("id", clientId)
                .query(String.class)
                .single();
    }

    int countInvoices(String number) {
        return portalDatabase
                .sql("select count(*) from portal.invoice where number = :number")
                .param("number", number)
                .query(Integer.class)
                .single();
    }

    List<String> files(UUID requestId) {
        return portalDatabase
                .sql("""
                        select f.name from portal.attachment a
                        join portal.entry e on e.id = a.entry_id
                        join portal.file f on f.id = a.file_id
                        where e.request_id = :request order by a.position
                        """)
                .param("request", requestId)
                .query(String.class)
                .list();
    }

    Optional<Invoice> invoice(String number) {
        return portalDatabase
                .sql("select * from portal.invoice where number = :number")
                .param("number", number)
                .query(PortalLook::invoice)
                .optional();
    }

    private static Request request(ResultSet row, int number) throws SQLException {
        return new Request(
                row.getObject("id", UUID.class),
                row.getString("number"),
                row.getObject("client_id", UUID.class),
                row.getString("subject"),
                row.getString("text"),
                row.getString("status"),
                row.getString("requester_email"),
                row.getString("owner"),
                row.getString("team"),
                row.getLong("version"));
    }

    private static Invoice invoice(ResultSet row, int number) throws SQLException {
        return new Invoice(
                row.getObject("id", UUID.class),
                row.getObject("client_id", UUID.class),
                row.getString("number"),
                row.getString("status"),
                row.getBigDecimal("total"),
                row.getBigDecimal("amount_due"),
                row.getString("currency"),
                row.getString("source"),
                row.getString("source_url"),
                row.getLong("version"));
    }
}
