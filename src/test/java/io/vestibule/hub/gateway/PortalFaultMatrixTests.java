package io.vestibule.hub.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.platform.web.PeerAddress;
import io.vestibule.support.FaultyAnswers;
import io.vestibule.support.VestibuleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * What each fault of the portal, or of the way to it, does to a command. {@code later} leaves the message for another
 * attempt with the same key, so that an effect the hub did not hear of is not repeated; {@code refused} ends it.
 */
class PortalFaultMatrixTests extends VestibuleTest {

    private static final WireMockServer PORTAL = new WireMockServer(
            wireMockConfig().bindAddress("127.0.0.1").dynamicPort().dynamicHttpsPort());

    @Autowired
    private ProducerTemplate camel;

    @Autowired
    private PeerAddress peer;

    /** The route of these calls keeps its patience. */
    @Autowired
    private PortalSettings productSettings;

    @BeforeAll
    static void start() {
        PORTAL.start();
    }

    @AfterAll
    static void stop() {
        PORTAL.stop();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            fault                 | command
            connection refused    | later
            unknown host          | later
            failed TLS            | later
            timeout               | later
            reset mid-body        | later
            truncated JSON        | later
            301 to a private host | later
            401                   | later
            403                   | later
            404                   | later
            409                   | refused invalid-command
            410                   | refused invalid-command
            429                   | later
            429 with Retry-After  | later
            500                   | later
            503                   | later
            error inside a 200    | refused not-permitted
            """)
    void endsInTheRightNextStep(String fault, String command) throws IOException {
        PORTAL.resetAll();
        FaultyAnswers.named(fault, """
                        {"results": [{"outcome": "refused", "reason": "not-permitted", "detail": "No"}]}
                        """)
                .ifPresent(answer -> PORTAL.stubFor(any(anyUrl()).willReturn(answer)));
        if (fault.equals("timeout")) {
            PORTAL.stubFor(any(anyUrl())
                    .willReturn(okJson("{\"results\": [{\"outcome\": \"applied\"}]}")
                            .withFixedDelay((int) productSettings.patience().toMillis() + 1_000)));
        }
        PortalSettings settings = new PortalSettings(address(fault), "token", "", Duration.ofSeconds(3));
        PortalGateway portal = new HttpPortalGateway(new PortalCalls(camel, settings, peer));

        assertThat(step(portal)).isEqualTo(command);
    }

    private static String step(PortalGateway portal) {
        try {
            Answer answer = portal.execute(Envelope.of("1.1", new UpsertClient(null, "x", null, null, null, null)));
            return answer instanceof Answer.Refused no ? "refused " + no.reason() : "done";
        } catch (PortalUnreachable later) {
            return "later";
        }
    }

    private static String address(String fault) throws IOException {
        return switch (fault) {
            case "connection refused" -> "http://127.0.0.1:" + closedPort();
            case "unknown host" -> "http://no-such-host.invalid";
            case "failed TLS" -> "https://127.0.0.1:" + PORTAL.httpsPort();
            default -> "http://127.0.0.1:" + PORTAL.port();
        };
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
