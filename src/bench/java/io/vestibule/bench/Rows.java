package io.vestibule.bench;

import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the hub has stored of one app, looked up beside it. */
final class Rows {

    private final JdbcClient jdbc;
    private final String app;

    Rows(JdbcClient jdbc, String app) {
        this.jdbc = jdbc;
        this.app = app;
    }

    /** Without the old ones that part 4 lays in. */
    long messages() {
        return count(
                "select count(*) from hub.inbox_message where app = :app and not starts_with(external_id, 'old-')");
    }

    /** Kept deliveries, whether a message names them or not. */
    long payloads() {
        return count("select count(*) from hub.payload where app = :app");
    }

    /** Messages whose delivery is kept, is named by no other message and holds the bytes the message was made of. */
    long backed() {
        return count("""
                select count(*) from (
                    select p.id from hub.payload p join hub.inbox_message m on m.payload_id = p.id
                    where p.app = :app and m.app = :app
                    group by p.id
                    having count(*) = 1 and bool_and(
                        position(convert_to(split_part(m.external_id, '@', 1), 'UTF8') in p.bytes) > 0)) each
                """);
    }

    /** Received, in work or waiting. */
    long open() {
        return count("select count(*) from hub.inbox_message where app = :app and is_open");
    }

    /**
     * The same for who asks again and again: goes over what is open in the order of an index and stops at the most, because
     * counting would read all that was ever open, and that takes half a processor from what is measured.
     */
    long openUpTo(int most) {
        return count("select count(*) from (select from hub.inbox_message where app = :app and is_open"
                + " order by app, ordering_key, id limit %d) o".formatted(most));
    }

    /** Asked again and again, also while very many are open: it looks at one row. */
    boolean noneOpen() {
        return jdbc.sql("select from hub.inbox_message where app = :app and is_open"
                        + " order by app, ordering_key, id limit 1")
                .param("app", app)
                .query((row, number) -> true)
                .list()
                .isEmpty();
    }

    long in(String state) {
        return jdbc.sql("select count(*) from hub.inbox_message where app = :app and state = :state"
                        + " and not starts_with(external_id, 'old-')")
                .param("app", app)
                .param("state", state)
                .query(Long.class)
                .single();
    }

    Set<String> externalIds() {
        return new HashSet<>(jdbc.sql("select external_id from hub.inbox_message where app = :app")
                .param("app", app)
                .query(String.class)
                .list());
    }

    private long count(String sql) {
        return jdbc.sql(sql).param("app", app).query(Long.class).single();
    }
}
