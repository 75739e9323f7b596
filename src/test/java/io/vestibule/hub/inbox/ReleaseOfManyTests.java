package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What piled up under one answer: a server of PostgreSQL keeps some thousand locks at a time, for everybody together. */
class ReleaseOfManyTests {

    private static final int MANY = 30_000;
    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final InboxAlone ALONE = new InboxAlone(DATABASE);

    @AfterAll
    static void close() {
        ALONE.close();
        FRESH.close();
    }

    @Test
    void allGoOnWithTheirAnswer() {
        DATABASE.sql("""
                        insert into hub.inbox_message (kind, app, account, external_id, event_type, ordering_key, payload_id,
                            state, hold_key)
                        select 'webhook', 'a', '', 'n' || n, 'thing', 'k' || n, 0, 'HELD', 'account:a:'
                        from generate_series(1, :many) n
                        """).param("many", MANY).update();

        assertThat(ALONE.inbox().release("account:a:", null)).isEqualTo(MANY);

        assertThat(ALONE.claim(9)).hasSize(9);
    }
}
