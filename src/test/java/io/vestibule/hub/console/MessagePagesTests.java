package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.VestibuleTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The page of one message, and the way to and from it, in a browser without script. */
class MessagePagesTests extends VestibuleTest {

    private static final byte[] MAIL = "From: Sam Stranger <sam@mail.example>\r\nSubject: Cheap loans\r\n\r\nHello\r\n"
            .getBytes(StandardCharsets.UTF_8);

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

    /** What was changed behind the product's back would count among the problems that other tests look at. */
    @AfterEach
    void forget() {
        for (String table : List.of("inbox_message", "inbox_batch", "conservation")) {
            hubDatabase
                    .sql("delete from hub." + table + " where app = :app")
                    .param("app", app)
                    .update();
        }
        hubDatabase
                .sql("delete from hub.outbox_message where connection = :app")
                .param("app", app)
                .update();
    }

    @Test
    void itsTitleTellsItFromOtherOpenPages() {
        long received = dead();
        long sent = delivery("SENT");

        assertThat(page(received).html().title()).startsWith("News " + received + " ");
        assertThat(admin.get("/console/messages/sent/" + sent).html().title()).startsWith("Comment " + sent + " ");
    }

    @Test
    void whoDecidedAboutAProblemFindsTheWayBackToItsList() {
        long id = dead();
        String toTheList = "main a[href^=/console/problems?]";
        String list = page(id).link(toTheList);
        assertThat(list).contains("owner=other-side", "state=dead");
        assertThat(admin.get(list).html().select("#message-" + id)).hasSize(1);

        Page decided = admin.follow(admin.post("/console/problems/" + id + "/dismissal", Map.of("why", "a test")));

        assertThat(decided.text()).contains("Put away");
        assertThat(decided.link(toTheList)).isEqualTo(list);
        assertThat(page(id).html().select(toTheList)).isEmpty();
    }

    @Test
    void aHeldMailIsRefusedAndOneThatIsRefusedAlreadyIsPutAway() {
        String decisions = "section[aria-labelledby=decide] > details > summary";
        long held = mail("HELD", "unknown-sender");
        assertThat(page(held).html().select(decisions).text()).isEqualTo("Refuse it");
        long refused = mail("REFUSED", "vendor-refused");
        assertThat(page(refused).html().select(decisions).text()).isEqualTo("Not ours");

        Page decided = admin.follow(admin.post("/console/problems/" + refused + "/dismissal", Map.of()));

        assertThat(decided.text()).contains("Put away");
        assertThat(decided.html().select(decisions)).isEmpty();
    }

    @Test
    void whatArrivedOrWasCalledOffIsSentAgainOnlyAfterAQuestion() {
        for (String state : List.of("SENT", "CANCELLED")) {
            Document page = sentPage(state);
            assertThat(page.select("form[action$=/replay] details.v-sure p").text())
                    .as(state)
                    .isNotEmpty()
                    .doesNotContain("??");
            assertThat(page.select("form[action$=/replay] > button")).as(state).isEmpty();
        }
        Document refused = sentPage("REFUSED");
        assertThat(refused.select("form[action$=/replay] > button")).hasSize(1);
        assertThat(refused.select("form[action$=/replay] details")).isEmpty();
    }

    @Test
    void oneMailIsExplainedAtATime() {
        assertThat(admin.get("/console/explain").html().select("input[type=file]:not([multiple])"))
                .hasSize(1);
    }

    private Document sentPage(String state) {
        return admin.get("/console/messages/sent/" + delivery(state)).html();
    }

    private Page page(long received) {
        return admin.get("/console/messages/received/" + received);
    }

    /** One that could not be read. */
    private long dead() {
        Delivery.Item item = new Delivery.Item("", unique("event"), null, "thing", unique("key"), "{}", "/id: missing");
        return inbox.receive(new Delivery("webhook", app, MAIL, "message/rfc822", Map.of(), List.of(item)))
                .getFirst()
                .id();
    }

    private long mail(String state, String reason) {
        long id = dead();
        hubDatabase
                .sql("update hub.inbox_message set kind = 'mail', event = null, state = ?, reason = ? where id = ?")
                .params(state, reason, id)
                .update();
        return id;
    }

    private long delivery(String state) {
        String source = unique("test");
        return hubDatabase.sql("""
                        insert into hub.outbox_message (source, channel, target, connection, purpose, priority, body,
                            state, due_at, finished_at)
                        values (?, 'mail', 'tom@acme.example', ?, 'comment', 5, '{}', ?, now(), now()) returning id
                        """).params(source, app, state).query(Long.class).single();
    }
}
