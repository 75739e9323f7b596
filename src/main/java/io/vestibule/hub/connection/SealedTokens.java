package io.vestibule.hub.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.hub.connector.TokenStore;
import io.vestibule.hub.connector.Tokens;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.security.SecretBox;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Repository;

/** OAuth tokens by connection, sealed as one value, so that a pair is always of one refresh. */
@Repository
class SealedTokens implements TokenStore {

    private final Database hubDatabase;
    private final SecretBox box;

    SealedTokens(Database hubDatabase, SecretBox box) {
        this.hubDatabase = hubDatabase;
        this.box = box;
    }

    @Override
    public Optional<Tokens> load(String connection) {
        return hubDatabase
                .sql("select sealed from hub.token where connection = :connection")
                .param("connection", connection)
                .query(byte[].class)
                .optional()
                .map(bytes -> read(box.open(bytes, owner(connection))));
    }

    @Override
    public Optional<UUID> claimRefresh(String connection, Duration lease) {
        return hubDatabase
                .sql("""
                        update hub.token set refresh_claim = gen_random_uuid(),
                            refresh_until = clock_timestamp() + make_interval(secs => :lease)
                        where connection = :connection
                        and (refresh_until is null or refresh_until < clock_timestamp())
                        returning refresh_claim
                        """)
                .param("lease", lease.toSeconds())
                .param("connection", connection)
                .query(UUID.class)
                .optional();
    }

    @Override
    public boolean save(String connection, Tokens tokens, UUID claim) {
        return hubDatabase
                        .sql("""
                                update hub.token set sealed = :sealed, changed_at = clock_timestamp(),
                                    refresh_claim = null, refresh_until = null
                                where connection = :connection and refresh_claim = :claim
                                """)
                        .param("sealed", box.seal(write(tokens), owner(connection)))
                        .param("connection", connection)
                        .param("claim", claim)
                        .update()
                == 1;
    }

    @Override
    public void release(String connection, UUID claim) {
        hubDatabase
                .sql("""
                        update hub.token set refresh_claim = null, refresh_until = null
                        where connection = :connection and refresh_claim = :claim
                        """)
                .param("connection", connection)
                .param("claim", claim)
                .update();
    }

    @Override
    public void connect(String connection, Tokens tokens) {
        hubDatabase
                .sql("""
                        insert into hub.token (connection, sealed) values (:connection, :sealed)
                        on conflict (connection) do update set sealed = excluded.sealed,
                            changed_at = clock_timestamp(), refresh_claim = null, refresh_until = null
                        """)
                .param("connection", connection)
                .param("sealed", box.seal(write(tokens), owner(connection)))
                .update();
    }

    private static String owner(String connection) {
        return "connection:" + connection + ":tokens";
    }

    private static String write(Tokens tokens) {
        ObjectNode json = SnapshotReader.JSON.createObjectNode();
        json.put("access", tokens.accessToken());
        json.put("refresh", tokens.refreshToken());
        json.put("expires", tokens.expiresAt().toString());
        return json.toString();
    }

    private static Tokens read(String text) {
        try {
            JsonNode json = SnapshotReader.JSON.readTree(text);
            return new Tokens(
                    json.path("access").asText(),
                    json.path("refresh").isTextual() ? json.path("refresh").textValue() : null,
                    Instant.parse(json.path("expires").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored tokens can't be read", e);
        }
    }
}
