package io.vestibule.portal.request;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.Outcome;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/**
 * Locks requests for whoever changes them: the only place that does, in one statement and in one order, so that nobody
 * waits for somebody who waits for them. A request is locked together with the ones it goes on as, since what is said to it
 * is written there. The locks last until the end of the transaction.
 */
@Component
class RequestLocks {

    /** In the order of their ids; tells where each goes on as it stands under its lock. */
    private static final String LOCK = """
            with recursive named (id) as (
                select unnest(:ids::uuid[])
                union
                select r.merged_into from named n join portal.request r on r.id = n.id where r.merged_into is not null)
            select r.id, r.merged_into from named n join portal.request r on r.id = n.id order by r.id for update of r
            """;

    private final Database portalDatabase;
    private final RequestReads reads;

    RequestLocks(Database portalDatabase, RequestReads reads) {
        this.portalDatabase = portalDatabase;
        this.reads = reads;
    }

    /** Takes the step with the request as it stands, in one transaction; refused when it is out of reach. */
    Outcome locked(Access access, UUID id, Function<Request, Outcome> step) {
        Set<UUID> one = Set.of(id);
        return holding(() -> one, () -> reads.find(access, id).map(step).orElseGet(() -> RequestRules.unknown(id)));
    }

    /**
     * Takes the step in one transaction, while all of them are locked. It begins again when it had to wait meanwhile for
     * somebody who merged one of them; in a transaction of the caller that is an exception, as the caller has to begin
     * again: what is locked already stands in the way of a lower one.
     *
     * @param wanted those to lock, as far as the database tells before and after
     */
    <T> T holding(Supplier<? extends Collection<UUID>> wanted, Supplier<T> step) {
        try {
            return portalDatabase.inTransaction(() -> {
                lock(wanted);
                return step.get();
            });
        } catch (MergedMeanwhile e) {
            if (portalDatabase.isInTransaction()) {
                throw e;
            }
            return holding(wanted, step);
        }
    }

    /** For the open transaction, as {@link #holding}. */
    void lock(Supplier<? extends Collection<UUID>> wanted) {
        Collection<UUID> ids = wanted.get();
        Set<UUID> held = new HashSet<>();
        Set<UUID> into = new HashSet<>();
        portalDatabase.sql(LOCK).param("ids", RelocationRows.texts(ids)).query(row -> {
            held.add(row.getObject("id", UUID.class));
            Optional.ofNullable(row.getObject("merged_into", UUID.class)).ifPresent(into::add);
        });
        if (!held.containsAll(into) || !ids.containsAll(wanted.get())) {
            throw new MergedMeanwhile();
        }
    }

    private static final class MergedMeanwhile extends ConcurrencyFailureException {

        MergedMeanwhile() {
            super("A request was merged while it was waited for; begin again.");
        }
    }
}
