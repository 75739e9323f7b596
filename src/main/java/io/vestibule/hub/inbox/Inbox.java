package io.vestibule.hub.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.platform.database.Bell;
import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Durable receipt: one row per piece of news, unique by app, account and external id. Receivers call {@link #receive}
 * and answer when it returned; {@link InboxProcessor} claims and records; people assign, release and replay. News of one
 * ordering key is claimed one by one in order of receipt, and a result counts only while its claim does.
 */
@Repository
public class Inbox {

    static final String UNREADABLE = "unreadable-event";

    /** The reason of a change by which a person let a message in; its detail is the doubt that was accepted. */
    public static final String LET_IN = "let-in";

    /** Opened again in one commit: each holds the lock of its key, and the server has some thousand for everybody. */
    private static final int PORTION = 500;

    private final Database hubDatabase;
    private final ReceiptWriter receipts;
    private final ResultWriter results;
    private final Bell bell = new Bell();
    private final Duration lease;
    private final MeterRegistry meters;

    Inbox(
            Database hubDatabase,
            ReceiptWriter receipts,
            ResultWriter results,
            InboxSettings settings,
            MeterRegistry meters) {
        this.hubDatabase = hubDatabase;
        this.receipts = receipts;
        this.results = results;
        this.lease = settings.lease();
        this.meters = meters;
    }

    Bell bell() {
        return bell;
    }

    /**
     * Stores a delivery: when this returns outside a transaction it is on disk, together with others that came at the same
     * time; inside a transaction it belongs to that one.
     *
     * @return one receipt per item, in order
     */
    public List<Receipt> receive(Delivery delivery) {
        if (delivery.items().isEmpty()) {
            return List.of();
        }
        List<Receipt> stored = TransactionSynchronizationManager.isActualTransactionActive()
                ? receipts.join(delivery)
                : receipts.store(delivery);
        bell.ringAfterCommit();
        stored.forEach(receipt -> count(delivery.app(), receipt));
        return stored;
    }

    /** Stores deliveries in one commit, all or none: when this returns they are on disk. */
    public void receive(List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        List<List<Receipt>> stored = receipts.commit(deliveries);
        bell.ringAfterCommit();
        for (int i = 0; i < stored.size(); i++) {
            String app = deliveries.get(i).app();
            stored.get(i).forEach(receipt -> count(app, receipt));
        }
    }

    private void count(String app, Receipt receipt) {
        meters.counter("vestibule.inbox.received", "app", app, "news", receipt.duplicate() ? "again" : "new")
                .increment();
    }

    /**
     * Takes due messages; apps take turns, and so do the accounts of one app. A claim that is not recorded before its
     * lease ends is claimed again, with another token.
     */
    public List<InboxMessage> claim(ClaimRoom room) {
        // A claim lost in a crash is only claimed again
        return hubDatabase.inTransactionNotAwaited(() -> {
            List<InboxClaims.Candidate> candidates = InboxClaims.candidates(hubDatabase, room);
            // The conditions are checked again in a statement of its own, after the locks: only then its view is fresh
            List<Long> free = InboxClaims.lock(hubDatabase, candidates);
            return free.isEmpty() ? List.of() : InboxClaims.take(hubDatabase, free, lease);
        });
    }

    /**
     * Extends the leases of claims that are still being handled; some may end while this looks at them. Waits for none: two
     * that wait for each other's rows would lock each other out.
     */
    void renew(Collection<UUID> inWork) {
        List<UUID> claims = List.copyOf(inWork);
        if (!claims.isEmpty()) {
            hubDatabase
                    .sql("""
                            update hub.inbox_claim set held_until = clock_timestamp() + make_interval(secs => :lease)
                            where message_id in (
                                select message_id from hub.inbox_claim where claim in (:claims) for update skip locked)
                            """)
                    .param("lease", lease.toSeconds())
                    .param("claims", claims)
                    .update();
        }
    }

    /** Frees every claim at once: for the start of the only node, when whoever held them can't be alive. */
    void abandonClaims() {
        hubDatabase
                .sql("update hub.inbox_claim set held_until = clock_timestamp()")
                .update();
    }

    /**
     * Stores how a handling ended, together with others that end at the same time.
     *
     * @return false when the claim was lost meanwhile: the result is dropped, someone else handles the message
     */
    public boolean record(InboxMessage message, Handling handling) {
        boolean stored = results.store(message, handling);
        bell.ringAfterCommit();
        return stored;
    }

    /** A person says whose a held message is; it is handled again with that answer. False when it isn't held. */
    public boolean assign(long id, Assignment assignment) {
        return reopen("id = :id and state = 'HELD'", "id", id, new Reopening("assigned", assignment)) > 0;
    }

    /** One answer for all messages that wait for it; without an assignment they are just handled again. */
    public int release(String holdKey, @Nullable Assignment assignment) {
        return reopen("hold_key = :key and state = 'HELD'", "key", holdKey, new Reopening("released", assignment));
    }

    /** What it waited for is there: it is handled again, and may well be held again. False when it isn't held. */
    public boolean resume(long id, String why) {
        return reopen("id = :id and state = 'HELD'", "id", id, new Reopening(why, null)) > 0;
    }

    /**
     * A person lets in what is held for this doubt, as it is, with all that wait for the same answer. The doubt is not
     * raised again about these messages, however often they are handled; every other one is.
     *
     * @param doubt the reason the person saw; one that is held for another by now stays as it is
     * @return how many go on
     */
    public int letIn(long id, @Nullable String holdKey, String doubt, String by) {
        Reopening how = new Reopening(LET_IN, 0, by, null, doubt);
        String held = " and state = 'HELD' and reason = :doubt";
        return holdKey == null
                ? reopen("id = :id" + held, "id", id, how)
                : reopen("hold_key = :key" + held, "key", holdKey, how);
    }

    /** What became of the wish to replay. */
    public enum Replay {
        DONE,
        STILL_OPEN,
        /** Its original was kept long enough and is gone. */
        ORIGINAL_GONE
    }

    /** Sends a message that came to an end on its way again, with command keys of its own. */
    public Replay replay(long id, String by) {
        Reopening replay = new Reopening("replayed", 1, by, null, null);
        String ended = "id = :id and not is_open and exists (select from hub.payload p where p.id = payload_id)";
        int reopened = hubDatabase.inTransaction(() -> {
            holdOriginal(id);
            return reopen(ended, "id", id, replay);
        });
        if (reopened > 0) {
            return Replay.DONE;
        }
        boolean open = hubDatabase
                .sql("select exists (select from hub.inbox_message where id = :id and is_open)")
                .param("id", id)
                .query(Boolean.class)
                .single();
        return open ? Replay.STILL_OPEN : Replay.ORIGINAL_GONE;
    }

    /** {@link InboxTidy} leaves it alone until the transaction ends, and sees then that it is needed. */
    private void holdOriginal(long id) {
        hubDatabase.sql("""
                        select p.id from hub.payload p join hub.inbox_message m on m.payload_id = p.id
                        where m.id = :id for key share of p
                        """).param("id", id).query(row -> {});
    }

    /** Puts a message away. False when it isn't stuck any longer, or was put away so already. */
    public boolean dismiss(long id, Dismissal how) {
        return dismiss(
                        "id = :id and state in ('HELD', 'REFUSED', 'DEAD') and reason is distinct from :reason",
                        Map.of("id", id),
                        how)
                > 0;
    }

    /** The same for all messages that wait for one answer. */
    public int dismissAll(String holdKey, Dismissal how) {
        return dismiss("hold_key = :key and state = 'HELD'", Map.of("key", holdKey), how);
    }

    /** Puts away what is held for longer than this. */
    public int expire(String kind, Duration longer) {
        return dismiss(
                "kind = :kind and state = 'HELD' and changed_at < clock_timestamp() - make_interval(secs => :longer)",
                Map.of("kind", kind, "longer", longer.toSeconds()),
                Dismissal.expired("Nobody decided about it within %s."
                        .formatted(longer.toDays() == 1 ? "a day" : longer.toDays() + " days")));
    }

    private int dismiss(String which, Map<String, ?> values, Dismissal how) {
        return hubDatabase.inTransaction(() -> {
            List<Long> ended = hubDatabase
                    .sql("""
                            update hub.inbox_message set state = :state, reason = :reason, detail = :why,
                                suggestions = '[]', hold_key = null, changed_at = clock_timestamp()
                            where """ + " " + which + " returning id")
                    .params(values)
                    .param("state", how.state().name())
                    .param("reason", how.reason())
                    .param("why", InboxJson.cleanOrNull(how.why()))
                    .query(Long.class)
                    .list();
            ended.forEach(id -> note(id, how.state().name(), how.reason(), how.why(), how.by()));
            return ended.size();
        });
    }

    /** Notes in the history of an applied message that its text was read again and corrected where it is shown. */
    public void noteCorrection(long id, String by) {
        note(id, InboxState.APPLIED.name(), "text-corrected", null, by);
    }

    /**
     * Lets the waiting messages of a connection try at once, for when it works again. The time they waited for a person
     * does not count among that after which a failing one is given up.
     */
    public int wake(String connection) {
        int woken = hubDatabase
                .sql("""
                        update hub.inbox_message set due_at = clock_timestamp(),
                            open_since = case when reason = any(:forAPerson) then clock_timestamp() else open_since end
                        where id in (
                            select id from hub.inbox_message where connection = :connection and state = 'RETRY'
                            order by id for update)
                        """)
                .param("forAPerson", RetrySchedule.WAIT_FOR_A_PERSON.toArray(String[]::new))
                .param("connection", connection)
                .update();
        bell.ringAfterCommit();
        return woken;
    }

    /**
     * Notes the connection of news that came before there was one for its account: of what is open or waits, as the rest is
     * at its end, and there may be millions of it.
     */
    public void adopt(String app, String account, String connection) {
        hubDatabase
                .sql("""
                        update hub.inbox_message set connection = :connection
                        where app = :app and account = :account and connection is null
                          and (is_open or state in ('HELD', 'DEAD', 'REFUSED'))
                        """)
                .param("connection", connection)
                .param("app", app)
                .param("account", account)
                .update();
    }

    private record Reopening(
            String reason,
            int replays,
            @Nullable String by,
            @Nullable Assignment assignment,
            @Nullable String doubt) {
        Reopening(String reason, @Nullable Assignment assignment) {
            this(reason, 0, assignment == null ? null : assignment.decidedBy(), assignment, null);
        }
    }

    private int reopen(String which, String parameter, Object value, Reopening how) {
        int count = 0;
        long after = 0;
        List<Row> rows;
        do {
            long last = after;
            Portion portion = hubDatabase.inTransaction(() -> reopenPortion(last, which, parameter, value, how));
            rows = portion.rows();
            after = rows.isEmpty() ? after : rows.getLast().id();
            count += portion.reopened();
            bell.ringAfterCommit();
        } while (rows.size() == PORTION);
        return count;
    }

    private record Row(long id, String app, String orderingKey) {}

    private record Portion(List<Row> rows, int reopened) {}

    /** The next ones in the order of receipt. */
    private Portion reopenPortion(long after, String which, String parameter, Object value, Reopening how) {
        // The offset keeps the planner from looking for them among all rows in the order of ids
        List<Row> rows = hubDatabase
                .sql("select * from (select id, app, ordering_key from hub.inbox_message where " + which
                        + " offset 0) found where id > :after order by id limit :portion")
                .param(parameter, value)
                .param("doubt", how.doubt())
                .param("after", after)
                .param("portion", PORTION)
                .query(Row.class)
                .list();
        KeyLocks.take(hubDatabase, rows.stream().map(row -> KeyLocks.of(row.app(), row.orderingKey())));
        int reopened = (int) rows.stream()
                .filter(row -> reopenOne(row.id(), which, parameter, value, how))
                .count();
        return new Portion(rows, reopened);
    }

    private boolean reopenOne(long id, String which, String parameter, Object value, Reopening how) {
        Assignment assignment = how.assignment();
        int updated = hubDatabase
                .sql("""
                        update hub.inbox_message m set state = 'RECEIVED', due_at = %s,
                            open_since = clock_timestamp(), changed_at = clock_timestamp(), attempts = 0,
                            replays = replays + :replays, reason = :reason, detail = null,
                            suggestions = '[]', hold_key = null,
                            assigned_client = coalesce(:client, assigned_client),
                            assigned_contact = coalesce(:contact, assigned_contact),
                            assigned_by = coalesce(:by, assigned_by),
                            accepted = case when cast(:doubt as text) is null then accepted
                                else coalesce(accepted, '{}') || jsonb_build_object(cast(:doubt as text), cast(:who as text))
                                end
                        where id = :row and %s
                        """.formatted(WaitingBehind.dueAt("m", "and first.id < m.id"), which))
                .param(parameter, value)
                .param("row", id)
                .param("replays", how.replays())
                .param("reason", how.reason())
                .param("client", assignment == null ? null : assignment.clientId())
                .param("contact", assignment == null ? null : assignment.contactEmail())
                .param("by", assignment == null ? null : assignment.decidedBy())
                .param("doubt", how.doubt())
                .param("who", how.by())
                .update();
        if (updated > 0) {
            note(id, InboxState.RECEIVED.name(), how.reason(), how.doubt(), how.by());
        }
        return updated > 0;
    }

    private void note(long id, String state, @Nullable String reason, @Nullable String detail, @Nullable String by) {
        hubDatabase
                .sql("""
                        insert into hub.inbox_event (message_id, state, reason, detail, by_whom)
                        values (:id, :state, :reason, :detail, :by)
                        """)
                .param("id", id)
                .param("state", state)
                .param("reason", reason)
                .param("detail", InboxJson.cleanOrNull(detail))
                .param("by", by)
                .update();
    }
}
