package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.hub.connector.EventSplitter;
import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.inbox.PayloadStore;
import io.vestibule.hub.inbox.RefusedSignatures;
import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.support.SimulatedWorld;
import io.vestibule.support.vendors.SignedWebhook;
import io.vestibule.support.vendors.SimulatedXero;
import io.vestibule.support.vendors.StandardWebhooksSender;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class WebhookDoorTests extends WebhookTest {

    private static final String WHEN = "2026-09-01T10:00:00Z";

    @Autowired
    private RefusedSignatures refusals;

    @Autowired
    private GeneratedSecrets secrets;

    @Autowired
    private PayloadStore payloads;

    @Autowired
    private SimulatedXero xero;

    @Test
    void storesBeforeItAnswersAndNamesAReceipt() throws Exception {
        newSender(newClient(app));

        HttpResponse<String> answer = push("w1", invoice("i1", app, WHEN));

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode receipt = new ObjectMapper().readTree(answer.body()).at("/receipts/0");
        InboxRow row = rows.find(app, "", "w1").orElseThrow();
        assertThat(receipt.path("id").asText()).isEqualTo(Long.toString(row.id()));
        assertThat(receipt.path("url").asText()).endsWith("/hooks/" + app + "/receipts/" + row.id());
        assertThat(row.connection()).isEqualTo(app);
    }

    @Test
    void keepsTheBytesAndMasksTheProof() {
        newSender(newClient(app));
        String body = "  " + invoice("i1", app, WHEN) + "\r\n";
        push("w1", body);

        PayloadStore.Payload payload = payloads.find(
                        rows.find(app, "", "w1").orElseThrow().payloadId())
                .orElseThrow();

        assertThat(new String(payload.bytes(), StandardCharsets.UTF_8)).isEqualTo(body);
        assertThat(payload.headers())
                .containsEntry("webhook-signature", "(verified)")
                .containsEntry("webhook-id", "w1");
    }

    @Test
    void refusesAWrongSignatureWithoutARowAndCountsIt() {
        newSender(newClient(app));
        SignedWebhook genuine = sender.sign("w1", clock.instant(), invoice("i1", app, WHEN));

        assertThat(send(genuine.withBody(genuine.body().replace("1190.00", "9.00")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(genuine.with("webhook-signature", "")).statusCode()).isEqualTo(401);
        assertThat(new StandardWebhooksSender(StandardWebhooksSender.secretOf("other"))
                        .sign("w1", clock.instant(), genuine.body())
                        .sendTo(hook())
                        .statusCode())
                .isEqualTo(401);

        assertThat(rowsOfApp()).isEmpty();
        assertThat(refusals.within(Duration.ofHours(2)))
                .filteredOn(refused -> refused.app().equals(app))
                .singleElement()
                .satisfies(refused -> assertThat(refused.refused()).isEqualTo(3));
    }

    @Test
    void refusesADeliveryThatIsReplayedLater() {
        newSender(newClient(app));
        SignedWebhook old = sender.sign("w1", clock.instant().minus(Duration.ofMinutes(6)), invoice("i1", app, WHEN));

        HttpResponse<String> answer = send(old);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("too-old").contains("\"action\"");
        assertThat(rowsOfApp()).isEmpty();
    }

    @Test
    void answersADuplicateLikeTheFirstAndKeepsOneRow() {
        newSender(newClient(app));
        push("w1", invoice("i1", app, WHEN));

        HttpResponse<String> again = push("w1", invoice("i1", app, WHEN));

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).contains("\"duplicate\":true");
        assertThat(rowsOfApp())
                .singleElement()
                .satisfies(row -> assertThat(row.duplicates()).isEqualTo(1));
    }

    @Test
    void knowsNoOtherApps() {
        HttpResponse<String> answer = push("w1", "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    }

    @Test
    void asksToComeBackWhileTheAppIsSwitchedOff() {
        newSender(newClient(app));
        apps.enable(app, false, "test");

        assertThat(push("w1", invoice("i1", app, WHEN)).statusCode()).isEqualTo(503);
        assertThat(rowsOfApp()).isEmpty();
    }

    @Test
    void refusesABodyOverTheLimit() {
        newSender(newClient(app));

        assertThat(push("w1", "x".repeat(5 * 1024 * 1024 + 1)).statusCode()).isEqualTo(413);
        assertThat(rowsOfApp()).isEmpty();
    }

    @Test
    void readsTheRawBytesWhateverTheContentTypeSays() {
        newSender(newClient(app));
        String body = invoice("i1", app, WHEN);
        int number = 0;
        for (String type : new String[] {
            "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/nonsense"
        }) {
            SignedWebhook webhook = sender.sign("w" + number++, clock.instant(), body);
            assertThat(send(webhook.with("Content-Type", type)).statusCode())
                    .as(type)
                    .isEqualTo(202);
        }
    }

    @Test
    void answersFormTextWithoutFallingOver() {
        newSender(newClient(app));
        SignedWebhook form = sender.sign("w1", clock.instant(), "a=1&b=%zz&c")
                .with("Content-Type", "application/x-www-form-urlencoded");

        assertThat(send(form).statusCode()).isEqualTo(400);
    }

    @Test
    void takesNothingButPost() throws Exception {
        newSender(newClient(app));
        for (String method : new String[] {"GET", "HEAD", "PUT", "DELETE"}) {
            HttpRequest request = HttpRequest.newBuilder(hook())
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(call(request).statusCode()).as(method).isEqualTo(405);
        }
    }

    @Test
    void passesXerosHandshakeWithAnEmptyBodyAndNoCookie() {
        newApp("xero", Map.of("clientId", "c", "clientSecret", "s", "webhookKey", SimulatedWorld.XERO_WEBHOOK_KEY));

        HttpResponse<String> right = send(xero.webhook());
        HttpResponse<String> wrong = send(xero.webhook().with("x-xero-signature", "bm90IHRoZSByaWdodCBvbmU="));

        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.body()).isEmpty();
        assertThat(right.headers().firstValue("set-cookie")).isEmpty();
        assertThat(right.headers().firstValue("x-xero-signature")).isEmpty();
        assertThat(right.headers().firstValue("content-length")).hasValue("0");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(rowsOfApp()).isEmpty();
    }

    @Test
    void keepsAnEventThatCantBeReadAsDeadAndStillAnswers() {
        newSender(newClient(app));

        HttpResponse<String> answer = push("w1", "{\"data\":{\"id\":\"x\"}}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(rowsOfApp()).singleElement().satisfies(row -> {
            assertThat(row.state()).isEqualTo(InboxState.DEAD);
            assertThat(row.detail()).contains("/receive/webhook/type");
        });
    }

    @Test
    void tellsTheSenderWhatBecameOfItsNews() throws Exception {
        newSender(newClient(app));
        push("w1", invoice("i1", app, WHEN));
        long id = ended("w1").id();

        HttpRequest bearer = receipt(app, id)
                .header("Authorization", "Bearer " + sender.secret())
                .build();
        HttpResponse<String> answer = call(bearer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"state\":\"applied\"");

        HttpRequest.Builder signed = receipt(app, id);
        sender.sign("ask-1", clock.instant(), "").headers().forEach(signed::header);
        assertThat(call(signed.build()).statusCode()).isEqualTo(200);
    }

    @Test
    void tellsNobodyElse() throws Exception {
        tellsNobodyOfNewsWith("app = 'another-app'");
    }

    @Test
    void tellsNothingOfAMailboxWithTheAppsName() throws Exception {
        tellsNobodyOfNewsWith("kind = 'mail'");
    }

    private void tellsNobodyOfNewsWith(String trait) throws Exception {
        newSender(newClient(app));
        push("w1", invoice("i1", app, WHEN));
        long id = ended("w1").id();
        hubDatabase
                .sql("update hub.inbox_message set " + trait + " where id = ?")
                .param(id)
                .update();

        assertThat(call(receipt(app, id).build()).statusCode()).isEqualTo(401);
        assertThat(call(receipt(app, id).header("Authorization", "Bearer guess").build())
                        .statusCode())
                .isEqualTo(401);
        assertThat(call(receipt(app, id)
                                .header("Authorization", "Bearer " + sender.secret())
                                .build())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesAForgedFeedEvent() {
        SignedWebhook forged = sender.sign("evt", clock.instant(), "{\"data\":{\"id\":\"evt\",\"object\":{}}}");

        assertThat(forged.sendTo(URI.create(url("/hooks/portal"))).statusCode()).isEqualTo(401);
        assertThat(rows.find("portal", "", "evt")).isEmpty();
    }

    @Test
    void takesSeveralFeedEventsInOnePostAllOrNone() {
        List<String> ids = List.of(unique("evt"), unique("evt"), unique("evt"));
        List<String> events = ids.stream().map(WebhookDoorTests::feedEvent).toList();

        assertThat(feed("[" + String.join(",", events) + "]")).isEqualTo(204);
        assertThat(feed("[" + feedEvent("late") + ",{\"id\":7}]")).isEqualTo(400);

        assertThat(ids.stream()
                        .map(id -> rows.find("portal", "", id).orElseThrow())
                        .map(InboxRow::id))
                .isSorted();
        assertThat(rows.find("portal", "", "late")).isEmpty();
    }

    @Test
    void anEventThatCantBeReadFailsAloneAmongSeveralInOnePost() {
        List<String> ids = List.of(unique("evt"), unique("evt"), unique("evt"));
        String broken = feedEvent(ids.get(1)).replace("not-known-yet", "request-opened");

        assertThat(feed("[" + feedEvent(ids.get(0)) + "," + broken + "," + feedEvent(ids.get(2)) + "]"))
                .isEqualTo(204);

        List<InboxState> states = ids.stream().map(this::endOfFeedEvent).toList();
        assertThat(states).containsExactly(InboxState.IGNORED, InboxState.DEAD, InboxState.IGNORED);
    }

    private InboxState endOfFeedEvent(String id) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> rows.find("portal", "", id).orElseThrow(), row -> !row.open())
                .state();
    }

    private int feed(String events) {
        String body = "{\"type\":\"feed-events\",\"data\":" + events + "}";
        SignedWebhook post = new StandardWebhooksSender(secrets.webhookSecret("feed-secret"))
                .sign(unique("post"), clock.instant(), body);
        return post.sendTo(URI.create(url("/hooks/portal"))).statusCode();
    }

    private static String feedEvent(String id) {
        return "{\"id\":\"%s\",\"type\":\"not-known-yet\",\"object\":{\"type\":\"thing\",\"id\":\"t1\"}}".formatted(id);
    }

    @Test
    void takesThePortalsFeedInOrderPerObject() {
        newClient(app);
        newSender(newClient(app + "-2"));
        push("w1", invoice("i1", app, WHEN));
        String invoiceId = String.valueOf(ended("w1").objectId());

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(hubDatabase
                                .sql("select count(*) from hub.inbox_message where app = 'portal' and ordering_key = ?")
                                .param("invoice:" + invoiceId)
                                .query(Long.class)
                                .single())
                        .isEqualTo(1));
    }

    private HttpRequest.Builder receipt(String ofApp, long id) {
        return HttpRequest.newBuilder(URI.create(url("/hooks/" + ofApp + "/receipts/" + id)));
    }

    private static HttpResponse<String> call(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anEventThatCouldNotBeReadGoesOnUnderItsOwnIdWhenItIsReplayedAfterTheRepair() {
        newSender(newClient(app));
        String body = invoice("i1", app, WHEN);
        Delivery.Item unread = new Delivery.Item(
                "", "sha256-1", null, EventSplitter.UNREAD_EVENT, "sha256-1", body, "connector.yaml: was broken");
        long dead = inbox.receive(new Delivery(
                        "webhook",
                        app,
                        body.getBytes(StandardCharsets.UTF_8),
                        "application/json",
                        Map.of("webhook-id", "w9"),
                        List.of(unread)))
                .getFirst()
                .id();
        assertThat(rows.find(dead).orElseThrow().state()).isEqualTo(InboxState.DEAD);

        inbox.replay(dead, "Olga");

        assertThat(ended("w9").state()).isEqualTo(InboxState.APPLIED);
        assertThat(inState(dead, InboxState.IGNORED).reason()).isEqualTo("read-again");
    }

    @Test
    void anEventThatStillCantBeReadIsDeadAgainAndDoublesNothing() {
        newSender(newClient(app));
        push("w1", "{\"timestamp\":\"2026-09-01T10:00:00Z\",\"data\":{}}");
        InboxRow dead = rowsOfApp().getFirst();
        assertThat(dead.state()).isEqualTo(InboxState.DEAD);

        inbox.replay(dead.id(), "Olga");

        assertThat(inState(dead.id(), InboxState.DEAD).replays()).isEqualTo(1);
        assertThat(rowsOfApp()).hasSize(1);
    }
}
