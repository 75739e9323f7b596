package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import org.junit.jupiter.api.Test;

/** Long news that was acknowledged is applied, or ends at once in a state that says what is too long and what to do. */
class LargeEventTests extends WebhookTest {

    private static final String WHEN = "2026-09-01T10:00:00Z";

    @Test
    void isAppliedWhenNobodyMapsWhatMakesItLong() {
        newSender(newClient(app));

        push("w1", with("note", "x".repeat(3_000_000), invoice("i1", app, WHEN)));

        assertThat(ended("w1").state()).isEqualTo(InboxState.APPLIED);
    }

    @Test
    void isRefusedAsTooLargeWhenItsTextIs() {
        newSender(newClient(app));

        push("w1", """
                {"type":"request.opened","timestamp":"%s","data":{"id":"r1","subject":"Long","text":"%s",
                "openedAt":"%s","client":{"id":"D-1"}}}""".formatted(WHEN, "x".repeat(1_200_000), WHEN));

        InboxRow row = ended("w1");
        assertThat(row.state()).isEqualTo(InboxState.REFUSED);
        assertThat(row.reason()).isEqualTo("too-large");
        assertThat(row.detail()).contains("request.inbound.jsonata -> /text", "larger than 1000000 characters");
    }

    @Test
    void isRefusedWithTheFieldThatThePortalTakesNotSoLong() {
        newSender(newClient(app));

        push("w1", with("reference", "x".repeat(501), invoice("i1", app, WHEN)));

        InboxRow row = ended("w1");
        assertThat(row.state()).isEqualTo(InboxState.REFUSED);
        assertThat(row.reason()).isEqualTo("too-large");
        assertThat(row.detail()).contains("reference", "500");
    }

    private static String with(String field, String value, String news) {
        return news.replace("\"currency\"", "\"%s\":\"%s\",\"currency\"".formatted(field, value));
    }
}
