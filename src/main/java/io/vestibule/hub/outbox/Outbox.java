package io.vestibule.hub.outbox;

import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.database.Bell;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.observe.Traces;
import io.vestibule.platform.web.PublicAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The queue of everything the hub sends: mails and writes to vendors. Rooms put drafts in, also inside a transaction of
 * their own; the dispatcher takes rows out. One row per (source, channel, target) for ever; rows of one connection,
 * object and target leave in order of their making; a row is delivered by one worker at a time, and a result counts only
 * while the worker's claim does. All times are the database's.
 */
@Component
public class Outbox {

    private static final long CLAIM_LOCK = 0x6f757462_6f780001L; // "outbox", one claim at a time over all nodes
    private static final int WORDS_LIMIT = 2000;

    /** Not delivered, and not tried again by itself. */
    static final String FAILED = "m.state in ('REFUSED', 'DEAD')";

    private final Database hubDatabase;
    private final OutboxSettings settings;
    private final RetrySteps steps;
    private final String messageIdDomain;
    private final Bell bell = new Bell();

    @Autowired
    Outbox(Database hubDatabase, OutboxSettings settings, PublicAddress address) {
        this(hubDatabase, settings, URI.create(address.base()).getHost());
    }

    Outbox(Database hubDatabase, OutboxSettings settings, String messageIdDomain) {
        this.hubDatabase = hubDatabase;
        this.settings = settings;
        this.steps = new RetrySteps(settings.retries());
        this.messageIdDomain = messageIdDomain;
    }

    /** What stands behind the @ in the Message-ID of every mail that this installation sends through the outbox. */
    public String messageIdDomain() {
        return messageIdDomain;
    }

    /**
     * Makes rows of the drafts that aren't rows yet; joins the caller's transaction on the hub's database.
     *
     * @return how many were new
     */
    public int enqueue(List<OutboxDraft> drafts) {
        if (drafts.isEmpty()) {
            return 0;
        }
        int added = hubDatabase.inTransaction(
                () -> drafts.stream().mapToInt(this::insert).sum());
        if (added > 0) {
            bell.ringAfterCommit();
        }
        return added;
    }

    /** The same for a few. */
    public int enqueue(OutboxDraft... drafts) {
        return enqueue(List.of(drafts));
    }

    private int insert(OutboxDraft draft) {
        return hubDatabase
                .sql("""
                        insert into hub.outbox_message (source, channel, target, connection, object_type, object_id,
                            client_id, purpose, priority, body, message_id, trace, due_at)
                        values (:source, :channel, :target, :connection, :objectType, :objectId, :clientId, :purpose,
                            :priority, :body, :messageId, :trace,
                            greatest(clock_timestamp(), coalesce(:notBefore::timestamptz, clock_timestamp())))
                        on conflict (source, channel, target) do nothing
                        """)
                .param("source", draft.source())
                .param("channel", draft.channel())
                .param("target", draft.target())
                .param("connection", draft.connection())
                .param(
                        "objectType",
                        draft.object() == null ? null : draft.object().type())
                .param(
                        "objectId",
                        draft.object() == null ? null : draft.object().id())
                .param("clientId", draft.clientId())
                .param("purpose", draft.purpose())
                .param("priority", Urgency.of(draft).ordinal())
                .param("body", draft.body())
                .param("messageId", draft.channel().equals("mail") ? Ids.next() + "@" + messageIdDomain : null)
                .param("trace", Traces.toGoOnWith().traceparent())
                .param("notBefore", Database.at(draft.notBefore()))
                .update();
    }

    /**
     * Takes up to so many rows that are due, in turn over the connections and their clients, and never more per connection
     * than allowed. The attempt is on record when this returns.
     *
     * @param closed connections to leave alone now
     */
    List<OutboxMessage> claim(int limit, Collection<String> closed) {
        return hubDatabase.inTransaction(() -> {
            hubDatabase
                    .sql("select pg_advisory_xact_lock(:lock)")
                    .param("lock", CLAIM_LOCK)
                    .query((row, number) -> number)
                    .list();
            return OutboxClaim.take(hubDatabase, settings, limit, closed);
        });
    }

    /** Says that these claims are still being worked on. */
    void renew(Collection<UUID> claims) {
        hubDatabase
                .sql("""
                        update hub.outbox_message
                        set lease_until = clock_timestamp() + :lease * interval '1 millisecond'
                        where claim = any(:claims::uuid[]) and state = 'SENDING'
                        """)
                .param("lease", settings.lease().toMillis())
                .param("claims", claims.stream().map(UUID::toString).toArray(String[]::new))
                .update();
    }

