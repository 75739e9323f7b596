package io.vestibule.hub.connection;

import io.vestibule.platform.database.Database;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * A connection under which something is linked goes on standing for the same account. Links, agreements and the portal's
 * origins hold the connection's name and the vendor's id alone, and another account has the same ids for other records.
 */
@Component
class AccountLock {

    /** A condition about the connection {@code :name}. */
    static final String LOCKED = """
            (exists (select 1 from hub.object_link o where o.connection = :name)
            or exists (select 1 from hub.link l where l.connection = :name and l.client_id is not null)
            or exists (select 1 from hub.link_record r where r.connection = :name)
            or exists (select 1 from hub.inbox_message m where m.connection = :name and m.state = 'APPLIED'))
            """;

    private final Database hubDatabase;

    AccountLock(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** Whether something is linked under the connection of this name. */
    boolean holds(String name) {
        return hubDatabase
                .sql("select " + LOCKED)
                .param("name", name)
                .query(Boolean.class)
                .single();
    }

    /** Why the connection can't stand for this account, in words for people; empty = it can. Any may be the first one. */
    Optional<String> against(Connection present, String account) {
        boolean same = present.account().isEmpty() || present.account().equals(account);
        return same || !holds(present.name())
                ? Optional.empty()
                : Optional.of(("This connection already stands for account %s: its records are linked. Create a new"
                                + " connection for the other account.")
                        .formatted(present.account()));
    }
}
