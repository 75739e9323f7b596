package io.vestibule.hub.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.hub.gateway.PortalGateway.Disposition;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.FileAnswer;
import io.vestibule.hub.gateway.PortalGateway.FileDraft;
import io.vestibule.hub.gateway.PortalGateway.SenderView;
import io.vestibule.platform.web.PeerAddress;
import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A portal that misbehaves is something to try again later; it is never taken for an answer. */
class HttpPortalGatewayTests extends VestibuleTest {

    private final WireMockServer broken =
            new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

    private static final UpsertClient COMMAND = new UpsertClient(null, "x", null, null, null, null);

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @Autowired
    private ProducerTemplate camel;

    @Autowired
    private PeerAddress peer;

    private PortalGateway portal() {
        String url = "http://127.0.0.1:" + broken.port() + "/";
        PortalSettings settings = new PortalSettings(url, "", "", Duration.ofSeconds(5));
        return new HttpPortalGateway(new PortalCalls(camel, settings, peer));
    }

    @BeforeEach
    void start() {
        broken.start();
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        broken.stop();
    }

    @Test
    void takesAServerErrorForLater() {
        answer(aResponse().withStatus(503));

        assertThatThrownBy(() -> portal().clients())
                .isInstanceOf(PortalUnreachable.class)
                .hasMessageContaining("503");
    }

    @Test
    void saysWhatToDoWhenTheTokenIsRefused() {
        answer(aResponse().withStatus(401));

        assertThatThrownBy(() -> portal().clients()).hasMessageContaining("vestibule.portal.token");
    }

    @Test
    void aCommandTheWholeBatchIsRefusedForIsRefusedAlone() {
        broken.stubFor(any(anyUrl()).willReturn(okJson("{\"results\":[{\"outcome\":\"applied\"}]}")));
        broken.stubFor(any(anyUrl())
                .withRequestBody(containing("2.1"))
                .willReturn(aResponse()
                        .withStatus(413)
                        .withBody("{\"detail\":\"Over 20 MB.\",\"action\":\"Send less.\"}")));
        UpsertClient command = new UpsertClient(null, "x", null, null, null, null);

        List<Answer> answers = portal().execute(List.of(Envelope.of("1.1", command), Envelope.of("2.1", command)));

        assertThat(answers.getFirst()).isInstanceOf(Answer.Applied.class);
        assertThat(answers.getLast()).isEqualTo(new Answer.Refused("invalid-command", "Over 20 MB. Send less."));
    }

    @Test
    void commandsOfDifferentMessagesTravelInOneCall() throws Exception {
        echo("");
        PortalGateway portal = portal();

        List<Future<Answer>> answers = crowd(portal, 60);

        for (int i = 0; i < 60; i++) {
            Answer.Applied applied = (Answer.Applied) answers.get(i).get(30, TimeUnit.SECONDS);
            assertThat(applied.resource().id()).isEqualTo(i + ".1");
        }
        assertThat(broken.getAllServeEvents()).hasSizeLessThan(40);
    }

    @Test
    void aCommandThePortalFailsOverFailsAlone() throws Exception {
        echo("\"7.1\"");
        PortalGateway portal = portal();

        List<Future<Answer>> answers = crowd(portal, 40);

        assertThatThrownBy(() -> answers.remove(7).get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(PortalFailed.class);
        for (Future<Answer> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Applied.class);
        }
    }

