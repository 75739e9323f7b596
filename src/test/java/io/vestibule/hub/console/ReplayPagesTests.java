package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A replay of many messages from the list to its end, in a browser without script. */
class ReplayPagesTests extends VestibuleTest {

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
        for (int n = 0; n < 3; n++) {
            Delivery.Item item =
                    new Delivery.Item("", unique("event"), null, "thing", unique("key"), "{}", "/id: missing");
            inbox.receive(new Delivery("webhook", app, new byte[] {1}, "text/plain", Map.of(), List.of(item)));
        }
    }

    @Test
    void theListLeadsToWhatWouldHappenAndThatToARunThatEnds() {
        Page list = admin.get("/console/messages?state=dead&source=" + app);
        Page look = admin.get(
                list.html().select("main a[href^=/console/replays/new]").attr("href"));
        assertThat(look.html().select("h1").text()).contains("3 messages would be replayed, of 3 found");
        assertThat(replays()).isZero();

        Page started = admin.post("/console/replays", filled(look, Map.of("perMinute", "1200", "reason", "Mended")));

        String run = Objects.requireNonNull(started.location());
        assertThat(run).matches("/console/replays/\\d+");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(admin.get(run).text()).contains("3 of 3 taken", "0 on their way"));
        assertThat(replays()).isEqualTo(3);
        assertThat(admin.get("/console/replays").text()).contains("Mended", "3 of 3");
    }

    @Test
    void aRateOutOfBoundsOrNoReasonStartsNothing() {
        Page look = admin.get("/console/replays/new?direction=in&state=dead&source=" + app);

        Page again = admin.post("/console/replays", filled(look, Map.of("perMinute", "5000", "reason", " ")));

        assertThat(again.html().select("#about-perMinute").text()).contains("from 1 to 1200");
        assertThat(again.html().select("#about-reason").text()).contains("why");
        assertThat(again.html().select("#field-perMinute").val()).isEqualTo("5000");
        assertThat(replays()).isZero();
    }

    @Test
    void aFilterThatCantBeReadLeadsToNoReplayOfMoreThanWasMeant() {
        for (String part : List.of("state=deaf", "from=last-week", "to=2026-13-01")) {
            Page answer = admin.get("/console/replays/new?direction=in&source=" + app + "&" + part);
            assertThat(answer.location()).as(part).startsWith("/console/messages?");
            assertThat(admin.follow(answer).text()).contains("can’t be read");
        }
        Page look = admin.get("/console/replays/new?direction=in&source=" + app);
        assertThat(admin.post("/console/replays", filled(look, Map.of("state", "deaf", "reason", "Mended")))
                        .location())
                .startsWith("/console/messages?");
        assertThat(replays()).isZero();
    }

    @Test
    void aRunIsPausedAndCancelledOnItsPage() {
        Page look = admin.get("/console/replays/new?direction=in&state=dead&source=" + app);
        String run = Objects.requireNonNull(
                admin.post("/console/replays", filled(look, Map.of("perMinute", "1", "reason", "Slowly")))
                        .location());

        admin.post(run + "/state", Map.of("state", "paused"));
        assertThat(admin.get(run).html().select("h1").text()).contains("Paused");
        admin.post(run + "/state", Map.of("state", "cancelled"));

        assertThat(admin.get(run).text()).contains("Cancelled", "left as they were", "cancelled the rest");
        assertThat(replays()).isLessThan(3);
    }

    @Test
    void whatWasLeftAsItWasIsSaidInASentenceAndNothingElse() {
        Page look = admin.get("/console/replays/new?direction=in&state=dead&source=" + app);
        String run = Objects.requireNonNull(
                admin.post("/console/replays", filled(look, Map.of("perMinute", "1", "reason", "Slowly")))
                        .location());
        admin.post(run + "/state", Map.of("state", "cancelled"));
        hubDatabase
                .sql("update hub.replay_item set outcome = 'ALREADY_DONE' where run = ? and state = 'WAITING'")
                .param(Long.parseLong(run.substring(run.lastIndexOf('/') + 1)))
                .update();

        assertThat(admin.get(run).html().select("tbody th").text())
                .contains("left as it was: applied or delivered already")
                .doesNotContain("??");
    }

    @Test
    void aContributorSeesRunsAndStartsNone() {
        Page look = admin.get("/console/replays/new?direction=in&state=dead&source=" + app);
        Cast cast = new Cast(context, browser());
        Browser reader = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));

        assertThat(reader.get("/console/replays").status()).isEqualTo(200);
        assertThat(reader.get("/console/replays/new?direction=in").status()).isEqualTo(403);
        assertThat(reader.post("/console/replays", filled(look, Map.of("reason", "Mine")))
                        .status())
                .isEqualTo(403);
        assertThat(reader.get("/console/messages?source=" + app).html().select("a[href^=/console/replays/new]"))
                .isEmpty();
        assertThat(replays()).isZero();
    }

    /** The form as a browser sends it, with these answers. */
    private static Map<String, String> filled(Page page, Map<String, String> answers) {
        Map<String, String> fields = new HashMap<>();
        for (Element field : page.html().select("form[action=/console/replays] [name]")) {
            fields.put(field.attr("name"), field.val());
        }
        fields.remove("_csrf");
        fields.putAll(answers);
        return fields;
    }

    private int replays() {
        return hubDatabase
                .sql("select coalesce(sum(replays), 0) from hub.inbox_message where app = :app")
                .param("app", app)
                .query(Integer.class)
                .single();
    }
}
