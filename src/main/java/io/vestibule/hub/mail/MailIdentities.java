package io.vestibule.hub.mail;

import io.vestibule.hub.inbox.InboxState;
import io.vestibule.platform.database.Database;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * Knows every mail that was handled by its Message-ID and by the hash of its sender and body, so that the same mail in
 * two mailboxes becomes one request, and a reused Message-ID is noticed. Of several copies one stands for the mail; when
 * it was turned away, which may be a rule of its mailbox only, the next one does.
 */
@Repository
class MailIdentities {

    /** Notes what a mail, {@code :inboxId}, became: {@code :requestId}. */
    static final String BECAME = "update hub.mail_message set request_id = :requestId where inbox_id = :inboxId";

    /** Of a mail that became nothing and asks nobody. */
    private static final Set<InboxState> TURNED_AWAY = Set.of(InboxState.IGNORED, InboxState.REFUSED);

    private static final String KNOWN = """
            select m.inbox_id, m.connection, m.message_id, m.unanswerable, m.request_id, i.state
            from hub.mail_message m join hub.inbox_message i on i.id = m.inbox_id
            """;

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
            @Nullable String requestId,
            InboxState state) {

        boolean isTurnedAway() {
            return requestId == null && TURNED_AWAY.contains(state);
        }

        /** Nothing is left to do for another copy: it became something, or a person is asked about it. */
        boolean isSettled() {
            return requestId != null || !(TURNED_AWAY.contains(state) || InboxState.OPEN.contains(state));
        }
    }

    /** A mail about to be handled. {@code unanswerable}: why nobody may be answered automatically, null = may be */
    record Mail(
            long inboxId,
            String connection,
            String messageId,
            String externalId,
            @Nullable String sender,
            @Nullable String unanswerable) {}

    /** Registers the mail; answers with the other copy when one that was not turned away stands for it already. */
    Optional<Known> register(Mail mail) {
        return isNew(mail) || takesOver(mail)
                ? Optional.empty()
                : byExternalId(mail.externalId()).filter(known -> known.inboxId() != mail.inboxId());
    }

    private boolean isNew(Mail mail) {
        return of(mail, """
                        insert into hub.mail_message (inbox_id, connection, message_id, external_id, sender, unanswerable)
                        values (:inboxId, :connection, :messageId, :externalId, :sender, :unanswerable)
                        on conflict do nothing
                        """).update() > 0;
    }

    /** Holds the message of the other copy, so that it is not replayed at the same moment. */
    private boolean takesOver(Mail mail) {
        return of(mail, """
                        with other as (
                            select id from hub.inbox_message
                            where id = (select inbox_id from hub.mail_message where external_id = :externalId)
                              and state = any(:turnedAway)
                            for no key update)
                        update hub.mail_message m set inbox_id = :inboxId, connection = :connection,
                            message_id = :messageId, sender = :sender, unanswerable = :unanswerable
                        from other
                        where m.inbox_id = other.id and m.external_id = :externalId and m.request_id is null
                        """)
                        .param(
                                "turnedAway",
                                TURNED_AWAY.stream().map(Enum::name).toArray(String[]::new))
                        .update()
                > 0;
    }

    private StatementSpec of(Mail mail, String sql) {
        return hubDatabase
                .sql(sql)
                .param("inboxId", mail.inboxId())
                .param("connection", mail.connection())
                .param("messageId", mail.messageId())
                .param("externalId", mail.externalId())
                .param("sender", mail.sender())
                .param("unanswerable", mail.unanswerable());
    }

    Optional<Known> byExternalId(String externalId) {
        return hubDatabase
                .sql(KNOWN + "where m.external_id = :externalId")
                .param("externalId", externalId)
                .query(Known.class)
                .optional();
    }

    /** An older mail with this Message-ID and another sender or body. */
    Optional<Known> sameIdOtherMail(String messageId, String externalId, long before) {
        return hubDatabase
                .sql(KNOWN + """
                        where m.message_id = :messageId and m.external_id <> :externalId and m.inbox_id < :before
                        order by m.inbox_id limit 1
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
