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

    long messages() {
        return count("select count(*) from hub.inbox_message where app = :app");
    }

    /** Payloads that exactly one message names and that hold the bytes it was made of. */
    long payloads() {
        return count("""
                select count(*) from hub.payload p
                where p.app = :app and 1 = (select count(*) from hub.inbox_message m
                    where m.payload_id = p.id
                    and position(convert_to(split_part(m.external_id, '@', 1), 'UTF8') in p.bytes) > 0)
                """);
    }

    /** Received, in work or waiting. */
    long open() {
        return count("select count(*) from hub.inbox_message where app = :app and is_open");
    }

    long in(String state) {
        return jdbc.sql("select count(*) from hub.inbox_message where app = :app and state = :state")
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
