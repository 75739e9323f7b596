package io.vestibule.hub.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VendorHttpTests {

    private static final WireMockServer VENDOR = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private static VendorCalls calls;

    @BeforeAll
    static void start() {
        VENDOR.start();
        calls = new VendorCalls(
                new VendorCalls.Hosts().with("api.hubapi.com", VENDOR.port()).with("closed.example", 1));
    }

    @AfterAll
    static void stop() {
        calls.close();
        VENDOR.stop();
    }

    @BeforeEach
    void forget() {
        VENDOR.resetAll();
    }

    private static int accounts = 0;

    private static VendorAccount account() {
        return VendorCalls.hubspot("crm-" + ++accounts);
    }

    private static VendorAnswer get(ResponseDefinitionBuilder answer) {
        VENDOR.stubFor(any(anyUrl()).willReturn(answer));
        return calls.http.call(account(), VendorCall.get("/crm/v3/objects/tickets/1"));
    }

    @Test
    void sendsCredentialsAndNothingOfItsOwnPlumbing() {
        VENDOR.stubFor(any(anyUrl()).willReturn(okJson("{\"id\": \"1\", \"amount\": 12.50}")));

        VendorAnswer answer = calls.http.call(account(), VendorCall.get("/crm/v3/objects/tickets/1?properties=a,b"));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        VendorAnswer.Done.class,
                        done -> assertThat(done.json()).hasToString("{\"id\":\"1\",\"amount\":12.50}"));
        VENDOR.verify(getRequestedFor(urlEqualTo("/crm/v3/objects/tickets/1?properties=a,b"))
                .withHeader("Authorization", equalTo("Bearer pat-1"))
                .withHeader("Accept", equalTo("application/json"))
                .withHeader("CamelHttpMethod", absent())
                .withHeader("Cookie", absent())
                .withHeader("breadcrumbId", absent()));
    }

    @Test
    void writesJsonWithItsLength() {
        VENDOR.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(204)));
        var body = VendorJson.MAPPER.createObjectNode().put("stage", "4");

        VendorAnswer answer =
                calls.http.call(account(), new VendorCall("PATCH", "/crm/v3/objects/tickets/1", body, Map.of()));

        assertThat(answer).isInstanceOf(VendorAnswer.Done.class);
        VENDOR.verify(patchRequestedFor(urlEqualTo("/crm/v3/objects/tickets/1"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withHeader("Content-Length", equalTo("13"))
                .withRequestBody(equalToJson("{\"stage\": \"4\"}")));
    }

    @Test
    void aValueInAnAddressStaysOnePartOfIt() {
        VENDOR.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        String path = Template.of("/crm/v3/objects/tickets/{id}?x={x}")
                .fill(name -> name.equals("id") ? "../contacts/1?a" : "1&y=2 %", Template::urlPart);

        calls.http.call(account(), VendorCall.get(path));

        VENDOR.verify(getRequestedFor(urlEqualTo("/crm/v3/objects/tickets/..%2Fcontacts%2F1%3Fa?x=1%26y%3D2%20%25")));
    }

    @Test
    void aLimitIsRetriedWhenTheVendorSaysSo() {
        VendorAnswer answer = get(aResponse()
                .withStatus(429)
                .withHeader("Retry-After", "7")
                .withBody("{\"message\": \"You have reached your limit\"}"));

        assertThat(answer)
                .isEqualTo(new VendorAnswer.Retry(
                        "vendor-limit", "HubSpot answered 429: You have reached your limit", Duration.ofSeconds(7)));
    }

    @Test
    void aDateToRetryAtIsMeasuredByTheVendorsClock() {
        VendorAnswer answer = get(aResponse()
                .withStatus(503)
                .withHeader("Date", "Tue, 01 Sep 2026 20:00:00 GMT")
                .withHeader("Retry-After", "Tue, 01 Sep 2026 20:01:30 GMT"));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        VendorAnswer.Retry.class,
                        retry -> assertThat(retry.after()).isEqualTo(Duration.ofSeconds(90)));
    }

    @Test
    void aVendorThatAskedForAPauseIsLeftAloneUntilThen() {
        VendorAccount account = account();
        VENDOR.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "60")));
        calls.http.call(account, VendorCall.get("/a"));

        VendorAnswer second = calls.http.call(account, VendorCall.get("/a"));

        assertThat(second).isInstanceOfSatisfying(VendorAnswer.Retry.class, retry -> {
            assertThat(retry.reason()).isEqualTo("rate-budget");
            assertThat(retry.after()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        });
        VENDOR.verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    void aTroubleOfTheVendorIsRetried() {
        assertThat(get(aResponse().withStatus(500))).isInstanceOf(VendorAnswer.Retry.class);
        assertThat(get(aResponse().withStatus(408))).isInstanceOf(VendorAnswer.Retry.class);
    }

    @Test
    void aNoIsRefusedWithTheVendorsWords() {
        assertThat(get(aResponse().withStatus(400).withBody("{\"message\": \"Property stage is not valid\"}")))
                .isEqualTo(new VendorAnswer.Refused(
                        "vendor-refused", 400, "HubSpot answered 400: Property stage is not valid"));
        assertThat(get(aResponse().withStatus(404)))
                .isEqualTo(new VendorAnswer.Refused("record-gone", 404, "HubSpot answered 404"));
    }

    @Test
    void wordsOfAnotherShapeDoNotChangeWhatAnAnswerMeans() {
        assertRetried(get(aResponse().withStatus(503).withBody("{\"message\": {\"en\": \"Busy\"}}")), "vendor-busy");
        assertRetried(
                get(aResponse().withStatus(429).withBody("{\"message\": [\"Too fast\", \"Wait\"]}")), "vendor-limit");
    }

    @Test
    void rightsThatAreMissingStopTheConnection() {
        assertThat(get(aResponse().withStatus(401))).isInstanceOf(VendorAnswer.Reauthorize.class);
        assertThat(get(aResponse().withStatus(403))).isInstanceOf(VendorAnswer.Suspend.class);
    }

    private static void assertRetried(VendorAnswer answer, String reason) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        VendorAnswer.Retry.class,
                        retry -> assertThat(retry.reason()).isEqualTo(reason));
    }

    private static void assertRefused(VendorAnswer answer, String reason) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        VendorAnswer.Refused.class,
                        no -> assertThat(no.reason()).isEqualTo(reason));
    }

    @Test
    void anAnswerThatIsNotJsonIsRetried() {
        assertRetried(get(aResponse().withBody("<html>We are back soon</html>")), "not-json");
    }

    @Test
    void aBrokenOffAnswerIsRetried() {
        assertRetried(get(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)), "connection-reset");
        assertRetried(get(aResponse().withFault(Fault.EMPTY_RESPONSE)), "connection-reset");
        assertRetried(get(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)), "connection-reset");
    }

    @Test
    void aSlowAnswerIsRetried() {
        assertRetried(get(okJson("{}").withFixedDelay(8_000)), "connection-timeout");
    }

    @Test
    void anAnswerAboveTheLimitIsRefused() {
        String large = "{\"x\": \"" + "y".repeat(AnswerBody.LIMIT) + "\"}";

        assertRefused(get(okJson(large)), "response-too-large");
    }

    @Test
    void aRedirectOnTheSameHostIsFollowedAFewTimes() {
        VENDOR.stubFor(
                any(urlEqualTo("/old")).willReturn(aResponse().withStatus(301).withHeader("Location", "/new")));
        VENDOR.stubFor(any(urlEqualTo("/new")).willReturn(okJson("{\"new\": true}")));
        VENDOR.stubFor(any(urlEqualTo("/round"))
                .willReturn(aResponse().withStatus(302).withHeader("Location", "https://api.hubapi.com/round")));

        assertThat(calls.http.call(account(), VendorCall.get("/old"))).isInstanceOf(VendorAnswer.Done.class);
        assertRefused(calls.http.call(account(), VendorCall.get("/round")), "too-many-redirects");
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowed() {
        for (String target : new String[] {
            "http://127.0.0.1:" + VENDOR.port() + "/inside",
            "http://169.254.169.254/latest/meta-data/",
            "http://[::ffff:127.0.0.1]/",
            "https://evil.example/",
            "http://api.hubapi.com/plain"
        }) {
            assertRefused(get(aResponse().withStatus(302).withHeader("Location", target)), "host-not-allowed");
        }
        VENDOR.verify(0, getRequestedFor(urlEqualTo("/inside")));
    }

    private static VendorAccount at(String baseUrl) {
        Connector connector = TestConnector.shipped("hubspot")
                .inYaml("baseUrl: https://api.hubapi.com", "baseUrl: " + baseUrl)
                .connector();
        VendorAccount plain = account();
        return new VendorAccount(plain.name(), connector, plain.settings(), plain.secrets(), Map.of());
    }

    @Test
    void aHostInsideANetworkIsNeverConnectedTo() {
        assertRefused(calls.http.call(at("https://localhost"), VendorCall.get("/")), "private-address");
        assertRefused(calls.http.call(at("https://169.254.169.254"), VendorCall.get("/")), "private-address");
        assertRefused(calls.http.call(at("https://10.0.0.1"), VendorCall.get("/")), "private-address");
    }

    @Test
    void troubleOfTheNetworkHasANameAndIsRetried() {
        assertRetried(calls.http.call(at("https://nowhere.invalid"), VendorCall.get("/")), "dns-failure");
        assertRetried(calls.http.call(at("https://closed.example"), VendorCall.get("/")), "connection-refused");
    }

    @Test
    void theStagesOfTheChosenPipelineAreListed() {
        VENDOR.stubFor(any(urlEqualTo("/crm/v3/pipelines/tickets")).willReturn(okJson("""
                {"results": [
                  {"id": "17", "stages": [{"id": "99", "label": "Elsewhere"}]},
                  {"id": "0", "stages": [{"id": "1", "label": "New"}, {"id": "4", "label": "Closed"}]}]}
                """)));

        assertThat(new VendorStatuses(calls.http, TestConnector.MAPPINGS).list(account(), "request"))
                .isEqualTo(new VendorStatuses.Listing.Listed(java.util.List.of(
                        new VendorStatuses.VendorStatus("1", "New"), new VendorStatuses.VendorStatus("4", "Closed"))));
    }

    @Test
    void aVendorWithoutValidTlsIsRetriedAndNeverTalkedTo() {
        VendorAddresses plainPort = new VendorAddresses() {
            @Override
            public java.util.List<java.net.InetAddress> resolve(String host, int port) {
                return java.util.List.of(java.net.InetAddress.getLoopbackAddress());
            }
        };
        try (VendorCalls unsafe = new VendorCalls(plainPort)) {
            VendorAnswer answer = unsafe.http.call(at("https://api.hubapi.com:" + VENDOR.port()), VendorCall.get("/"));

            assertRetried(answer, "failed-tls");
        }
        VENDOR.verify(0, getRequestedFor(anyUrl()));
    }
}
