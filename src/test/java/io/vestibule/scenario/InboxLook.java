package io.vestibule.scenario;

import io.vestibule.platform.database.Database;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands in the hub's inbox, read past its store: scenario tests assert on it. */
final class InboxLook {

    private static final String MESSAGE = """
            select m.id, m.state, m.reason, m.detail, m.external_id, m.duplicates, m.attempts
            from hub.inbox_message m join hub.payload p on p.id = m.payload_id
            """;

    private final Database hubDatabase;

    InboxLook(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    record Message(
            long id,
            String state,
            @Nullable String reason,
            @Nullable String detail,
            String externalId,
            int duplicates,
            int attempts) {}

    /** The newest message of this state whose original bytes hold these words. */
    Optional<Message> with(String words, String state) {
        return all(words).stream()
                .filter(message -> message.state().equals(state))
                .findFirst();
    }

    /** Every message from outside whose original bytes hold these words, newest first. */
    List<Message> all(String words) {
        return hubDatabase
                .sql(MESSAGE + " where m.app <> 'portal' and position(:words in p.bytes) > 0 order by m.id desc")
                .param("words", words.getBytes(StandardCharsets.UTF_8))
                .query((row, number) -> new Message(
                        row.getLong("id"),
                        row.getString("state"),
                        row.getString("reason"),
                        row.getString("detail"),
                        row.getString("external_id"),
                        row.getInt("duplicates"),
                        row.getInt("attempts")))
                .list();
    }

    /** Everything an app ever took in. */
    int count(String app) {
        return hubDatabase
                .sql("select count(*) from hub.inbox_message where app = :app")
                .param("app", app)
                .query(Integer.class)
                .single();
    }
}
