package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Repository;

/**
 * Mails that a server has and the inbox did not receive, and those that were gone before anybody saw them. Written by
 * {@link MailboxBalance}, told on the health page and the mailbox's own page.
 */
@Repository
public class MissedMails {

    private final Database hubDatabase;

    MissedMails(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** A folder of a mailbox. */
    record Place(String connection, String folder) {}

    /** How far a folder was compared. {@code next}: the first UID that was not yet there */
    record Compared(long validity, long next) {}

    /** Mails that lie there and were not received though a later look left nothing over. */
    record Missed(Place place, List<String> uids, Instant since) {}

    Optional<Compared> compared(Place place) {
        return hubDatabase
                .sql("""
                        select uid_validity as validity, next_uid as next from hub.mailbox_balance
                        where connection = :connection and folder = :folder
                        """)
                .param("connection", place.connection())
                .param("folder", place.folder())
                .query(Compared.class)
                .optional();
    }

    void comparedTo(Place place, Compared now) {
        hubDatabase
                .sql("""
                        insert into hub.mailbox_balance (connection, folder, uid_validity, next_uid)
                        values (:connection, :folder, :validity, :next)
                        on conflict (connection, folder) do update
                        set uid_validity = excluded.uid_validity, next_uid = excluded.next_uid,
                            compared_at = clock_timestamp()
                        """)
                .param("connection", place.connection())
                .param("folder", place.folder())
                .param("validity", now.validity())
                .param("next", now.next())
                .update();
    }

    /** UIDs that lay there unreceived when it was last compared. */
    List<Long> lying(Place place, long validity) {
        return hubDatabase
                .sql("""
                        select split_part(number, ':', 2)::bigint from hub.mailbox_missed
                        where connection = :connection and folder = :folder and gone_at is null
                          and number like :validity || ':%'
                        """)
                .param("connection", place.connection())
                .param("folder", place.folder())
                .param("validity", validity)
                .query(Long.class)
                .list();
    }

    /** Keeps those of the UIDs that were not received; {@code lying}: those of them that are there now. */
    void note(Place place, long validity, Set<Long> uids, Set<Long> lying) {
        hubDatabase
                .sql("""
                        with wanted as (
                            select :validity || ':' || uid as number, uid = any(:lying) as lies
                            from unnest(:uids) as uid),
                        received as (
                            select s.number from hub.mailbox_seen s
                            join hub.inbox_message m on m.app = s.connection and m.external_id = s.external_id
                            where s.connection = :connection and s.folder = :folder
                              and s.number in (select number from wanted)),
                        found as (
                            delete from hub.mailbox_missed
                            where connection = :connection and folder = :folder
                              and number in (select number from received))
                        insert into hub.mailbox_missed (connection, folder, number, gone_at)
                        select :connection, :folder, number, case when lies then null else clock_timestamp() end
                        from wanted where number not in (select number from received)
                        on conflict (connection, folder, number) do update set gone_at = excluded.gone_at
                        """)
                .param("connection", place.connection())
                .param("folder", place.folder())
                .param("validity", validity)
                .param("uids", array(uids))
                .param("lying", array(lying))
                .update();
    }

    /** The server counts anew: its old numbers say nothing any more. */
    void forget(Place place) {
        hubDatabase
                .sql("delete from hub.mailbox_missed where connection = :connection and folder = :folder")
                .param("connection", place.connection())
                .param("folder", place.folder())
                .update();
    }

    /** A look that left nothing over two minutes after a mail was noted would have received it. */
    List<Missed> missed() {
        return hubDatabase
                .sql("""
                        select m.connection, m.folder,
                            array_agg(split_part(m.number, ':', 2) order by m.noted_at, m.number) as uids,
                            min(m.noted_at) as since
                        from hub.mailbox_missed m join hub.mailbox_watch w on w.connection = m.connection
                        where m.gone_at is null and m.noted_at < w.complete_at - interval '2 minutes'
                        group by m.connection, m.folder order by m.connection, m.folder
                        """)
                .query((row, number) -> new Missed(
                        new Place(row.getString("connection"), row.getString("folder")),
                        List.of((String[]) row.getArray("uids").getArray()),
                        row.getTimestamp("since").toInstant()))
                .list();
    }

    /** Folder and UID of the last week's mails that were gone before they were seen. */
    public List<String> gone(String connection) {
        return hubDatabase
                .sql("""
                        select folder || ' ' || split_part(number, ':', 2) from hub.mailbox_missed
                        where connection = :connection and gone_at > clock_timestamp() - interval '7 days'
                        order by gone_at, number
                        """)
                .param("connection", connection)
                .query(String.class)
                .list();
    }

    private static Long[] array(Collection<Long> numbers) {
        return numbers.toArray(Long[]::new);
    }
}
