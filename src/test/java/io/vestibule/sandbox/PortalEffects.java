package io.vestibule.sandbox;

import io.vestibule.platform.database.Database;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks in the portal's tables for what a button of the sandbox caused, to link to it. */
@Component
class PortalEffects {

    private final Database portalDatabase;

    PortalEffects(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** Number of the request with exactly this subject. */
    Optional<String> request(String subject) {
        return portalDatabase
                .sql(
                        "select 'REQ-' || number from portal.request where subject = :subject order by number desc limit 1")
                .param("subject", subject)
                .query(String.class)
                .optional();
    }

    /** Number of the request whose conversation holds these words. */
    Optional<String> commented(String words) {
        return portalDatabase.sql("""
                        select 'REQ-' || r.number
                        from portal.entry e join portal.request r on r.id = e.request_id
                        where e.kind = 'comment' and position(:words in e.text) > 0
                        limit 1
                        """).param("words", words).query(String.class).optional();
    }

    /** Id of the invoice with this number once it stands at this status. */
    Optional<String> invoice(String number, String status) {
        return portalDatabase
                .sql("select id::text from portal.invoice where number = :number and status = :status limit 1")
                .param("number", number)
                .param("status", status)
                .query(String.class)
                .optional();
    }

    /** Number of the request that this record of the CRM became, once it stands at this status. */
    Optional<String> linked(String connection, String externalId, String status) {
        return portalDatabase
                .sql("""
                        select 'REQ-' || number from portal.request
                        where origin_account = :connection and origin_id like '%' || :external and status = :status
                        limit 1
                        """)
                .param("connection", connection)
                .param("external", externalId)
                .param("status", status)
                .query(String.class)
                .optional();
    }
}
