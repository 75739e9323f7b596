package io.vestibule.hub.mail;

import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.platform.database.Database;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Senders whose mails are taken in one mailbox in spite of a doubt, until somebody removes them from the list. Only for
 * doubts about how much and how a sender writes: whether a mail is genuine, or a file dangerous, is asked each time.
 */
@Repository
public class AllowedSenders {

    private static final Set<String> ALLOWABLE = Set.of("burst", "message-id-reused");

    private final Database hubDatabase;

    AllowedSenders(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /**
     * @param mailbox name of the connection
     * @param sender an address, or a whole domain with an at sign in front
     * @param doubt one of the {@link Doubts}
     * @param removedAt null while it counts
     */
    public record Allowed(
            long id,
            String mailbox,
            String sender,
            String doubt,
            Instant allowedAt,
            String allowedBy,
            @Nullable Instant removedAt,
            @Nullable String removedBy) {}

    public static boolean isAllowable(@Nullable String doubt) {
        return doubt != null && ALLOWABLE.contains(doubt);
    }

    /** Whom this mail names as its sender, in lower case; empty when it was not handled or names nobody. */
    public Optional<String> senderOf(long inboxId) {
        return hubDatabase
                .sql("select sender from hub.mail_message where inbox_id = :id and sender is not null")
                .param("id", inboxId)
                .query(String.class)
                .optional();
    }

    /** Counts from the next handling on. False when it stands in the list already. */
    public boolean allow(String mailbox, String sender, String doubt, String by) {
        if (!isAllowable(doubt)) {
            throw new IllegalArgumentException("No list lets mail in that is held as " + doubt);
        }
        return hubDatabase
                        .sql("""
                                insert into hub.mail_allowed (mailbox, sender, doubt, allowed_by)
                                values (:mailbox, :sender, :doubt, :by)
                                on conflict (mailbox, sender, doubt) where removed_at is null do nothing
                                """)
                        .param("mailbox", mailbox)
                        .param("sender", sender)
                        .param("doubt", doubt)
                        .param("by", by)
                        .update()
                > 0;
    }

    /** What it let in stays. False when it was removed already. */
    public boolean remove(long id, String by) {
        return hubDatabase.sql("""
                                update hub.mail_allowed set removed_at = clock_timestamp(), removed_by = :by
                                where id = :id and removed_at is null
                                """).param("id", id).param("by", by).update() > 0;
    }

    /** Those that count, then those that were removed; the latest first. */
    public List<Allowed> list(int atMost) {
        return hubDatabase
                .sql("select * from hub.mail_allowed order by removed_at desc nulls first, id desc limit :atMost")
                .param("atMost", atMost)
                .query((row, number) -> {
                    Timestamp removedAt = row.getTimestamp("removed_at");
                    return new Allowed(
                            row.getLong("id"),
                            row.getString("mailbox"),
                            row.getString("sender"),
                            row.getString("doubt"),
                            row.getTimestamp("allowed_at").toInstant(),
                            row.getString("allowed_by"),
                            removedAt == null ? null : removedAt.toInstant(),
                            row.getString("removed_by"));
                })
                .list();
    }

    /** Whether the mail's sender stands in the list; then its evidence says so. */
    boolean covers(MailCase mailCase, String doubt) {
        MailAddress from = mailCase.from();
        Optional<String> by = from == null ? Optional.empty() : allowedBy(mailCase.mailbox(), from, doubt);
        by.ifPresent(person -> mailCase.evidence()
                .add("%s decided that mails of this sender are taken here all the same (%s)."
                        .formatted(person, doubt.replace('-', ' '))));
        return by.isPresent();
    }

    private Optional<String> allowedBy(String mailbox, MailAddress from, String doubt) {
        return hubDatabase
                .sql("""
                        select allowed_by from hub.mail_allowed
                        where mailbox = :mailbox and doubt = :doubt and removed_at is null
                        and sender in (:address, :domain) limit 1
                        """)
                .param("mailbox", mailbox)
                .param("doubt", doubt)
                .param("address", from.email())
                .param("domain", "@" + from.domain())
                .query(String.class)
                .optional();
    }
}
