package io.vestibule.portal.request;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.file.FileNames;
import io.vestibule.platform.file.InspectedFile;
import io.vestibule.platform.file.InspectedFile.Danger;
import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * Files of requests and comments. A file is handed over first and named by a comment or request then; only who handed it
 * over can name it. One that nobody named is swept after a day. Reading follows the entry it is attached to. What a file
 * is, its bytes say; the same bytes are kept once per request.
 */
@Repository
public class Files {

    /** The most bytes a file may have. */
    public static final int LARGEST = 30 * 1024 * 1024;

    private static final String MINE_UNTIL_SWEPT = "1 day";

    /**
     * What is known of a file without reading it.
     *
     * @param contentType by its bytes
     * @param disposition what it is for
     * @param harmless it was looked at, and nothing speaks against opening it
     * @param size in bytes
     */
    public record About(UUID id, String name, String contentType, Disposition disposition, boolean harmless, int size) {

        /** Of what could do harm no reader learns a type that would make it open by itself. */
        public String servedType() {
            return harmless ? contentType : "application/octet-stream";
        }

        /** Whether a browser shows it in its own window rather than saving it. */
        public boolean isShown() {
            return harmless && InspectedFile.isShownByBrowsers(contentType);
        }
    }

    /** A file that is read as a whole. */
    public record Content(About about, byte[] bytes) {}

    /**
     * A file that is handed over, under a key of the sender's choice.
     *
     * @param disposition what it is for
     */
    public record Upload(String key, String name, byte[] bytes, Disposition disposition) {}

    /** What a file is for. */
    public enum Disposition {
        /** To be read by itself. */
        ATTACHMENT,
        /** A picture that belongs into the text, as in a signature. */
        INLINE,
        /** The text itself as its writer laid it out; names pictures as {@code cid:<id of the file>}. */
        BODY
    }

    private final Database portalDatabase;

