package io.vestibule.portal.api;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.contract.ContractJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * The systems that may use the API, with their scopes. Tokens are stored hashed; a peer has two while they are rotated:
 * the new one counts at once, the old ones until their time is over.
 */
@Repository
public class Peers {

    /** A system that showed a valid token. */
    public record Peer(String name, Set<Scope> scopes) {}

    /** Noting each call would double the work of the API. */
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    /**
     * A system as the firm's admins see it.
     *
     * @param lastUsedAt within a minute; null = never
     * @param oldTokenUntil how long tokens that were replaced still count, null when none does
     * @param oldTokenUsedAt when one of these was used last, null = never
     */
    public record Admitted(
            Peer peer,
            @Nullable Instant lastUsedAt,
            @Nullable Instant oldTokenUntil,
            @Nullable Instant oldTokenUsedAt) {}

    /** @param what admitted, rotated or removed */
    public record Change(String peer, String what, String by, Instant at) {}

    private final Database portalDatabase;

    Peers(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    Optional<Peer> withToken(String token) {
        return portalDatabase
                .sql("""
                        select p.name, p.scopes,
                            coalesce(t.last_used_at < now() - make_interval(secs => :pause), true) as unnoted
                        from portal.peer_token t join portal.peer p on p.name = t.peer
                        where t.token_hash = :hash and (t.expires_at is null or t.expires_at > now())
                        """)
                .param("hash", Ids.sha256(token))
                .param("pause", (double) USE_NOTED_EVERY.toSeconds())
                .query((row, number) ->
                        new Shown(new Peer(row.getString("name"), scopes(row)), row.getBoolean("unnoted")))
                .optional()
                .map(shown -> {
                    if (shown.unnoted()) {
                        noteUse(token);
                    }
                    return shown.peer();
                });
    }

    /** @param unnoted the last use that stands in the store is too old to tell */
    private record Shown(Peer peer, boolean unnoted) {}

    private void noteUse(String token) {
        portalDatabase
                .sql("update portal.peer_token set last_used_at = now() where token_hash = ?")
                .param(Ids.sha256(token))
                .update();
    }

    /** Makes the peer known, with these scopes and this token beside the ones it has. Doing it again changes nothing. */
    public void admit(Access access, Peer peer, String token) {
        require(access);
        portalDatabase.inTransaction(() -> {
            portalDatabase
                    .sql("""
                            insert into portal.peer (name, scopes) values (:name, :scopes::text[])
                            on conflict (name) do update set scopes = excluded.scopes
                            """)
                    .param("name", peer.name())
                    .param("scopes", words(peer.scopes()))
                    .update();
            portalDatabase
                    .sql("insert into portal.peer_token (token_hash, peer) values (?, ?) on conflict do nothing")
                    .params(Ids.sha256(token), peer.name())
                    .update();
        });
    }

    /** All systems by name. */
    public List<Admitted> all(Access access) {
        require(access);
        return portalDatabase
                .sql("""
                        select p.name, p.scopes, max(t.last_used_at) as last_used_at,
                            max(t.expires_at) filter (where t.expires_at > now()) as old_until,
                            max(t.last_used_at) filter (where t.expires_at > now()) as old_used_at
                        from portal.peer p left join portal.peer_token t on t.peer = p.name
                        group by p.name, p.scopes order by p.name
                        """)
                .query((row, number) -> new Admitted(
                        new Peer(row.getString("name"), scopes(row)),
                        instant(row.getTimestamp("last_used_at")),
                        instant(row.getTimestamp("old_until")),
                        instant(row.getTimestamp("old_used_at"))))
                .list();
    }

    /** What was done about them, latest first. */
    public List<Change> changes(Access access) {
        require(access);
        return portalDatabase
                .sql("select * from portal.peer_change order by id desc limit 50")
                .query((row, number) -> new Change(
                        row.getString("peer"),
                        row.getString("what"),
                        row.getString("by_whom"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    /** Lets another system in. Its token, shown once and never again; empty when the name is taken. */
    public Optional<String> create(Access access, Peer peer) {
        require(access);
        return portalDatabase.inTransaction(() -> {
            int created = portalDatabase
                    .sql(
                            "insert into portal.peer (name, scopes) values (:name, :scopes::text[]) on conflict do nothing")
                    .param("name", peer.name())
                    .param("scopes", words(peer.scopes()))
                    .update();
            if (created == 0) {
                return Optional.empty();
            }
            note(peer.name(), "admitted", access);
            return Optional.of(newToken(peer.name()));
        });
    }

    /** Its tokens count no longer. False when there is no such system, or it is the hub of this installation. */
    public boolean remove(Access access, String peer) {
        require(access);
        return portalDatabase.inTransaction(() -> {
            int removed = portalDatabase
                    .sql("delete from portal.peer where name = :name and name <> :own")
                    .param("name", peer)
                    .param("own", BuiltInPeer.NAME)
                    .update();
            if (removed > 0) {
                note(peer, "removed", access);
            }
            return removed > 0;
        });
    }

    /**
     * Gives the peer a new token, shown once and never again.
     *
     * @param overlap how long the tokens it has still count
     * @return empty when there is no such system, or it is the hub of this installation, which holds its token itself
     */
    public Optional<String> rotate(Access access, String peer, Duration overlap) {
        require(access);
        return portalDatabase.inTransaction(() -> {
            boolean known = portalDatabase
                    .sql("select exists (select from portal.peer where name = :name and name <> :own)")
                    .param("name", peer)
                    .param("own", BuiltInPeer.NAME)
                    .query(Boolean.class)
                    .single();
            if (!known) {
                return Optional.empty();
            }
            retire(peer, overlap);
            note(peer, "rotated", access);
            return Optional.of(newToken(peer));
        });
    }

    private void retire(String peer, Duration overlap) {
        portalDatabase.sql("""
                        delete from portal.peer_token where peer = :peer and expires_at <= now()
                        """).param("peer", peer).update();
        portalDatabase
                .sql("""
                        update portal.peer_token
                        set expires_at = least(expires_at, now() + make_interval(secs => :seconds))
                        where peer = :peer
                        """)
                .param("peer", peer)
                .param("seconds", (double) overlap.toSeconds())
                .update();
    }

    private String newToken(String peer) {
        String token = Ids.token();
        portalDatabase
                .sql("insert into portal.peer_token (token_hash, peer) values (?, ?)")
                .params(Ids.sha256(token), peer)
                .update();
        return token;
    }

    private void note(String peer, String what, Access access) {
        portalDatabase
                .sql("insert into portal.peer_change (peer, what, by_whom) values (?, ?, ?)")
                .params(peer, what, access.who())
                .update();
    }

    private static void require(Access access) {
        if (!access.may(Permission.CHANGE_CONSOLE)) {
            throw new IllegalArgumentException("Only the portal itself and an Internal Admin manage peers");
        }
    }

    private static String[] words(Set<Scope> scopes) {
        return scopes.stream().map(ContractJson::word).toArray(String[]::new);
    }

    private static Set<Scope> scopes(ResultSet row) throws SQLException {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream((String[]) row.getArray("scopes").getArray())
                .map(word -> ContractJson.constant(Scope.class, word))
                .forEach(scopes::add);
        return scopes;
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
