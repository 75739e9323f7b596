package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.outbox.OutboxMessage;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.RetentionSettings;
import io.vestibule.platform.database.Tidying;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    /** At most that many mails about one request to one address within each time; more is a loop of machines. */
    private static final Map<Duration, Integer> BRAKES = new TreeMap<>(Map.of(
            Duration.ofMinutes(10), 10,
            Duration.ofMinutes(30), 15,
            Duration.ofMinutes(60), 25,
            Duration.ofMinutes(180), 50,
            Duration.ofMinutes(600), 100));

    private final Database hubDatabase;
    private final RetentionSettings retention;

    SentMails(Database hubDatabase, RetentionSettings retention) {
        this.hubDatabase = hubDatabase;
        this.retention = retention;
    }

    /** Forgets mails that are as old as the messages that are kept. Called hourly by the route {@code tidy-hub}. */
    public void forgetOld() {
        Tidying.older(hubDatabase, "sent mails", retention.messages(), """
                delete from hub.mail_sent where message_id in (
                    select message_id from hub.mail_sent
                    where sent_at < clock_timestamp() - make_interval(secs => :kept) limit 5000)
                """);
    }

    /** Notes the mail as leaving, unless a brake holds it: then says which. A repeated attempt passes. */
    Optional<String> leaving(OutboxMessage message, String messageId) {
        return hubDatabase.inTransaction(() -> {
            String address = message.draft().target();
            hubDatabase
                    .sql("select pg_advisory_xact_lock(hashtextextended('mail-sent:' || :address, 0))")
                    .param("address", address)
                    .query((row, number) -> true)
                    .single();
            Optional<String> brake = isOurs(messageId) ? Optional.empty() : brake(message);
            if (brake.isEmpty()) {
                note(message, messageId);
            }
            return brake;
        });
    }

    boolean isOurs(String messageId) {
        return hubDatabase
                .sql("select exists (select 1 from hub.mail_sent where message_id = :id)")
                .param("id", messageId)
                .query(Boolean.class)
                .single();
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

    private Optional<String> brake(OutboxMessage message) {
        String address = message.draft().target();
        boolean acknowledged = message.draft().purpose().equals(ACKNOWLEDGEMENT)
                && sent(address, "purpose = :value", ACKNOWLEDGEMENT, Duration.ofHours(1)) >= ACKNOWLEDGEMENTS_AN_HOUR;
        if (acknowledged) {
            return Optional.of("acknowledgement-limit");
        }
        String request = requestOf(message);
        boolean loop = request != null
                && BRAKES.entrySet().stream()
                        .anyMatch(brake ->
                                sent(address, "request_id = :value", request, brake.getKey()) >= brake.getValue());
        return loop ? Optional.of("loop-brake") : Optional.empty();
    }

    private int sent(String address, String what, String value, Duration time) {
        return hubDatabase
                .sql("""
                        select count(*) from hub.mail_sent
                        where address = :address and sent_at > clock_timestamp() - make_interval(secs => :seconds)
                          and """ + " " + what)
                .param("address", address)
                .param("value", value)
                .param("seconds", time.toSeconds())
                .query(Integer.class)
                .single();
    }

    private void note(OutboxMessage message, String messageId) {
        hubDatabase
                .sql("""
                        insert into hub.mail_sent (message_id, outbox_id, address, request_id, purpose)
                        values (:messageId, :outboxId, :address, :requestId, :purpose) on conflict do nothing
                        """)
                .param("messageId", messageId)
                .param("outboxId", message.id())
                .param("address", message.draft().target())
                .param("requestId", requestOf(message))
                .param("purpose", message.draft().purpose())
                .update();
    }

    private static @Nullable String requestOf(OutboxMessage message) {
        ObjectRef object = message.draft().object();
        return object != null && object.type().equals("request") ? object.id() : null;
    }
}
