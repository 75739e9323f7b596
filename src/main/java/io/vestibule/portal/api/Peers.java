package io.vestibule.portal.api;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.contract.ContractJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Repository;

/**
 * The systems that may use the API, with their scopes. Tokens are stored hashed; a peer has two while they are rotated:
 * the new one counts at once, the old ones until their time is over.
 */
@Repository
public class Peers {

    /** A system that showed a valid token. */
    public record Peer(String name, Set<Scope> scopes) {}

    private final Database portalDatabase;

    Peers(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    Optional<Peer> withToken(String token) {
        return portalDatabase
                .sql("""
                        select p.name, p.scopes
                        from portal.peer_token t join portal.peer p on p.name = t.peer
                        where t.token_hash = ? and (t.expires_at is null or t.expires_at > now())
                        """)
                .param(Ids.sha256(token))
                .query((row, number) -> new Peer(row.getString("name"), scopes((String[])
                        row.getArray("scopes").getArray())))
                .optional();
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
                    .param(
                            "scopes",
                            peer.scopes().stream().map(ContractJson::word).toArray(String[]::new))
                    .update();
            portalDatabase
                    .sql("insert into portal.peer_token (token_hash, peer) values (?, ?) on conflict do nothing")
                    .params(Ids.sha256(token), peer.name())
                    .update();
        });
    }

    /**
     * Gives the peer a new token, shown once and never again.
     *
     * @param overlap how long the tokens it has still count
     */
    public String rotate(Access access, String peer, Duration overlap) {
        require(access);
        String token = Ids.token();
        portalDatabase.inTransaction(() -> {
            portalDatabase
                    .sql("""
                            update portal.peer_token
                            set expires_at = least(expires_at, now() + make_interval(secs => :seconds))
                            where peer = :peer
                            """)
                    .param("peer", peer)
                    .param("seconds", (double) overlap.toSeconds())
                    .update();
            portalDatabase
                    .sql("insert into portal.peer_token (token_hash, peer) values (?, ?)")
                    .params(Ids.sha256(token), peer)
                    .update();
        });
        return token;
    }

    private static void require(Access access) {
        if (!access.may(Permission.CHANGE_CONSOLE)) {
            throw new IllegalArgumentException("Only the portal itself and an Internal Admin manage peers");
        }
    }

    private static Set<Scope> scopes(String[] words) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(words)
                .map(word -> ContractJson.constant(Scope.class, word))
                .forEach(scopes::add);
        return scopes;
    }
}