    Files(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** The same key and content again is the same file; the same key with other content is empty. */
    public Optional<UUID> put(Access access, Upload upload) {
        InspectedFile inspected = InspectedFile.of(upload.name(), upload.bytes());
        String sha256 = Ids.sha256(upload.bytes());
        Optional<UUID> stored = portalDatabase
                .sql("""
                        insert into portal.file (id, uploader, key, name, content_type, size, sha256, bytes, danger,
                            remark, disposition)
                        values (:id, :uploader, :key, :name, :type, :size, :sha256, :bytes, :danger, :remark,
                            :disposition)
                        on conflict on constraint file_once_per_key do nothing
                        returning id
                        """)
                .param("id", Ids.next())
                .param("uploader", uploader(access))
                .param("key", upload.key())
                .param("name", FileNames.safe(upload.name(), inspected.type(), 1))
                .param("type", inspected.type())
                .param("size", upload.bytes().length)
                .param("sha256", sha256)
                .param("bytes", Database.large(upload.bytes()))
                .param("danger", ContractJson.word(inspected.danger()))
                .param("remark", inspected.remark())
                .param("disposition", ContractJson.word(upload.disposition()))
                .query(UUID.class)
                .optional();
        return stored.isPresent() ? stored : known(access, upload.key(), sha256);
    }

    private Optional<UUID> known(Access access, String key, String sha256) {
        return portalDatabase
                .sql("select id from portal.file where uploader = ? and key = ? and sha256 = ?")
                .params(uploader(access), key, sha256)
                .query(UUID.class)
                .optional();
    }

    /** Empty unless an entry that the asker may read has the file, or the asker handed it over. */
    public Optional<Content> read(Access access, UUID id) {
        return find(access, id).map(about -> new Content(about, part(access, about, 0, about.size())));
    }

    /** The same without its bytes, for those who take them part by part. */
    public Optional<About> find(Access access, UUID id) {
        return visible(access, id, "f.id, f.name, f.content_type, f.disposition, f.danger, f.size")
                .query((row, number) -> new About(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getString("content_type"),
                        ContractJson.constant(Disposition.class, row.getString("disposition")),
                        row.getString("danger").equals(ContractJson.word(Danger.NONE)),
                        row.getInt("size")))
                .optional();
    }

    /**
     * Some of its bytes; no connection is held between parts.
     *
     * @param from how many bytes come before
     * @param most as many at most; fewer at the end of the file
     * @throws IllegalStateException when it was removed meanwhile, or may not be read any more
     */
    public byte[] part(Access access, About file, int from, int most) {
        return visible(access, file.id(), "substring(coalesce(f.bytes, s.bytes) from :from for :most)")
                .param("from", from + 1)
                .param("most", most)
                .query((row, number) -> row.getBytes(1))
                .optional()
                .orElseThrow(() -> new IllegalStateException("The file went while it was read"));
    }

    private StatementSpec visible(Access access, UUID id, String columns) {
        String attached = " exists (select from portal.attachment a join portal.entry e on e.id = a.entry_id"
                + " join portal.request r on r.id = e.request_id where a.file_id = f.id and " + Reach.visible(access)
                + " and " + Reach.visibleEntry(access) + ")";
        return Reach.bind(
                        portalDatabase.sqlOfLargeValues("select " + columns + " from portal.file f"
                                + " left join portal.file s on s.id = f.same_as where f.id = :id and"
                                + " (f.uploader = :uploader or " + attached + ")"),
                        access)
                .param("id", id)
                .param("uploader", uploader(access));
    }

    /** The same, only if it belongs to a request that this text belongs to. */
    public Optional<Content> picture(Access access, UUID text, UUID id) {
        boolean together = portalDatabase
                .sql("""
                        select exists (
                            select from portal.attachment a join portal.entry e on e.id = a.entry_id
                            join portal.entry o on o.request_id = e.request_id
                            join portal.attachment p on p.entry_id = o.id
                            where a.file_id = :text and p.file_id = :id)
                        """)
                .param("text", text)
                .param("id", id)
                .query(Boolean.class)
                .single();
        return together ? read(access, id) : Optional.empty();
    }

    Optional<Outcome> refusal(Access access, List<String> ids) {
        Set<UUID> mine = mine(access, ids);
        return ids.stream()
                .filter(id -> !mine.contains(parse(id)))
                .findFirst()
                .map(id -> Outcome.refused(
                        Refusal.UNKNOWN_FILE,
                        "There is no file " + id + " that you handed over, or it was swept. Hand it over again."));
    }

    /**
     * Makes them files of an entry, under the lock of its request. The bytes of one that the request has already are not
     * kept a second time, and a picture of the text, as the logo in each mail of somebody, is not shown again.
     *
     * @return those that are shown
     */
    List<String> attach(UUID request, UUID entry, List<String> ids) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            UUID file = UUID.fromString(ids.get(i));
            Attached attached = attached(request, file);
            UUID same = attached.same();
            if (same != null) {
                share(file, same);
            }
            boolean logo = same != null && attached.disposition() == Disposition.INLINE;
            boolean unseen = logo || attached.disposition() == Disposition.BODY;
            portalDatabase
                    .sql("insert into portal.attachment (entry_id, file_id, position, shown) values (?, ?, ?, ?)"
                            + " on conflict do nothing")
                    .params(entry, file, i, !unseen)
                    .update();
            if (!unseen) {
                shown.add(ids.get(i));
            }
        }
        return shown;
    }

    /** @param same the file of the request that holds the same bytes, null when none does */
    private record Attached(
            Disposition disposition, @Nullable UUID same) {}

    private Attached attached(UUID request, UUID file) {
        return portalDatabase
                .sql("""
                        select n.disposition, (
                            select coalesce(f.same_as, f.id)
                            from portal.entry e
                            join portal.attachment a on a.entry_id = e.id
                            join portal.file f on f.id = a.file_id
                            where e.request_id = :request and f.id <> n.id and f.sha256 = n.sha256 and f.size = n.size
                            limit 1) same
                        from portal.file n where n.id = :file
                        """)
                .param("request", request)
                .param("file", file)
                .query((row, number) -> new Attached(
                        ContractJson.constant(Disposition.class, row.getString("disposition")),
                        row.getObject("same", UUID.class)))
                .single();
    }

    /** One whose bytes others stand for keeps them. */
    private void share(UUID file, UUID first) {
        portalDatabase.sql("""
                        update portal.file set bytes = null, same_as = :first
                        where id = :file and id <> :first and same_as is null
                          and not exists (select from portal.file o where o.same_as = :file)
                        """).param("first", first).param("file", file).update();
    }

    /** Forgets what nobody named within a day. Returns how many went. */
    int sweep() {
        return portalDatabase.sql("""
                        delete from portal.file f
                        where created_at < now() - :age::interval
                          and not exists (select from portal.attachment a where a.file_id = f.id)
                          and not exists (select from portal.file o where o.same_as = f.id)
                        """).param("age", MINE_UNTIL_SWEPT).update();
    }

    private Set<UUID> mine(Access access, List<String> ids) {
        return ids.isEmpty()
                ? Set.of()
                : portalDatabase
                        .sql("select id from portal.file where id = any(:ids::uuid[]) and uploader = :uploader")
                        .param(
                                "ids",
                                ids.stream()
                                        .flatMap(id -> Stream.ofNullable(parse(id)))
                                        .map(UUID::toString)
                                        .toArray(String[]::new))
                        .param("uploader", uploader(access))
                        .query(UUID.class)
                        .set();
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
