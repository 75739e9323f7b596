package io.vestibule.hub.outbox;

import io.vestibule.hub.canonical.ClientScope;
import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Which deliveries to list; a null or empty field lets all through.
 *
 * @param reasons symbols; the empty one stands for rows without a reason
 * @param client deliveries of one client only
 * @param from asked for at this time or later
 * @param to asked for before
 * @param text part of the target, purpose, reason or words; upper and lower case alike
 */
public record OutboxFilter(
        @Nullable OutboxState state,
        Set<String> reasons,
        @Nullable String channel,
        @Nullable String connection,
        @Nullable ClientScope client,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String text) {

    public static final OutboxFilter ALL = new OutboxFilter(null, null, null, null, null, null, null);

    public OutboxFilter(
            @Nullable OutboxState state,
            @Nullable String channel,
            @Nullable String connection,
            @Nullable ClientScope client,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String text) {
        this(state, Set.of(), channel, connection, client, from, to, text);
    }

    /** One state for one of these reasons. */
    public static OutboxFilter of(OutboxState state, Set<String> reasons) {
        return new OutboxFilter(state, reasons, null, null, null, null, null, null);
    }

    /** Only what is asked for stands in the statement: that is how the planner finds the small indexes. */
    String conditions() {
        return stateCondition()
                + (reasons.isEmpty() ? "" : " and coalesce(m.reason, '') in (:reasons)")
                + (channel == null ? "" : " and m.channel = :channel")
                + (connection == null ? "" : " and m.connection = :connection")
                + (client == null
                        ? ""
                        : " and (m.client_id = :client"
                                + " or m.client_id is null and m.connection = any(:clientConnections))")
                + window()
                + (text == null
                        ? ""
                        : " and position(lower(:text) in lower(concat_ws("
                                + "' ', m.target, m.purpose, m.reason, m.words, m.trace))) > 0");
    }

    /** The indexes of what is open know only that a row has no end. */
    private String stateCondition() {
        if (state == null) {
            return "";
        }
        return (state.open() ? " and m.finished_at is null" : "") + " and m.state = '" + state.name() + "'";
    }

    String window() {
        return (from == null ? "" : " and m.created_at >= :from") + (to == null ? "" : " and m.created_at < :to");
    }

    StatementSpec bind(StatementSpec statement) {
        Set<String> connections = client == null ? Set.of() : client.connections();
        return statement
                .param("reasons", reasons)
                .param("channel", channel)
                .param("connection", connection)
                .param("client", client == null ? null : client.client())
                .param("clientConnections", connections.toArray(String[]::new))
                .param("from", Database.at(from))
                .param("to", Database.at(to))
                .param("text", text);
    }
}
