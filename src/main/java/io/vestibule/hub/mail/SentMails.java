package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.outbox.OutboxMessage;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.RetentionSettings;
import io.vestibule.platform.database.Tidying;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Remembers every mail before it leaves: to know it when it comes back, and to stop when one address gets too many. The
 * brakes hold over all nodes.
 */
@Repository
public class SentMails {

    /** Acknowledgements to one address in an hour; a sender who writes more often knows by now. */
    static final int ACKNOWLEDGEMENTS_AN_HOUR = 5;

    static final String ACKNOWLEDGEMENT = "acknowledgement";

    private final Database hubDatabase;
    private final MailBrakes brakes;
    private final RetentionSettings retention;

    SentMails(Database hubDatabase, MailBrakes brakes, RetentionSettings retention) {
        this.hubDatabase = hubDatabase;
        this.brakes = brakes;
        this.retention = retention;
    }

    /** Forgets mails that are as old as the messages that are kept. Called hourly by the route {@code tidy-hub}. */
    public void forgetOld() {
        Tidying.older(hubDatabase, "sent mails", retention.messages(), """
                delete from hub.mail_sent where message_id in (
                    select message_id from hub.mail_sent
                    where sent_at < clock_timestamp() - make_interval(secs => :kept) limit 5000)
                """);
        Tidying.older(hubDatabase, "undeliverable addresses", retention.messages(), """
                delete from hub.mail_undeliverable where until < clock_timestamp() - make_interval(secs => :kept)
                """);
        Tidying.older(hubDatabase, "brakes of mail", retention.messages(), """
                delete from hub.mail_brake where until < clock_timestamp() - make_interval(secs => :kept)
                """);
    }

    /** Whether a mail may leave. */
    sealed interface Passage {
        record Free() implements Passage {}

        /** The address had enough acknowledgements within the hour. */
        record Acknowledged() implements Passage {}

        /** Too many about one request. */
        record HeldBack(MailBrakes.Held held) implements Passage {}
    }

    /** Whether this acknowledgement will not leave, as its address had enough of them. */
    boolean isAcknowledgedEnough(OutboxMessage message) {
        return isEnough(message, before(message));
    }

    /**
     * Notes the mail as leaving, unless a brake holds it. A repeated attempt passes.
     *
     * @param about the request whose conversation it belongs to from now on, null = none
     * @param byHand a person typed it in the portal: no machine does that, so no brake holds or counts it
     */
    Passage leaving(OutboxMessage message, @Nullable RequestId about, boolean byHand) {
        return hubDatabase.inTransaction(() -> {
            String address = message.draft().target();
            hubDatabase
                    .sql("select pg_advisory_xact_lock(hashtextextended('mail-sent:' || :address, 0))")
                    .param("address", address)
                    .query((row, number) -> true)
                    .single();
            Passage passage = byHand ? new Passage.Free() : passage(message, before(message));
            if (passage instanceof Passage.Free) {
                note(message, about, byHand);
            }
            return passage;
        });
    }

    boolean isOurs(String messageId) {
        return hubDatabase
                .sql("select exists (select 1 from hub.mail_sent where message_id = :id)")
                .param("id", messageId)
                .query(Boolean.class)
                .single();
    }

    /** To whom the mail with this id went; empty when we sent none. */
    Optional<String> addressOf(String messageId) {
        return hubDatabase
                .sql("select address from hub.mail_sent where message_id = :id")
                .param("id", messageId)
                .query(String.class)
                .optional();
    }

    /** Requests about which this address was sent mails with these ids, in the order of the ids. */
    List<RequestId> requestsToldTo(String address, List<String> messageIds) {
        return messageIds.stream()
                .flatMap(id ->
                        hubDatabase
                                .sql("""
                                select request_id from hub.mail_sent
                                where message_id = :id and address = lower(:address) and request_id is not null
                                """)
                                .param("id", id)
                                .param("address", address)
                                .query(String.class)
                                .optional()
                                .stream())
                .distinct()
                .map(RequestId::new)
                .toList();
    }

    private Passage passage(OutboxMessage message, Before before) {
        String address = message.draft().target();
        if (before.ours()) {
            return new Passage.Free();
        }
        if (isEnough(message, before)) {
            return new Passage.Acknowledged();
        }
        String request = requestOf(message);
        return Optional.ofNullable(request)
                .flatMap(about -> brakes.holding(address, about))
                .<Passage>map(Passage.HeldBack::new)
                .orElseGet(Passage.Free::new);
    }

    private static boolean isEnough(OutboxMessage message, Before before) {
        return !before.ours()
                && message.draft().purpose().equals(ACKNOWLEDGEMENT)
                && before.acknowledgements() >= ACKNOWLEDGEMENTS_AN_HOUR;
    }

    /**
     * What was sent before.
     *
     * @param ours whether this very mail was under way already
     * @param acknowledgements to its address within the hour
     */
    private record Before(boolean ours, int acknowledgements) {}

    private Before before(OutboxMessage message) {
        return hubDatabase
                .sql("""
                        select exists (select from hub.mail_sent where message_id = :messageId) as ours,
                            (select count(*) from hub.mail_sent
                             where address = :address and purpose = :purpose
                               and sent_at > clock_timestamp() - interval '1 hour')::int as acknowledgements
                        """)
                .param("messageId", idOf(message))
                .param("address", message.draft().target())
                .param("purpose", ACKNOWLEDGEMENT)
                .query(Before.class)
                .single();
    }

    private void note(OutboxMessage message, @Nullable RequestId about, boolean byHand) {
        hubDatabase
                .sql((about == null ? "" : "with of_conversation as (" + MailThreads.NOTE + ") ") + """
                        insert into hub.mail_sent (message_id, outbox_id, address, request_id, purpose, by_hand)
                        values (:messageId, :outboxId, :address, :requestId, :purpose, :byHand) on conflict do nothing
                        """)
                .param("messageId", idOf(message))
                .param("outboxId", message.id())
                .param("direction", "OUT")
                .param("address", message.draft().target())
                .param("requestId", about == null ? requestOf(message) : about.value())
                .param("purpose", message.draft().purpose())
                .param("byHand", byHand)
                .update();
    }

    private static String idOf(OutboxMessage message) {
        return Objects.requireNonNull(message.messageId(), "A mail row has a Message-ID");
    }

    private static @Nullable String requestOf(OutboxMessage message) {
        ObjectRef object = message.draft().object();
        return object != null && object.type().equals("request") ? object.id() : null;
    }
}