    /**
     * Stores how an attempt ended. One before its time that failed leaves the row with the time and the attempts that it had:
     * it was to find out whether the connection answers again. Empty, and nothing stored, when the row is no longer this claim's.
     */
    Optional<OutboxState> record(OutboxMessage message, Outcome outcome) {
        Verdict verdict = verdict(message, outcome);
        boolean stored = hubDatabase.inTransaction(() -> {
            boolean asked = !(outcome instanceof Outcome.NotYet);
            boolean mine = store(message, verdict, asked && verdict.delay != null) > 0;
            if (mine && !asked) {
                uncount(message);
            }
            return mine;
        });
        bell.ring();
        return stored ? Optional.of(verdict.state) : Optional.empty();
    }

    /** @param delay until the next attempt; null: at the row's own time and with the attempts that it had before */
    private record Verdict(
            OutboxState state,
            @Nullable String reason,
            @Nullable String words,
            @Nullable Duration delay) {
        static Verdict end(OutboxState state, @Nullable String reason, @Nullable String words) {
            return new Verdict(state, reason, words, Duration.ZERO);
        }
    }

    private Verdict verdict(OutboxMessage message, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Sent sent -> Verdict.end(OutboxState.SENT, null, sent.words());
            case Outcome.NotNeeded none -> Verdict.end(OutboxState.NOT_NEEDED, none.reason(), null);
            case Outcome.Cancelled cancelled -> Verdict.end(OutboxState.CANCELLED, cancelled.reason(), null);
            case Outcome.Refused refused -> Verdict.end(OutboxState.REFUSED, refused.reason(), refused.words());
            case Outcome.Stopped stopped ->
                new Verdict(
                        OutboxState.HELD,
                        stopped.reason(),
                        stopped.words(),
                        RetrySteps.spread(settings.retries().getLast(), null));
            case Outcome.Retry retry -> retried(message, retry);
            case Outcome.NotYet notYet ->
                new Verdict(
                        OutboxState.RETRY, notYet.reason(), notYet.words(), RetrySteps.spread(notYet.pause(), null));
        };
    }

    private Verdict retried(OutboxMessage message, Outcome.Retry retry) {
        if (message.early()) {
            return new Verdict(OutboxState.RETRY, retry.reason(), retry.words(), null);
        }
        return steps.after(message.attempts(), retry.after())
                .map(delay -> new Verdict(OutboxState.RETRY, retry.reason(), retry.words(), delay))
                .orElseGet(() -> Verdict.end(OutboxState.DEAD, retry.reason(), retry.words()));
    }

    /** @param counted among the row's attempts: its time is a new one then */
    private int store(OutboxMessage message, Verdict verdict, boolean counted) {
        return hubDatabase
                .sql("""
                        with done as (
                            update hub.outbox_message
                            set state = :state, reason = :reason, words = :words, changed_at = clock_timestamp(),
                                due_at = coalesce(clock_timestamp() + :delay::bigint * interval '1 millisecond',
                                    own_due_at, due_at),
                                own_due_at = case when :counted then null else own_due_at end,
                                attempts = attempts - case when :delay::bigint is null then 1 else 0 end,
                                finished_at = case when :open then null else clock_timestamp() end,
                                claim = null, lease_until = null
                            where id = :id and claim = :claim
                            returning id
                        )
                        update hub.delivery_attempt
                        set ended_at = clock_timestamp(), outcome = :state, reason = :reason, words = :words
                        where claim = :claim and message in (select id from done)
                        """)
                .param("state", verdict.state.name())
                .param("reason", clean(verdict.reason))
                .param("words", clean(verdict.words))
                .param("delay", verdict.delay == null ? null : verdict.delay.toMillis())
                .param("counted", counted)
                .param("open", verdict.state.open())
                .param("id", message.id())
                .param("claim", message.claim())
                .update();
    }

    /** Nobody was asked: that is no attempt. */
    private void uncount(OutboxMessage message) {
        hubDatabase
                .sql("""
                        with taken as (
                            delete from hub.delivery_attempt where message = :id and claim = :claim returning message
                        )
                        update hub.outbox_message set attempts = attempts - 1 where id in (select message from taken)
                        """)
                .param("id", message.id())
                .param("claim", message.claim())
                .update();
    }

    private static @Nullable String clean(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String clean = text.replace("\0", "");
        return clean.length() > WORDS_LIMIT ? clean.substring(0, WORDS_LIMIT) : clean;
    }

    /** The bodies of what is of the same kind and waits behind it for the same object, newest first. */
    public List<String> newer(OutboxMessage message) {
        return hubDatabase
                .sql("""
                        select n.body from hub.outbox_message m join hub.outbox_message n
                            on n.connection = m.connection and n.object_type = m.object_type
                            and n.object_id = m.object_id and n.target = m.target and n.purpose = m.purpose
                        where m.id = :id and n.id > m.id and n.finished_at is null
                        order by n.id desc
                        """)
                .param("id", message.id())
                .query(String.class)
                .list();
    }

    /**
     * Delivers an ended row once more, or a waiting one at once. Mails keep their Message-ID.
     *
     * @return false when there is no such row, it is being sent right now, or somebody put it away
     */
    public boolean replay(long id, String by) {
        return replay("m.state not in ('SENDING', 'WAITING', 'PUT_AWAY')", id, by);
    }

    /** The same for a row that was put away and for no other: whoever asks knows that somebody wanted nothing more of it. */
    public boolean replayPutAway(long id, String by) {
        return replay("m.state = 'PUT_AWAY'", id, by);
    }

    /**
     * The same for a row that failed for good and for no other, so that nothing that arrived is sent again; joins the
     * caller's transaction.
     */
    public boolean replayFailed(long id, String by) {
        return replay(FAILED, id, by);
    }

    private boolean replay(String which, long id, String by) {
        boolean done = hubDatabase.inTransaction(() -> again(which, id) > 0 && note(id, "replayed", by) > 0);
        bell.ringAfterCommit();
        return done;
    }

    private int again(String which, long id) {
        return hubDatabase.sql("""
                        update hub.outbox_message m
                        set state = 'WAITING', reason = null, words = null, attempts = 0, replays = replays + 1,
                            due_at = clock_timestamp(), own_due_at = null, changed_at = clock_timestamp(),
                            finished_at = null
                        where id = :id and """ + " " + which).param("id", id).update();
    }

    /**
     * A person says that a row that failed for good needs nothing any more: it asks for nobody from then on. It was at its
     * end already, so the order of what is younger stays as it is. One statement: of this and a {@link #replay} at the same
     * moment only one is done.
     *
     * @param why null when nothing was said
     * @return false when there is no such row or it is none, or none any longer, that failed
     */
    public boolean putAway(long id, String by, @Nullable String why) {
        // It ends anew: an old one is not tidied away before anybody could change their mind
        return hubDatabase
                        .sql("""
                        with away as (
                            update hub.outbox_message m
                            set state = 'PUT_AWAY', changed_at = clock_timestamp(), finished_at = clock_timestamp()
                            where m.id = :id and %s
                            returning m.id
                        )
                        insert into hub.outbox_event (message, what, who, why)
                        select id, 'put-away', :by, :why::text from away
                        """.formatted(FAILED))
                        .param("id", id)
                        .param("by", by)
                        .param("why", clean(why))
                        .update()
                > 0;
    }

    private int note(long id, String what, String who) {
        return hubDatabase
                .sql("insert into hub.outbox_event (message, what, who) values (:id, :what, :who)")
                .param("id", id)
                .param("what", what)
                .param("who", who)
                .update();
    }

    /** Makes what waits for these connections due at once: they are well again. */
    public int release(Collection<String> connections) {
        int released = hubDatabase
                .sql("""
                        update hub.outbox_message set due_at = clock_timestamp()
                        where connection = any(:connections) and state in ('HELD', 'RETRY') and finished_at is null
                        """)
                .param("connections", connections.toArray(String[]::new))
                .update();
        bell.ring();
        return released;
    }

    /** Makes what a stop kept due at once, except at these connections: they are stopped still. */
    void releaseHeld(Collection<String> stopped) {
        hubDatabase.sql("""
                        update hub.outbox_message set due_at = clock_timestamp()
                        where state = 'HELD' and finished_at is null and connection <> all(:stopped)
                        """).param("stopped", stopped.toArray(String[]::new)).update();
        bell.ring();
    }

    /**
     * Lets what failed at a connection that was heard of try before its time. A try that fails costs no attempt and leaves
     * the row its own time: else the successes of others would use up the days of one that is put off. Rings no bell: it is
     * part of the caller's transaction.
     *
     * @param reasons of the failures that may be over now; what waits for another has its own time
     * @param again also what was tried so since its own time came last
     */
    void hasten(String connection, Collection<String> reasons, boolean again) {
        hubDatabase
                .sql("""
                        update hub.outbox_message
                        set own_due_at = coalesce(own_due_at, due_at), due_at = clock_timestamp()
                        where connection = :connection and finished_at is null and state = 'RETRY'
                        and reason = any(:reasons) and due_at > clock_timestamp() and (:again or own_due_at is null)
                        """)
                .param("connection", connection)
                .param("reasons", reasons.toArray(String[]::new))
                .param("again", again)
                .update();
    }

    Bell bell() {
        return bell;
    }
}
