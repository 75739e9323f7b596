package io.vestibule.portal.client;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * The people of all clients in the order of change, for readers that want to prove equality. Only for those who reach
 * every client; pages use {@code People}.
 */
@Repository
public class Contacts {

    private static final String WITH_ADDRESS = """
            and p.id in (
                select q.id from portal.person q where q.email = any(:emails)
                union all
                select a.person_id from portal.person_address a where a.address = any(:emails) and a.removed_at is null)
            """;

    /**
     * Someone at a client, with the client's name.
     *
     * @param vouched not only somebody of the client says who this is: they have signed in, or the firm says so
     */
    public record Contact(
            UUID id,
            UUID clientId,
            String clientName,
            String name,
            String email,
            Role role,
            boolean billing,
            boolean admitted,
            boolean active,
            boolean vouched,
            List<String> otherAddresses,
            ChangePosition position) {

        public boolean writesFrom(String address) {
            return email.equals(address) || otherAddresses.contains(address);
        }
    }

    /**
     * Null = any.
     *
     * @param emails main addresses or further ones
     */
    public record Wanted(
            @Nullable Set<String> emails, @Nullable UUID clientId) {}

    private final Database portalDatabase;

    Contacts(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** All who write from one of these addresses, at any client. */
    public List<Contact> writingFrom(Access access, Set<String> emails) {
        return changedAfter(access, new Wanted(emails, null), ChangePosition.since(Instant.EPOCH), Integer.MAX_VALUE);
    }

    public List<Contact> changedAfter(Access access, Wanted wanted, ChangePosition after, int limit) {
        if (!access.everyClient()) {
            return List.of();
        }
        // A condition of its own, as one under "or" would read everybody
        Set<String> emails = wanted.emails();
        String withAddress = emails == null ? "" : WITH_ADDRESS;
        return portalDatabase
                .sql("""
                        select p.id, p.client_id, c.name client_name, p.name, p.email, p.role, p.billing, p.admitted,
                               p.active, p.vouched, p.changed_at,
                               array(select a.address from portal.person_address a
                                     where a.person_id = p.id and a.removed_at is null
                                     order by a.added_at, a.id) other_addresses
                        from portal.person p join portal.client c on c.id = p.client_id
                        where (p.changed_at, p.id) > (:at, :afterId)
                          and (:client::uuid is null or p.client_id = :client::uuid)
                        """ + withAddress + " order by p.changed_at, p.id limit :limit")
                .param("at", Database.at(after.at()))
                .param("afterId", after.id())
                .param("emails", emails == null ? null : emails.toArray(String[]::new))
                .param("client", wanted.clientId())
                .param("limit", limit)
                .query(Contacts::map)
                .list();
    }

    private static Contact map(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new Contact(
                id,
                row.getObject("client_id", UUID.class),
                row.getString("client_name"),
                row.getString("name"),
                row.getString("email"),
                Role.valueOf(row.getString("role")),
                row.getBoolean("billing"),
                row.getBoolean("admitted"),
                row.getBoolean("active"),
                row.getBoolean("vouched"),
                List.of((String[]) row.getArray("other_addresses").getArray()),
                new ChangePosition(
                        row.getObject("changed_at", OffsetDateTime.class).toInstant(), id));
    }
}
