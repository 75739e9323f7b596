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
import org.jsoup.select.Elements;
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
    void aDeliveryThatFailedIsPutAwayAndLeavesTheProblems() {
        long id = delivery("REFUSED");
        String path = "/console/messages/sent/" + id;
        String decisions = "section[aria-labelledby=decide] form[action$=/dismissal]";
        Page page = admin.get(path);
        assertThat(page.html().select(decisions)).hasSize(1);
        String list = page.link("main a[href^=/console/problems?]");
        assertThat(admin.get(list).html().select("#delivery-" + id)).hasSize(1);

        Page away = admin.follow(admin.post(path + "/dismissal", Map.of("why", "Done by hand")));

        assertThat(away.html().select("h1 .v-badge").text()).isEqualTo("Put away");
        assertThat(away.text()).contains("It can be sent again at any time").doesNotContain("??");
        assertThat(away.html().select(".v-timeline").text()).contains("put it away", "Done by hand");
        assertThat(away.html().select(decisions)).isEmpty();
        assertThat(admin.get(list).html().select("#delivery-" + id)).isEmpty();
        assertThat(admin.get("/console/messages/sent?state=put-away&source=" + app)
                        .html()
                        .select("tbody tr .v-badge")
                        .text())
                .isEqualTo("Put away");
    }

    @Test
    void aPageThatWasOpenedBeforeItWasPutAwayDoesNotSendIt() {
        long id = delivery("REFUSED");
        String path = "/console/messages/sent/" + id;
        String known = "form[action$=/replay] input[name=putAway]";
        assertThat(admin.get(path).html().select(known)).isEmpty();
        Page away = admin.follow(admin.post(path + "/dismissal", Map.of()));
        assertThat(away.html().select(known)).hasSize(1);

        Page still = admin.follow(admin.post(path + "/replay", Map.of()));

        assertThat(still.text()).contains("Somebody put it away meanwhile");
        assertThat(still.html().select("h1 .v-badge").text()).isEqualTo("Put away");
        assertThat(admin.follow(admin.post(path + "/dismissal", Map.of())).text())
                .contains("1 delivery was not put away");
    }

    @Test
    void severalAreChosenInTheirListAndPutAwayTogether() {
        long one = delivery("REFUSED");
        long other = delivery("REFUSED");
        long sent = delivery("SENT");
        String list = "/console/problems?owner=firm&state=sent-refused";
        assertThat(admin.get(list)
                        .html()
                        .select("input[name=delivery][form=put-away]")
                        .eachAttr("value"))
                .contains(Long.toString(one), Long.toString(other));

        Page none = putAway("");
        assertThat(none.text()).contains("Choose deliveries first");
        assertThat(none.html().select("#field-why").val()).isEqualTo("Done by hand");

        Page some = putAway(one + "," + other + "," + sent);
        assertThat(some.text()).contains("2 put away", "1 delivery was not put away");
        assertThat(some.html().select("#delivery-" + one + ", #delivery-" + other))
                .isEmpty();
        assertThat(admin.get("/console/messages/sent/" + sent)
                        .html()
                        .select("h1 .v-badge")
                        .text())
                .isEqualTo("Sent");
    }

    @Test
    void whoMayNotSendAgainMayNotPutAway() {
        long id = delivery("REFUSED");
        Cast cast = new Cast(context, browser());
        Browser reader = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));

        for (String path : List.of("/console/messages/sent/" + id, "/console/problems?owner=firm&state=sent-refused")) {
            Document page = reader.get(path).html();
            assertThat(page.select("form[action$=/dismissal], form[action$=/replay], input[name=delivery]"))
                    .as(path)
                    .isEmpty();
        }
        assertThat(reader.post("/console/messages/sent/" + id + "/dismissal", Map.of())
                        .status())
                .isEqualTo(403);
    }

    private Page putAway(String chosen) {
        return admin.follow(admin.post(
                "/console/messages/sent/dismissals",
                Map.of("owner", "firm", "state", "sent-refused", "delivery", chosen, "why", "Done by hand")));
    }

    @Test
    void itNamesTheFirstThingsSentSinceItCameAndLeadsToTheOthers() {
        long id = dead();
        String object = unique("request");
        hubDatabase
                .sql("update hub.inbox_message set object_type = 'request', object_id = ? where id = ?")
                .params(object, id)
                .update();
        hubDatabase.sql("""
                        insert into hub.outbox_message (source, channel, target, connection, object_type, object_id,
                            client_id, purpose, priority, body, state, created_at, due_at, finished_at)
                        select object || ':' || n, 'mail', 'to-' || n || '@acme.example', app, 'request', object,
                            'client-of-' || object, 'comment', 5, '{}', 'SENT',
                            received_at + (n - 1) * interval '1 millisecond', now(), now()
                        from (select received_at, object_id as object, app from hub.inbox_message where id = ?) m,
                            generate_series(0, 201) n
                        """).param(id).update();

        Document page = page(id).html();

        Elements sent = page.select(".v-timeline > li[id^=delivery-]");
        assertThat(sent).hasSize(200);
        assertThat(sent.getFirst().text()).startsWith("to-1@acme.example");
        assertThat(sent.getLast().text()).startsWith("to-200@acme.example");
        Elements more = page.select("#more-deliveries");
        assertThat(more.text()).contains("sent more than stands here");
        assertThat(admin.get(more.select("a").attr("href"))
                        .html()
                        .select("tbody tr")
                        .getFirst()
                        .text())
                .contains("to-201@acme.example");
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
