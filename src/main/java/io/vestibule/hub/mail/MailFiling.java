package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.RequestId;
import io.vestibule.platform.database.Database;
import org.springframework.stereotype.Repository;

/** Notes of a mail that has become part of a request all that the hub keeps of it, in one statement and one commit. */
@Repository
class MailFiling {

    private static final String FILED = """
            with noted as (%s), named as (%s), cleared as (
                delete from hub.mail_undeliverable where :wrote and address = lower(:address) returning address)
            select count(*) from cleared
            """.formatted(MailThreads.NOTE, MailIdentities.BECAME);

    private final Database hubDatabase;

    MailFiling(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /**
     * A mail of the inbox.
     *
     * @param address of its author; empty when it names none
     * @param wrote whether it came from that address: then mails of ours arrive there
     */
    record Filed(long inboxId, String messageId, String address, boolean wrote) {}

    /** @return whether its author was marked as undeliverable until now */
    boolean file(Filed mail, RequestId request) {
        return hubDatabase
                        .sql(FILED)
                        .param("inboxId", mail.inboxId())
                        .param("messageId", mail.messageId())
                        .param("requestId", request.value())
                        .param("direction", "IN")
                        .param("address", mail.address())
                        .param("wrote", mail.wrote())
                        .query(Integer.class)
                        .single()
                > 0;
    }
}
