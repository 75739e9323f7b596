package io.vestibule.portal.request;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.OwnedRequests;
import io.vestibule.portal.access.Permission;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells the room of people who looks after how many requests. */
@Component
class RequestsOfOwners implements OwnedRequests {

    private final Database portalDatabase;

    RequestsOfOwners(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    @Override
    public Map<UUID, Long> openByOwner(Access access) {
        Map<UUID, Long> counts = new HashMap<>();
        if (access.may(Permission.ASSIGN)) {
            Reach.bind(portalDatabase.sql("""
                                    select r.owner_id, count(*) open from portal.request r
                                    where r.status <> 'done' and r.owner_id is not null and\s""" + Reach.visible(access) + " group by r.owner_id"), access)
                    .query((row, number) -> counts.put(row.getObject("owner_id", UUID.class), row.getLong("open")))
                    .list();
        }
        return counts;
    }
}
