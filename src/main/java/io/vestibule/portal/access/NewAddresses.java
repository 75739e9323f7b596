package io.vestibule.portal.access;

import io.vestibule.platform.database.Columns;
import io.vestibule.platform.database.Database;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Addresses of which a transaction is about to make people known. It locks them in one order before it begins: two that
 * took them in the order in which mails name them would wait for each other.
 */
@Repository
public class NewAddresses {

    private final Database portalDatabase;

    NewAddresses(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** Somebody at a client, or at the client of a request. */
    public record Named(@Nullable UUID client, @Nullable UUID request, String email) {}

    /** Those that are nobody's there, each once, in the order in which they are locked. Only for peers: people name nobody new. */
    public List<String> among(Access peer, List<Named> named) {
        return named.isEmpty() || peer.isPerson()
                ? List.of()
                : portalDatabase
                        .sql("""
                                select distinct n.email
                                from unnest(:clients::uuid[], :requests::uuid[], :emails) as n (client, request, email)
                                where not exists (
                                    select from portal.person p where p.email = n.email and p.client_id = coalesce(
                                        n.client, (select r.client_id from portal.request r where r.id = n.request)))
                                order by n.email
                                """)
                        .param("clients", Columns.texts(named, one -> text(one.client())))
                        .param("requests", Columns.texts(named, one -> text(one.request())))
                        .param("emails", Columns.texts(named, one -> People.normalized(one.email())))
                        .query(String.class)
                        .list();
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    /** Until the end of the open transaction. */
    public void lock(Access peer, List<String> addresses) {
        if (!peer.isPerson()) {
            portalDatabase
                    .sql("select " + People.LOCK_ADDRESS + " from unnest(:addresses) as new (email)")
                    .param("addresses", addresses.toArray(String[]::new))
                    .query(row -> {});
        }
    }
}
