package io.vestibule.hub.mail;

import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Repository;

/**
 * Addresses from which a mail of ours came back for good. No automatic mail goes there for {@link #KEPT}, unless a mail
 * comes from it or a person takes the mark away. Addresses are in lower case.
 */
@Repository
public class UndeliverableAddresses {

    static final Duration KEPT = Duration.ofDays(60);

    private final Database hubDatabase;

    UndeliverableAddresses(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** @param words what the other server said */
    public record Mark(String address, String words, Instant since, Instant until) {}

    /** A later mark takes the place of an earlier one. */
    void mark(String address, String words) {
        hubDatabase
                .sql("""
                        insert into hub.mail_undeliverable (address, words, until)
                        values (:address, :words, clock_timestamp() + make_interval(days => :days))
                        on conflict (address) do update
                        set words = excluded.words, since = clock_timestamp(), until = excluded.until
                        """)
                .param("address", address)
                .param("words", words)
                .param("days", (int) KEPT.toDays())
                .update();
    }

    /** False when there was no mark. */
    public boolean clear(String address) {
        return hubDatabase
                        .sql("delete from hub.mail_undeliverable where address = lower(:address)")
                        .param("address", address)
                        .update()
                > 0;
    }

    boolean has(String address) {
        return !of(List.of(address)).isEmpty();
    }

    /** The marks of these addresses that count now, by address. */
    public Map<String, Mark> of(Collection<String> addresses) {
        return hubDatabase
                .sql("""
                        select address, words, since, until from hub.mail_undeliverable
                        where address = any(:addresses) and until > clock_timestamp()
                        """)
                .param("addresses", addresses.toArray(String[]::new))
                .query(Mark.class)
                .list()
                .stream()
                .collect(Collectors.toMap(Mark::address, Function.identity()));
    }
}
