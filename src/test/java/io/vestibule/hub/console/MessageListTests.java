package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.VestibuleTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the address of the list of messages finds. */
class MessageListTests extends VestibuleTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Inbox inbox;

    private final String app = unique("sender");

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    @BeforeEach
    void signIn() {
        Cast cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
    }

    /** A message moved to another day behind the product's back would not add up there. */
    @AfterEach
    void forget() {
        for (String table : List.of("inbox_message", "inbox_batch", "conservation")) {
            hubDatabase
                    .sql("delete from hub." + table + " where app = :app")
                    .param("app", app)
                    .update();
        }
    }

    @Test
    void aWindowIsGivenAsDaysAsTimesOfTheFirmsZoneOrExactly() {
        received("2026-07-01T22:59:00Z");
        received("2026-07-01T23:30:00Z");
        received("2026-07-02T22:59:00Z");
        received("2026-07-02T23:00:00Z");

        assertThat(found("from=2026-07-02&to=2026-07-02")).as("a day in London").isEqualTo(2);
        assertThat(found("from=2026-07-02T00:00&to=2026-07-02T23:59")).isEqualTo(1);
        assertThat(found("from=2026-07-02T00:00Z&to=2026-07-03T00:00Z")).isEqualTo(2);
        assertThat(found("from=2026-07-01T00:00Z")).isEqualTo(4);
        assertThat(found("from=yesterday-ish")).as("what is no time").isEqualTo(4);
    }

    @Test
    void theFormKeepsWhatWasAskedAndTheNextPageToo() {
        for (int second = 10; second < 61; second++) {
            received("2026-07-02T10:00:" + Math.min(second, 59) + "Z");
        }
        var page = admin.get("/console/messages?source=" + app + "&kind=webhook&from=2026-07-02T00:00Z&to=2026-07-03");

        assertThat(page.html().select("#field-from").val()).isEqualTo("2026-07-02T01:00");
        assertThat(page.html().select("#field-kind option[selected]").val()).isEqualTo("webhook");
        String older = page.html().select("a[rel=next]").attr("href");
        var last = admin.get(older);
        assertThat(last.html().select("tbody tr")).hasSize(1);
        assertThat(admin.get(last.link(".v-pager a")).html().select("tbody tr")).hasSize(50);
        assertThat(last.link(".v-pager a"))
                .contains("source=" + app, "kind=webhook", "from=", "to=2026-07-03")
                .doesNotContain("before");
    }

    @Test
    void theKindsStandInTheSameOrderAfterEachStart() {
        assertThat(kinds("/console/messages")).containsExactly("", "mail", "webhook", "feed");
        assertThat(kinds("/console/messages/sent")).containsExactly("", "mail", "vendor");
    }

    @Test
    void whereNothingFitsItSaysSoAndLeadsBackToAll() {
        for (String list : List.of("/console/messages", "/console/messages/sent")) {
            var empty = admin.get(list + "?source=" + app).html().select(".v-empty");

            assertThat(empty.text()).startsWith("No message fits these filters.");
            assertThat(empty.select("a").attr("href")).isEqualTo(list);
        }
    }

    @Test
    void openOnesAreFoundWhicheverStateTheyAreIn() {
        received("2026-07-02T10:00:00Z");

        assertThat(found("state=open")).isZero();
        hubDatabase
                .sql("update hub.inbox_message set state = 'RETRY', due_at = due_at + interval '9 days' where app = ?")
                .param(app)
                .update();
        assertThat(found("state=open")).isEqualTo(1);
        assertThat(found("state=dead")).isZero();
    }

    private List<String> kinds(String list) {
        return admin.get(list).html().select("#field-kind option").eachAttr("value");
    }

    private int found(String window) {
        return admin.get("/console/messages?source=" + app + "&" + window)
                .html()
                .select("tbody tr")
                .size();
    }

    private void received(String at) {
        Delivery.Item item = new Delivery.Item("", unique("event"), null, "thing", unique("key"), "{}", "/id: missing");
        long id = inbox.receive(new Delivery("webhook", app, new byte[] {1}, "text/plain", Map.of(), List.of(item)))
                .getFirst()
                .id();
        hubDatabase
                .sql("update hub.inbox_message set received_at = :at where id = :id")
                .param("at", Database.at(Instant.parse(at)))
                .param("id", id)
                .update();
    }
}
