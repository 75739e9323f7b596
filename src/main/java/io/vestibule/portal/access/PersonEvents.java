package io.vestibule.portal.access;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access.Kind;
import io.vestibule.portal.access.PersonEvent.What;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * What was done to people, and by whom. Whoever changes a person notes it in the transaction of the change; nothing
 * noted is ever changed. Passwords, links and tokens are never among the values.
 */
@Repository
class PersonEvents {

    private final Database portalDatabase;
    private final Clock clock;

    PersonEvents(Database portalDatabase, Clock clock) {
        this.portalDatabase = portalDatabase;
        this.clock = clock;
    }

    /** In the open transaction. */
    void note(Access by, UUID person, What what, @Nullable String former, @Nullable String present) {
        portalDatabase
                .sql("""
                        insert into portal.person_event
                            (person_id, what, former, present, by_kind, by_id, by_name, by_firm, at)
                        values (:person, :what, :former, :present, :byKind, :byId, :byName, :byFirm, :at)
                        """)
                .param("person", person)
                .param("what", what.name())
                .param("former", former)
                .param("present", present)
                .param("byKind", by.kind().name())
                .param("byId", by.personId())
                .param("byName", by.who())
                .param("byFirm", by.everyClient())
                .param("at", Database.at(clock.instant()))
                .update();
    }

    /**
     * Newest first; empty for those who may not change this person. Further addresses are the firm's matter: one that was
     * added by mistake may be somebody else's.
     */
    List<PersonEvent> latest(Access access, UUID person, int limit) {
        if (!access.may(Permission.CHANGE_PEOPLE)) {
            return List.of();
        }
        return portalDatabase
                .sql("""
                        select e.id, e.what, e.former, e.present, e.by_kind, e.at,
                               case when :everyClient or not e.by_firm then e.by_name end by_name
                        from portal.person_event e join portal.person p on p.id = e.person_id
                        where e.person_id = :person and (:everyClient or p.client_id = :ownClient)
                          and (:everyClient or e.what not in ('ADDRESS_ADDED', 'ADDRESS_REMOVED'))
                        order by e.id desc limit :limit
                        """)
                .param("everyClient", access.everyClient())
                .param("ownClient", access.clientId())
                .param("person", person)
                .param("limit", limit)
                .query(PersonEvents::map)
                .list();
    }

    private static PersonEvent map(ResultSet row, int number) throws SQLException {
        return new PersonEvent(
                row.getLong("id"),
                What.valueOf(row.getString("what")),
                row.getString("former"),
                row.getString("present"),
                Kind.valueOf(row.getString("by_kind")),
                row.getString("by_name"),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }
}
