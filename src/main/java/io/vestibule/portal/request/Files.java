package io.vestibule.portal.request;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Files of requests and comments. A file is handed over first and named by a comment or request then; only who handed it
 * over can name it. One that nobody named is swept after a day. Reading follows the entry it is attached to.
 */
@Repository
public class Files {

    /** The most bytes a file may have. */
    public static final int LARGEST = 30 * 1024 * 1024;

    private static final String MINE_UNTIL_SWEPT = "1 day";

    /** A file that is read. */
    public record Content(String name, String contentType, byte[] bytes) {}

    /** A file that is handed over, under a key of the sender's choice. */
    public record Upload(String key, String name, String contentType, byte[] bytes) {}

    private final Database portalDatabase;

    Files(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** The same key and content again is the same file; the same key with other content is empty. */
    public Optional<UUID> put(Access access, Upload upload) {
        String sha256 = Ids.sha256(upload.bytes());
        portalDatabase
                .sql("""
                        insert into portal.file (id, uploader, key, name, content_type, size, sha256, bytes)
                        values (:id, :uploader, :key, :name, :type, :size, :sha256, :bytes)
                        on conflict on constraint file_once_per_key do nothing
                        """)
                .param("id", Ids.next())
                .param("uploader", uploader(access))
                .param("key", upload.key())
                .param("name", upload.name())
                .param("type", upload.contentType())
                .param("size", upload.bytes().length)
                .param("sha256", sha256)
                .param("bytes", upload.bytes())
                .update();
        return portalDatabase
                .sql("select id from portal.file where uploader = ? and key = ? and sha256 = ?")
                .params(uploader(access), upload.key(), sha256)
                .query(UUID.class)
                .optional();
    }

    /** Empty unless an entry that the asker may read has the file, or the asker handed it over. */
    public Optional<Content> read(Access access, UUID id) {
        String attached = " exists (select from portal.attachment a join portal.entry e on e.id = a.entry_id"
                + " join portal.request r on r.id = e.request_id where a.file_id = f.id and " + Reach.visible(access)
                + " and " + Reach.visibleEntry(access) + ")";
        return Reach.bind(
                        portalDatabase.sql(
                                "select f.name, f.content_type, f.bytes from portal.file f where f.id = :id and"
                                        + " (f.uploader = :uploader or " + attached + ")"),
                        access)
                .param("id", id)
                .param("uploader", uploader(access))
                .query((row, number) ->
                        new Content(row.getString("name"), row.getString("content_type"), row.getBytes("bytes")))
                .optional();
    }

    Optional<Outcome> refusal(Access access, List<String> ids) {
        return ids.stream()
                .filter(id -> !isMine(access, id))
                .findFirst()
                .map(id -> Outcome.refused(
                        Refusal.UNKNOWN_FILE,
                        "There is no file " + id + " that you handed over, or it was swept. Hand it over again."));
    }

    /** Forgets what nobody named within a day. Returns how many went. */
    int sweep() {
        return portalDatabase.sql("""
                        delete from portal.file f
                        where created_at < now() - :age::interval
                          and not exists (select from portal.attachment a where a.file_id = f.id)
                        """).param("age", MINE_UNTIL_SWEPT).update();
    }

    private boolean isMine(Access access, String id) {
        UUID parsed = parse(id);
        return parsed != null
                && portalDatabase
                        .sql("select exists (select from portal.file where id = ? and uploader = ?)")
                        .params(parsed, uploader(access))
                        .query(Boolean.class)
                        .single();
    }

    private static String uploader(Access access) {
        return access.isPerson() ? "person:" + access.personId() : "peer:" + access.who();
    }

    private static @Nullable UUID parse(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
