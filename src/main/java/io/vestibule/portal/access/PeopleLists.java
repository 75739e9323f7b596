package io.vestibule.portal.access;

import io.vestibule.platform.database.Database;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * The people of one client, or the firm's own, in pages: first those who wait to be admitted, then all by name. Nobody
 * outside the reach of the {@link Access} is among them.
 */
@Repository
class PeopleLists {

    private static final String MATCHING = """
             where %s
             and (:everyClient or client_id = :ownClient) and :seesPeople
             and (:text::text is null or position(:text in lower(name)) > 0 or position(:text in email) > 0
                 or id in (select a.person_id from portal.person_address a
                           where a.removed_at is null and position(:text in a.address) > 0))
            """;
    /** Only somebody of the same list says where it goes on; with anybody else it begins at the top. */
    private static final String BEHIND = """
             and (:after::uuid is null or (admitted, name, email, id) > (
                 select b.admitted, b.name, b.email, b.id from portal.person b
                 where b.id = :after::uuid and b.client_id is not distinct from :client::uuid)
                 or not exists (select from portal.person b
                     where b.id = :after::uuid and b.client_id is not distinct from :client::uuid))
             order by admitted, name, email, id limit :limit
            """;

    private final Database portalDatabase;

    PeopleLists(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /**
     * @param client null = the firm's own people
     * @param text part of the name or of an address, in lower case; null = everybody
     */
    record Wanted(@Nullable UUID client, @Nullable String text) {}

    /** @param next after whom the following page begins, null on the last one */
    record Page(List<Person> people, @Nullable UUID next) {}

    /** @param after as {@link Page#next} said; null = from the top */
    Page page(Access access, Wanted wanted, @Nullable UUID after, int limit) {
        List<Person> found = matching(access, wanted, People.PERSON + MATCHING + BEHIND)
                .param("after", after)
                .param("limit", limit + 1)
                .query(PersonRow::map)
                .list();
        List<Person> people = found.stream().limit(limit).toList();
        return new Page(people, found.size() > limit ? people.getLast().id() : null);
    }

    long count(Access access, Wanted wanted) {
        return matching(access, wanted, "select count(*) from portal.person" + MATCHING)
                .query(Long.class)
                .single();
    }

    /** Those who wait to be admitted. */
    long waiting(Access access, @Nullable UUID client) {
        String sql = "select count(*) from portal.person" + MATCHING + " and not admitted";
        return matching(access, new Wanted(client, null), sql).query(Long.class).single();
    }

    private StatementSpec matching(Access access, Wanted wanted, String sql) {
        // Spelt out: an index is found by "=" and by "is null"
        String ofList = wanted.client() == null ? "client_id is null" : "client_id = :client::uuid";
        return portalDatabase
                .sql(sql.formatted(ofList))
                .param("client", wanted.client())
                .param("text", wanted.text())
                .param("everyClient", access.everyClient())
                .param("ownClient", access.clientId())
                .param("seesPeople", access.may(Permission.SEE_PEOPLE));
    }
}
