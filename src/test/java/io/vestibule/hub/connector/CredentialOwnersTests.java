package io.vestibule.hub.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HubSpot's record 9001 of one account is not its record 9001 of another. */
class CredentialOwnersTests {

    private static final String DETAILS = "/account-info/v3/details";
    private static final String TICKET = "/crm/v3/objects/tickets/9001";
    private static final String OF_OURS = "{\"portalId\":33}";
    private static final String OF_ANOTHER = "{\"portalId\":34}";
    private static final WireMockServer VENDOR = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private static VendorCalls calls;
    private static int accounts = 0;

    private VendorAccount account = VendorCalls.hubspot("crm-0");

    @BeforeAll
    static void start() {
        VENDOR.start();
        calls = new VendorCalls(new VendorCalls.Hosts().with("api.hubapi.com", VENDOR.port()));
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
        account = VendorCalls.hubspot("crm-" + ++accounts);
    }

    @Test
    void theTokenOfAnotherAccountIsNotUsed() {
        tells(okJson(OF_ANOTHER));

        assertThat(read())
                .isInstanceOfSatisfying(
                        VendorAnswer.Suspend.class,
                        waits -> assertThat(waits.words())
                                .contains("HubSpot account 34", "33 (Hub ID)", "correct the field"));
        assertThat(calls.http.check(account)).isInstanceOf(VendorAnswer.Suspend.class);
        VENDOR.verify(0, getRequestedFor(urlEqualTo(TICKET)));
    }

    @Test
    void aTokenIsAskedOnce() {
        tells(okJson(OF_OURS));

        assertThat(read()).isInstanceOf(VendorAnswer.Done.class);
        assertThat(read()).isInstanceOf(VendorAnswer.Done.class);

        VENDOR.verify(1, getRequestedFor(urlEqualTo(DETAILS)));
        VENDOR.verify(2, getRequestedFor(urlEqualTo(TICKET)));
    }

    @Test
    void anotherSignInIsAskedAnew() {
        account = VendorCalls.hubspotBySignIn(account.name());
        VENDOR.stubFor(get(urlEqualTo(DETAILS))
                .withHeader("Authorization", equalTo("Bearer a-1"))
                .willReturn(okJson(OF_OURS)));
        VENDOR.stubFor(get(urlEqualTo(DETAILS))
                .withHeader("Authorization", equalTo("Bearer a-2"))
                .willReturn(okJson(OF_ANOTHER)));

        signIn("a-1");
        assertThat(read()).isInstanceOf(VendorAnswer.Done.class);
        signIn("a-2");
        assertThat(read()).isInstanceOf(VendorAnswer.Suspend.class);
    }

    /** An app with few rights goes on working. */
    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void whoMayNotAskIsNotHeldUp(int status) {
        tells(aResponse().withStatus(status).withBody("{}"));

        assertThat(read()).isInstanceOf(VendorAnswer.Done.class);
        assertThat(read()).isInstanceOf(VendorAnswer.Done.class);

        VENDOR.verify(1, getRequestedFor(urlEqualTo(DETAILS)));
    }

    @Test
    void aVendorThatCanNotTellNowIsAskedAgain() {
        tells(aResponse().withStatus(503));
        assertThat(read()).isInstanceOf(VendorAnswer.Retry.class);
        VENDOR.verify(0, getRequestedFor(urlEqualTo(TICKET)));

        tells(okJson(OF_OURS));
        assertThat(read()).isInstanceOf(VendorAnswer.Done.class);
    }

    private VendorAnswer read() {
        return calls.http.call(account, VendorCall.get(TICKET));
    }

    private void signIn(String token) {
        calls.tokens.connect(account.name(), new Tokens(token, "r", VendorCalls.NOW.plus(Duration.ofHours(1))));
    }

    private static void tells(ResponseDefinitionBuilder answer) {
        VENDOR.stubFor(get(urlEqualTo(DETAILS)).willReturn(answer));
    }
}
