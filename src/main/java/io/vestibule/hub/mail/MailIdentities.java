package io.vestibule.hub.mail;

import io.vestibule.platform.database.Database;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Knows every mail that was handled by its Message-ID and by the hash of its sender and body, so that the same mail in
 * two mailboxes becomes one request, and a reused Message-ID is noticed.
 */
@Repository
class MailIdentities {

    /** Notes what a mail, {@code :inboxId}, became: {@code :requestId}. */
    static final String BECAME = "update hub.mail_message set request_id = :requestId where inbox_id = :inboxId";

    private final Database hubDatabase;

    MailIdentities(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** A mail as it was handled. {@code requestId}: what it became, null when nothing yet */
    record Known(
            long inboxId,
            String connection,
            String messageId,
            @Nullable String unanswerable,
            @Nullable String requestId) {}

    /** A mail about to be handled. {@code unanswerable}: why nobody may be answered automatically, null = may be */
    record Mail(
            long inboxId,
            String connection,
            String messageId,
            String externalId,
            @Nullable String sender,
            @Nullable String unanswerable) {}

    /** Registers the mail; answers with the other row when the very same mail was registered before. */
    Optional<Known> register(Mail mail) {
        return isNew(mail)
                ? Optional.empty()
                : byExternalId(mail.externalId()).filter(known -> known.inboxId() != mail.inboxId());
    }

    private boolean isNew(Mail mail) {
        return hubDatabase
                        .sql("""
                        insert into hub.mail_message (inbox_id, connection, message_id, external_id, sender, unanswerable)
                        values (:inboxId, :connection, :messageId, :externalId, :sender, :unanswerable)
                        on conflict do nothing
                        """)
                        .param("inboxId", mail.inboxId())
                        .param("connection", mail.connection())
                        .param("messageId", mail.messageId())
                        .param("externalId", mail.externalId())
                        .param("sender", mail.sender())
                        .param("unanswerable", mail.unanswerable())
                        .update()
                > 0;
    }

    Optional<Known> byExternalId(String externalId) {
        return hubDatabase
                .sql("""
                        select inbox_id, connection, message_id, unanswerable, request_id from hub.mail_message
                        where external_id = :externalId
                        """)
                .param("externalId", externalId)
                .query(Known.class)
                .optional();
    }

    /** An older mail with this Message-ID and another sender or body. */
    Optional<Known> sameIdOtherMail(String messageId, String externalId, long before) {
        return hubDatabase
                .sql("""
                        select inbox_id, connection, message_id, unanswerable, request_id from hub.mail_message
                        where message_id = :messageId and external_id <> :externalId and inbox_id < :before
                        order by inbox_id limit 1
                        """)
                .param("messageId", messageId)
                .param("externalId", externalId)
                .param("before", before)
                .query(Known.class)
                .optional();
    }

    /** Nobody is acknowledged for this mail, for a reason found later. */
    void leaveUnanswered(long inboxId, String reason) {
        hubDatabase
                .sql("update hub.mail_message set unanswerable = :reason where inbox_id = :inboxId")
                .param("reason", reason)
                .param("inboxId", inboxId)
                .update();
    }
}