    @Test
    void aCallThatHangsHoldsUpNoCommandOfAnother() throws Exception {
        echo("");
        broken.stubFor(any(anyUrl())
                .withRequestBody(containing("\"hanging\""))
                .willReturn(okJson("{}").withFixedDelay(20_000)));
        PortalGateway portal = portal();
        Future<Answer> hanging = callers.submit(() -> portal.execute(Envelope.of("hanging", COMMAND)));
        await().until(() -> !broken.findAll(anyRequestedFor(anyUrl()).withRequestBody(containing("\"hanging\"")))
                .isEmpty());

        for (Future<Answer> answer : crowd(portal, 20)) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Applied.class);
        }
        assertThat(hanging.isDone()).isFalse();
        assertThatThrownBy(() -> hanging.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(PortalUnreachable.class);
    }

    /** Each command on a thread of its own, as workers have them. */
    private List<Future<Answer>> crowd(PortalGateway portal, int number) {
        return new ArrayList<>(IntStream.range(0, number)
                .mapToObj(i -> callers.submit(() -> portal.execute(Envelope.of(i + ".1", COMMAND))))
                .toList());
    }

    /** A portal that applies each command as a resource with the command's key, and fails over one with these words. */
    private void echo(String poison) {
        broken.stubFor(any(anyUrl())
                .atPriority(9)
                .willReturn(okJson("""
                        {"results":[{{#each (jsonPath request.body '$.commands[*].idempotencyKey') as |key|}}{{#unless @first}},{{/unless}}{"outcome":"applied","resource":{"id":"{{key}}"}}{{/each}}]}""").withTransformers("response-template").withFixedDelay(100)));
        if (!poison.isEmpty()) {
            broken.stubFor(any(anyUrl())
                    .withRequestBody(containing(poison))
                    .atPriority(1)
                    .willReturn(aResponse().withStatus(500)));
        }
    }

    @Test
    void aFileThePortalDoesNotTakeIsNotOfferedAgain() {
        answer(aResponse().withStatus(409).withBody("{\"detail\":\"Another file.\"}"));

        assertThat(portal().putFile(
                                "1.f1", new FileDraft("a.txt", "text/plain", new byte[] {1}, Disposition.ATTACHMENT)))
                .isEqualTo(new FileAnswer.Refused("Another file."));
    }

    @Test
    void aQuestionThePortalRefusesIsNotAskedAgain() {
        answer(aResponse().withStatus(400).withBody("nonsense"));

        assertThatThrownBy(() -> portal().clients()).isInstanceOf(PortalRefused.class);
    }

    @Test
    void takesTooManyRequestsAndNothingThereForLater() {
        UpsertClient command = new UpsertClient(null, "x", null, null, null, null);
        for (int status : List.of(403, 404, 408, 429)) {
            answer(aResponse().withStatus(status));
            assertThatThrownBy(() -> portal().execute(Envelope.of("1.1", command)))
                    .isInstanceOf(PortalUnreachable.class)
                    .isNotInstanceOf(PortalRefused.class);
        }
    }

    @Test
    void anEventItCantReadIsStillHandedOver() {
        answer(okJson("{\"events\":[{\"id\":\"e1\",\"type\":\"request-opened\",\"object\":{\"type\":\"request\","
                + "\"id\":\"r1\"},\"data\":7}],\"nextCursor\":\"1.1\",\"more\":false}"));

        assertThat(portal().feed(null, 10).events())
                .extracting(FeedEntry::id, FeedEntry::type, FeedEntry::orderingKey)
                .containsExactly(tuple("e1", "request-opened", "request:r1"));
    }

    @Test
    void takesABrokenConnectionForLater() {
        answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        assertThatThrownBy(() -> portal().clients()).isInstanceOf(PortalUnreachable.class);
    }

    @Test
    void takesAPageInsteadOfJsonForLater() {
        answer(aResponse().withStatus(200).withBody("<html>back soon</html>"));

        assertThatThrownBy(() -> portal().clients())
                .isInstanceOf(PortalUnreachable.class)
                .hasMessageContaining("not JSON");
    }

    @Test
    void followsNoRedirect() {
        answer(aResponse().withStatus(302).withHeader("Location", "http://127.0.0.1:1/"));

        assertThatThrownBy(() -> portal().clients()).hasMessageContaining("302");
    }

    @Test
    void namesWhereAnAnswerBreaksTheContract() {
        answer(okJson("{\"items\":[{\"id\":{},\"name\":\"x\"}]}"));

        assertThatThrownBy(() -> portal().clients())
                .isInstanceOf(PortalUnreachable.class)
                .hasMessageContaining("/id");
    }

    @Test
    void refusesFewerResultsThanCommands() {
        answer(okJson("{\"results\":[]}"));
        Envelope envelope = Envelope.of("1.1", new UpsertClient(null, "x", null, null, null, null));

        assertThatThrownBy(() -> portal().execute(envelope)).hasMessageContaining("0 results");
    }

    @Test
    void readsAListToItsEnd() {
        String path = "/portal/api/v1/clients";
        broken.stubFor(get(urlPathEqualTo(path))
                .willReturn(
                        okJson("{\"items\":[{\"id\":\"a\",\"name\":\"A\",\"version\":1}],\"nextCursor\":\"n x\"}")));
        broken.stubFor(get(urlPathEqualTo(path))
                .withQueryParam("cursor", equalTo("n x"))
                .willReturn(okJson("{\"items\":[{\"id\":\"b\",\"name\":\"B\",\"version\":1}]}")));

        assertThat(portal().clients()).extracting(ClientView::id).containsExactly(new ClientId("a"), new ClientId("b"));
    }

    @Test
    void escapesWhatItAsksForAndShowsItsToken() {
        answer(okJson(sender("a+b&c@x.example", "[]")));

        SenderView found = portal().sender("a+b&c@x.example");

        assertThat(found.contacts()).isEmpty();
        broken.verify(getRequestedFor(urlEqualTo("/portal/api/v1/senders?email=a%2Bb%26c%40x.example"))
                .withHeader("Authorization", matching("Bearer .{20,}")));
    }

    @Test
    void believesNoAnswerAboutAnotherSenderOrWithoutAList() {
        for (String answer :
                List.of("{\"items\":[]}", sender("bob@x.example", "[]"), sender("ann@x.example", "null"))) {
            answer(okJson(answer));

            assertThatThrownBy(() -> portal().sender("ann@x.example"))
                    .as(answer)
                    .isInstanceOf(PortalUnreachable.class);
        }
    }

    @Test
    void asksInSeveralCallsForMoreThanOneAddressLineTakes() {
        String first = "a".repeat(2_500) + "@x.example";
        String second = "b".repeat(2_500) + "@x.example";
        for (String email : List.of(first, second)) {
            broken.stubFor(get(urlPathEqualTo("/portal/api/v1/senders"))
                    .withQueryParam("email", equalTo(email))
                    .willReturn(okJson(sender(email, "[]"))));
        }

        assertThat(portal().senders(List.of(first, second)))
                .extracting(SenderView::email)
                .containsExactly(first, second);
    }

    private static String sender(String email, String contacts) {
        return "{\"items\":[{\"email\":\"%s\",\"staff\":[],\"contacts\":%s,\"owners\":[]}]}".formatted(email, contacts);
    }

    private void answer(ResponseDefinitionBuilder response) {
        broken.stubFor(any(anyUrl()).willReturn(response));
    }
}
