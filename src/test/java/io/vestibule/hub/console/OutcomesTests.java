package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.support.VestibuleTest;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class OutcomesTests extends VestibuleTest {

    @Autowired
    private Outcomes outcomes;

    @Autowired
    private InboxRows received;

    private final String event = unique("event");

    @Test
    void newsOfThePortalBecameWhatWasSentBecauseOfIt() {
        InboxRow row = news();
        sent("acknowledgement", "tom@acme.example", "SENT");
        sent("status", "crm", "REFUSED");

        assertThat(outcomes.of(List.of(row)))
                .containsEntry(row.id(), "Acknowledgement to tom@acme.example: Sent; Status to crm: Refused");

        sent("comment", "mia@acme.example", "SENT");
        assertThat(Objects.requireNonNull(outcomes.of(List.of(row)).get(row.id())))
                .endsWith("; and 1 more");
    }

    @Test
    void newsThatConcernsNobodySaysSo() {
        InboxRow row = news();
        assertThat(outcomes.of(List.of(row))).containsEntry(row.id(), "Nobody had to be told");
    }

    private InboxRow news() {
        hubDatabase.sql("""
                        insert into hub.inbox_message (kind, app, account, external_id, event_type, ordering_key,
                            payload_id, state, result)
                        values ('feed', 'portal', '', ?, 'request-opened', ?, 1, 'APPLIED', 'request-opened')
                        """).params(event, event).update();
        return received.find("portal", "", event).orElseThrow();
    }

    private void sent(String purpose, String target, String state) {
        hubDatabase.sql("""
                        insert into hub.outbox_message (source, channel, target, connection, purpose, priority, body,
                            state, due_at, finished_at)
                        values (?, 'mail', ?, 'desk', ?, 5, '{}', ?, now(), now())
                        """).params("feed:" + event, target, purpose, state).update();
    }
}
