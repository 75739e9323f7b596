package io.vestibule.hub.mail;

import io.vestibule.platform.database.Database;
import java.util.List;
import org.springframework.stereotype.Repository;

/** Why a mail went where it went, in words; shown beside the message in the console. */
@Repository
public class MailEvidence {

    private final Database hubDatabase;

    MailEvidence(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** Lines of the latest handling, in their order; empty for other messages than mails. */
    public List<String> of(long inboxId) {
        return hubDatabase
                .sql("select words from hub.mail_evidence where inbox_id = :id order by id")
                .param("id", inboxId)
                .query(String.class)
                .list();
    }

    /** Replaces what an earlier handling found. */
    void store(long inboxId, List<String> lines) {
        hubDatabase
                .sql("""
                        with earlier as (delete from hub.mail_evidence where inbox_id = :id)
                        insert into hub.mail_evidence (inbox_id, words)
                        select :id, words from unnest(:lines) with ordinality as found (words, place) order by place
                        """)
                .param("id", inboxId)
                .param("lines", lines.toArray(String[]::new))
                .update();
    }
}
