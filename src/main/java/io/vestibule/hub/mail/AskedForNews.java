package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Every mail that only asked how a request stands, answered or not: who asks often is told too little. What was decided
 * about a mail stays, however often it is handled.
 */
@Repository
public class AskedForNews {

    private final Database hubDatabase;

    AskedForNews(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /**
     * A mail about to be noted. {@code requests}: what it is about, the one it stands in first, none when nobody can say;
     * {@code left}: why it is left to people, null when it may be answered.
     */
    record Asked(
            long inboxId,
            ClientId client,
            List<RequestId> requests,
            String address,
            Instant at,
            @Nullable LeftToPeople left) {}

    /** What counts about a mail. {@code left}: why it is left to people, null = it is answered */
    record Noted(List<RequestId> requests, @Nullable LeftToPeople left, boolean first) {

        private static Noted of(ResultSet row, boolean first) throws SQLException {
            String[] others = (String[]) row.getArray("others").getArray();
            String left = row.getString("left_to_people");
            List<RequestId> requests = Stream.concat(
                            Stream.ofNullable(row.getString("request_id")), Arrays.stream(others))
                    .map(RequestId::new)
                    .toList();
            return new Noted(requests, left == null ? null : LeftToPeople.of(left), first);
        }
    }

    /** Of a client in the last 30 days. */
    public record Count(int asked, int answered) {}

    /** One answer a day to a person about a request, and none to a mail of yesterday; the first decision stays. */
    Noted note(Asked asked) {
        return hubDatabase.inTransaction(() -> {
            hubDatabase
                    .sql("select pg_advisory_xact_lock(hashtextextended('status-check:' || :address, 0))")
                    .param("address", asked.address())
                    .query((row, number) -> true)
                    .single();
            return known(asked.inboxId()).orElseGet(() -> insert(asked));
        });
    }

    /** What was decided when the mail was handled before. */
    Optional<Noted> known(long inboxId) {
        return hubDatabase
                .sql("select request_id, others, left_to_people from hub.status_check where inbox_id = :id")
                .param("id", inboxId)
                .query((row, number) -> Noted.of(row, false))
                .optional();
    }

    private Noted insert(Asked asked) {
        List<String> requests = asked.requests().stream().map(RequestId::value).toList();
        return hubDatabase
                .sql("""
                        insert into hub.status_check (inbox_id, client_id, request_id, others, address, left_to_people)
                        values (:id, :client, :request, :others, :address, coalesce(:left, case
                            when :at::timestamptz < clock_timestamp() - interval '1 day' then :late
                            when exists (
                                select from hub.status_check c
                                where (c.request_id = any(:requests::text[]) or c.others && :requests::text[])
                                  and c.address = :address and c.left_to_people is null
                                  and c.asked_at > clock_timestamp() - interval '1 day') then :again
                            end))
                        returning request_id, others, left_to_people
                        """)
                .param("id", asked.inboxId())
                .param("client", asked.client().value())
                .param("requests", requests.toArray(String[]::new))
                .param("request", requests.isEmpty() ? null : requests.getFirst())
                .param("others", requests.stream().skip(1).toArray(String[]::new))
                .param("address", asked.address())
                .param("left", asked.left() == null ? null : asked.left().symbol())
                .param("at", Database.at(asked.at()))
                .param("late", LeftToPeople.LATE.symbol())
                .param("again", LeftToPeople.ASKED_AGAIN.symbol())
                .query((row, number) -> Noted.of(row, true))
                .single();
    }

    /** The portal did not take it: it was not answered. */
    void takeBack(long inboxId) {
        hubDatabase
                .sql("delete from hub.status_check where inbox_id = :id")
                .param("id", inboxId)
                .update();
    }

    public Count of(ClientId client) {
        return hubDatabase
                .sql("""
                        select count(*)::int asked, count(*) filter (where left_to_people is null)::int answered
                        from hub.status_check
                        where client_id = :client and asked_at > clock_timestamp() - interval '30 days'
                        """)
                .param("client", client.value())
                .query(Count.class)
                .single();
    }
}
