package io.vestibule.portal.access;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.access.PersonChange.Reason;
import io.vestibule.portal.access.PersonChange.Refused;
import io.vestibule.portal.access.PersonEvent.What;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Further addresses of clients' people: mail from there counts as theirs, and all we write goes to the main one. An
 * address is one person's in the whole house, and nobody's main address besides; only the firm's admins say whose. What
 * was taken away stays to be read. Changes answer with a value and never throw for a "no".
 */
@Repository
public class PersonAddresses {

    /** More is a list that many write from, and no person. */
    static final int MOST = 10;

    private final Database portalDatabase;
    private final People people;
    private final PersonEvents events;
    private final ClientDomains domains;
    private final Clock clock;

    PersonAddresses(Database portalDatabase, People people, PersonEvents events, ClientDomains domains, Clock clock) {
        this.portalDatabase = portalDatabase;
        this.people = people;
        this.events = events;
        this.domains = domains;
        this.clock = clock;
    }

    /** Of everybody at one client, those taken away among them, in the order of time; empty when it is out of reach. */
    public List<PersonAddress> ofClient(Access access, UUID clientId) {
        if (!access.reaches(clientId) || !access.may(Permission.SEE_PEOPLE)) {
            return List.of();
        }
        return portalDatabase
                .sql("""
                        select a.* from portal.person_address a join portal.person p on p.id = a.person_id
                        where p.client_id = :client order by a.added_at, a.id
                        """)
                .param("client", clientId)
                .query(PersonAddresses::map)
                .list();
    }

    /** Where whoever writes from this address is written to: the main address, or the same one when it is nobody's. */
    String mainOf(Access access, String email) {
        String address = People.normalized(email);
        return portalDatabase
                .sql("""
                        select p.email from portal.person_address a join portal.person p on p.id = a.person_id
                        where a.address = :address and a.removed_at is null and (:everyClient or p.client_id = :ownClient)
                        """)
                .param("address", address)
                .param("everyClient", access.everyClient())
                .param("ownClient", access.clientId())
                .query(String.class)
                .optional()
                .orElse(address);
    }

    public PersonChange add(Access access, UUID person, String email) {
        String address = People.normalized(email);
        return change(access, person, owner -> {
            if (!People.isAddress(address)) {
                return new Refused(Reason.NOT_AN_ADDRESS);
            }
            if (domains.isOfAnother(owner.clientId(), address)) {
                return new Refused(Reason.DOMAIN_OF_ANOTHER_CLIENT);
            }
            return counting(person) < MOST ? insert(access, owner, address) : new Refused(Reason.TOO_MANY_ADDRESSES);
        });
    }

    /** Mail from there is a stranger's from now on, unless its domain says otherwise. */
    public PersonChange remove(Access access, UUID person, UUID address) {
        return change(access, person, owner -> {
            Optional<String> removed = portalDatabase
                    .sql("""
                            update portal.person_address set removed_by = :by, removed_at = :at
                            where id = :id and person_id = :person and removed_at is null returning address
                            """)
                    .param("by", access.who())
                    .param("at", Database.at(clock.instant()))
                    .param("id", address)
                    .param("person", person)
                    .query(String.class)
                    .optional();
            removed.ifPresent(former -> events.note(access, person, What.ADDRESS_REMOVED, former, null));
            return removed.isPresent() ? touched(owner) : new Refused(Reason.NOT_FOUND);
        });
    }

    private PersonChange change(Access access, UUID person, Function<Person, PersonChange> step) {
        return portalDatabase.inTransaction(() -> {
            portalDatabase
                    .sql("select id from portal.person where id = :id for update")
                    .param("id", person)
                    .query(UUID.class)
                    .optional();
            Optional<Person> owner = people.find(access, person);
            if (owner.isEmpty()) {
                return new Refused(Reason.NOT_FOUND);
            }
            return mayChange(access, owner.get().clientId())
                    ? step.apply(owner.get())
                    : new Refused(Reason.NOT_ALLOWED);
        });
    }

    /** Not a Client Admin: whose an address is, counts at every client. */
    static boolean mayChange(Access access, @Nullable UUID client) {
        return client != null && access.everyClient() && access.mayChangePeopleOf(client);
    }

    private int counting(UUID person) {
        return portalDatabase
                .sql("select count(*) from portal.person_address where person_id = :person and removed_at is null")
                .param("person", person)
                .query(Integer.class)
                .single();
    }

    private PersonChange insert(Access access, Person owner, String address) {
        people.lockAddress(address);
        int rows = portalDatabase
                .sql("""
                        insert into portal.person_address (id, person_id, address, added_by, added_at)
                        select :id, :person, :address, :by, :at
                        where not exists (select from portal.person where email = :address)
                        on conflict (address) where removed_at is null do nothing
                        """)
                .param("id", Ids.next())
                .param("person", owner.id())
                .param("address", address)
                .param("by", access.who())
                .param("at", Database.at(clock.instant()))
                .update();
        if (rows == 0) {
            return new Refused(Reason.ADDRESS_TAKEN);
        }
        events.note(access, owner.id(), What.ADDRESS_ADDED, null, address);
        return touched(owner);
    }

    /** Readers of the API find the person among what changed. */
    private PersonChange touched(Person owner) {
        portalDatabase
                .sql("update portal.person set email = email where id = :id")
                .param("id", owner.id())
                .update();
        return new Changed(owner);
    }

    private static PersonAddress map(ResultSet row, int number) throws SQLException {
        return new PersonAddress(
                row.getObject("id", UUID.class),
                row.getObject("person_id", UUID.class),
                row.getString("address"),
                row.getString("added_by"),
                row.getObject("added_at", OffsetDateTime.class).toInstant(),
                row.getString("removed_by"),
                instant(row.getObject("removed_at", OffsetDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
