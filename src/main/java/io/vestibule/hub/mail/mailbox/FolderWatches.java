package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Repository;

/** Since when the folders of mailboxes are read, and which of them can't be while others can. */
@Repository
class FolderWatches {

    /** A mailbox's first folder is read as long as the mailbox is watched. */
    private static final String NEW = """
            case when exists (
                select from hub.mailbox_folder other
                where other.connection = w.connection and other.read_since is not null)
            then clock_timestamp() else w.watched_since end""";

    private final Database hubDatabase;

    FolderWatches(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** A folder that can't be read. {@code failure}: description and action */
    record Failing(String connection, String folder, Instant since, String failure) {}

    /**
     * From when the mails of a folder are looked at: two weeks before the last look that left nothing over, but not before
     * the day the mailbox was connected, and for one that was added later not before the day it was first read.
     */
    Instant windowStart(String connection, String folder) {
        return hubDatabase
                .sql("""
                        select greatest(
                            coalesce(f.read_since, %s) - interval '1 day',
                            coalesce(w.complete_at, w.watched_since) - interval '14 days') as start
                        from hub.mailbox_watch w
                        left join hub.mailbox_folder f on f.connection = w.connection and f.folder = :folder
                        where w.connection = :connection
                        """.formatted(NEW))
                .param("connection", connection)
                .param("folder", folder)
                .query((row, number) -> row.getTimestamp("start").toInstant())
                .single();
    }

    void works(String connection, String folder) {
        hubDatabase
                .sql("""
                        insert into hub.mailbox_folder as f (connection, folder, read_since)
                        select w.connection, :folder, %s
                        from hub.mailbox_watch w where w.connection = :connection
                        on conflict (connection, folder) do update
                        set read_since = coalesce(f.read_since, excluded.read_since),
                            failing_since = null, failure = null
                        """.formatted(NEW))
                .param("connection", connection)
                .param("folder", folder)
                .update();
    }

    void fails(String connection, String folder, String failure) {
        hubDatabase
                .sql("""
                        insert into hub.mailbox_folder as f (connection, folder, failing_since, failure)
                        values (:connection, :folder, clock_timestamp(), :failure)
                        on conflict (connection, folder) do update
                        set failing_since = coalesce(f.failing_since, excluded.failing_since),
                            failure = excluded.failure
                        """)
                .param("connection", connection)
                .param("folder", folder)
                .param("failure", failure)
                .update();
    }

    /** Those that are no longer read do not fail either. */
    void onlyRead(String connection, List<String> folders) {
        hubDatabase
                .sql("""
                        update hub.mailbox_folder set failing_since = null, failure = null
                        where connection = :connection and folder <> all(:folders) and failing_since is not null
                        """)
                .param("connection", connection)
                .param("folders", folders.toArray(String[]::new))
                .update();
    }

    /** Those that fail for longer than that. */
    List<Failing> failing(Duration tooLong) {
        return hubDatabase
                .sql("""
                        select connection, folder, failing_since as since, failure from hub.mailbox_folder
                        where failing_since < clock_timestamp() - make_interval(secs => :tooLong)
                        order by connection, folder
                        """)
                .param("tooLong", tooLong.toSeconds())
                .query((row, number) -> new Failing(
                        row.getString("connection"),
                        row.getString("folder"),
                        row.getTimestamp("since").toInstant(),
                        row.getString("failure")))
                .list();
    }
}
