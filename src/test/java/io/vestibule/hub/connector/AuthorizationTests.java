package io.vestibule.hub.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthorizationTests {

    private static final WireMockServer VENDOR = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private static VendorCalls calls;
    private static int accounts = 0;

    private VendorAccount account = VendorCalls.xero("ledger-0");

    @BeforeAll
    static void start() {
        VENDOR.start();
        calls = new VendorCalls(new VendorCalls.Hosts()
                .with("api.xero.com", VENDOR.port())
                .with("identity.xero.com", VENDOR.port())
                .with("api.hubapi.com", VENDOR.port()));
    }

    @AfterAll
    static void stop() {
        calls.close();
        VENDOR.stop();
    }

    @BeforeEach
    void freshAccount() {
        VENDOR.resetAll();
        VENDOR.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        account = VendorCalls.xero("ledger-" + ++accounts);
    }

    private void stored(String access, String refresh, Duration left) {
        calls.tokens.connect(account.name(), new Tokens(access, refresh, VendorCalls.NOW.plus(left)));
    }

    private static void answersTokens(String json) {
        VENDOR.stubFor(post(urlEqualTo("/connect/token")).willReturn(okJson(json)));
    }

    private static void answersToToken(String access, int status) {
        VENDOR.stubFor(any(urlEqualTo("/api.xro/2.0/Organisation"))
                .withHeader("Authorization", equalTo("Bearer " + access))
                .willReturn(aResponse().withStatus(status).withBody("{}")));
    }

    @Test
    void aFreshTokenIsUsedAsItIs() {
        stored("a-1", "r-1", Duration.ofMinutes(5));

        assertThat(calls.http.check(account)).isInstanceOf(VendorAnswer.Done.class);
        VENDOR.verify(getRequestedFor(urlEqualTo("/api.xro/2.0/Organisation"))
                .withHeader("Authorization", equalTo("Bearer a-1"))
                .withHeader("Xero-Tenant-Id", equalTo("c2cc9b6e-9458-4c7d-93cc-f02b81b0594f")));
    }

    @Test
    void anExpiringTokenIsRenewedAndTheRotatedOneStored() {
        stored("a-1", "r-1", Duration.ofSeconds(30));
        answersTokens("{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":1800}");

        assertThat(calls.http.check(account)).isInstanceOf(VendorAnswer.Done.class);

        VENDOR.verify(postRequestedFor(urlEqualTo("/connect/token"))
                .withHeader("Authorization", equalTo(Authorization.basic("our-client", "our-secret")))
                .withRequestBody(containing("grant_type=refresh_token"))
                .withRequestBody(containing("refresh_token=r-1")));
        assertThat(calls.tokens.load(account.name()))
                .contains(new Tokens("a-2", "r-2", VendorCalls.NOW.plusSeconds(1800)));
    }

    @Test
    void aVendorThatKeepsItsRefreshTokenNeedNotSendItAgain() {
        stored("a-1", "r-1", Duration.ZERO);
        answersTokens("{\"access_token\":\"a-2\",\"expires_in\":60}");

        calls.http.check(account);

        assertThat(calls.tokens.load(account.name()).orElseThrow().refreshToken())
                .isEqualTo("r-1");
    }

    @Test
    void manyCallsAtOnceRenewTheTokenOnce() throws Exception {
        stored("a-1", "r-1", Duration.ZERO);
        answersTokens("{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":1800}");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<VendorAnswer>> answers = IntStream.range(0, 4)
                    .mapToObj(n -> threads.submit(() -> calls.http.check(account)))
                    .toList();
            for (Future<VendorAnswer> answer : answers) {
                assertThat(answer.get()).isInstanceOf(VendorAnswer.Done.class);
            }
        }
        VENDOR.verify(1, postRequestedFor(urlEqualTo("/connect/token")));
    }

    @Test
    void whileAnotherNodeRenewsACallIsPutOff() {
        stored("a-1", "r-1", Duration.ZERO);
        calls.tokens.claimRefresh(account.name(), Duration.ofSeconds(90));

        assertThat(calls.http.check(account))
                .isInstanceOfSatisfying(
                        VendorAnswer.Retry.class,
                        retry -> assertThat(retry.reason()).isEqualTo("token-refresh"));
        VENDOR.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void aRefusedTokenIsRenewedOnceBeforeAPersonIsAsked() {
        stored("a-1", "r-1", Duration.ofMinutes(20));
        answersToToken("a-1", 401);
        answersTokens("{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":1800}");
        answersToToken("a-2", 200);

        assertThat(calls.http.check(account)).isInstanceOf(VendorAnswer.Done.class);

        answersToToken("a-2", 401);
        answersTokens("{\"access_token\":\"a-2\",\"refresh_token\":\"r-3\",\"expires_in\":1800}");
        assertThat(calls.http.check(account)).isInstanceOf(VendorAnswer.Reauthorize.class);
    }

    @Test
    void aConsentThatWasTakenBackAsksForAPersonWithWhatToDo() {
        stored("a-1", "r-1", Duration.ZERO);
        VENDOR.stubFor(post(urlEqualTo("/connect/token"))
                .willReturn(aResponse().withStatus(400).withBody("{\"error\":\"invalid_grant\"}")));

        assertThat(calls.http.check(account))
                .isInstanceOfSatisfying(
                        VendorAnswer.Reauthorize.class,
                        again -> assertThat(again.words())
                                .contains("invalid_grant", "Connect it again", account.name())
                                .doesNotContain("r-1", "our-secret"));
        assertThat(calls.tokens.claimRefresh(account.name(), Duration.ofSeconds(1)))
                .isPresent();
    }

    @Test
    void aVendorThatHasAWordOfItsOwnForThatIsUnderstood() {
        VendorAccount hubspot = VendorCalls.hubspotBySignIn("crm-" + ++accounts);
        calls.tokens.connect(hubspot.name(), new Tokens("a-1", "r-1", VendorCalls.NOW));
        String refused =
                "{\"status\":\"BAD_REFRESH_TOKEN\",\"message\":\"missing or invalid refresh token\",\"correlationId\":\"1\"}";
        VENDOR.stubFor(post(urlEqualTo("/oauth/v1/token"))
                .willReturn(aResponse().withStatus(400).withBody(refused)));
        assertThat(calls.http.check(hubspot))
                .isInstanceOfSatisfying(
                        VendorAnswer.Reauthorize.class,
                        again -> assertThat(again.words()).contains("BAD_REFRESH_TOKEN", "Connect it again"));

        VENDOR.stubFor(post(urlEqualTo("/oauth/v1/token"))
                .willReturn(aResponse().withStatus(400).withBody(refused.replace("BAD_REFRESH_TOKEN", "error"))));
        assertThat(calls.http.check(hubspot)).isInstanceOf(VendorAnswer.Retry.class);
    }

    @Test
    void aTokenEndpointInTroubleIsTriedLater() {
        stored("a-1", "r-1", Duration.ZERO);
        VENDOR.stubFor(post(urlEqualTo("/connect/token")).willReturn(aResponse().withStatus(503)));

        assertThat(calls.http.check(account)).isInstanceOf(VendorAnswer.Retry.class);
        assertThat(calls.tokens.load(account.name()).orElseThrow().refreshToken())
                .isEqualTo("r-1");
    }

    @Test
    void onlyARefusalOfTheAccessItselfAsksForAPerson() {
        for (var odd : List.of(
                aResponse().withStatus(200).withBody("<html>Maintenance</html>"),
                aResponse().withStatus(403).withBody("Forbidden by the firewall"),
                aResponse().withStatus(404),
                aResponse().withStatus(400).withBody("{\"error\":\"invalid_request\"}"))) {
            stored("a-1", "r-1", Duration.ZERO);
            VENDOR.stubFor(post(urlEqualTo("/connect/token")).willReturn(odd));

            assertThat(calls.http.check(account)).isInstanceOf(VendorAnswer.Retry.class);
        }
    }

    @Test
    void callsThatAreRefusedTogetherRenewTheTokenOnce() {
        stored("a-2", "r-2", Duration.ofMinutes(20));
        var refused = new Authorization.Credential.Header("Bearer a-1");

        assertThat(calls.authorization.credential(account, refused))
                .isEqualTo(new Authorization.Credential.Header("Bearer a-2"));
        VENDOR.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void aRotatedTokenIsNotLostWhenTheDatabaseIsAwayAtThatMoment() {
        stored("a-1", "r-1", Duration.ZERO);
        answersTokens("{\"access_token\":\"a-2\",\"refresh_token\":\"r-2\",\"expires_in\":1800}");
        calls.tokens.failNextSave();

        assertThat(calls.http.check(account)).isInstanceOf(VendorAnswer.Done.class);

        assertThat(calls.tokens.load(account.name()).orElseThrow().refreshToken())
                .isEqualTo("r-2");
        VENDOR.verify(1, postRequestedFor(urlEqualTo("/connect/token")));
    }

    @Test
    void aConnectionThatWasNeverConnectedSaysSo() {
        assertThat(calls.http.check(account))
                .isInstanceOfSatisfying(
                        VendorAnswer.Reauthorize.class,
                        words -> assertThat(words.words()).contains("is not connected"));
    }

    @Test
    void connectingGoesOutWithAStateAndComesBackWithTokens() {
        URI callback = URI.create("https://vestibule.example.com/console/oauth/callback");
        answersTokens("{\"access_token\":\"a-1\",\"refresh_token\":\"r-1\",\"expires_in\":1800}");

        Authorization.Redirect redirect = calls.authorization.begin(account, callback);
        Authorization.Connected connected = calls.authorization.complete(account, "the code", callback, null);

        assertThat(redirect.address().toString())
                .startsWith("https://login.xero.com/identity/connect/authorize?response_type=code&client_id=our-client")
                .contains("state=" + redirect.state(), "offline_access+accounting.invoices.read")
                .doesNotContain("our-secret");
        assertThat(redirect.state()).hasSizeGreaterThan(40);
        assertThat(connected).isInstanceOf(Authorization.Connected.Good.class);
        assertThat(calls.tokens.load(account.name()).orElseThrow().accessToken())
                .isEqualTo("a-1");
        VENDOR.verify(postRequestedFor(urlEqualTo("/connect/token"))
                .withRequestBody(containing("code=the+code"))
                .withRequestBody(containing("grant_type=authorization_code")));
    }
}
