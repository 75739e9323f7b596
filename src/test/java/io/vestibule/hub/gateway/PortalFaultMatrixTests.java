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
 * What each fault of the portal, or of the way to it, does to a command and to a read. {@code later} leaves the message for another
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

    @ParameterizedTest(name = "{0}: command {1}, read {2}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            fault                 | command                 | read
            connection refused    | later                   | later
            unknown host          | later                   | later
            failed TLS            | later                   | later
            timeout               | later                   | later
            reset mid-body        | later                   | later
            truncated JSON        | later                   | later
            301 to a private host | later                   | later
            401                   | later                   | later
            403                   | later                   | later
            404                   | later                   | later
            409                   | refused invalid-command | refused
            410                   | refused invalid-command | refused
            429                   | later                   | later
            429 with Retry-After  | later +7s               | later +7s
            500                   | later                   | later
            503                   | later                   | later
            error inside a 200    | refused not-permitted   | later
            """)
    void endsInTheRightNextStep(String fault, String command, String read) throws IOException {
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

        assertThat(step(portal)).as("command").isEqualTo(command);
        assertThat(reading(portal)).as("read").isEqualTo(read);
    }

    private static String step(PortalGateway portal) {
        try {
            Answer answer = portal.execute(Envelope.of("1.1", new UpsertClient(null, "x", null, null, null, null)));
            return answer instanceof Answer.Refused no ? "refused " + no.reason() : "done";
        } catch (PortalUnreachable later) {
            return later(later);
        }
    }

    /** A list with nobody in it would make a known client a stranger. */
    private static String reading(PortalGateway portal) {
        try {
            return "found " + portal.sender("ann@client.example").contacts().size();
        } catch (PortalRefused no) {
            return "refused";
        } catch (PortalUnreachable later) {
            return later(later);
        }
    }

    private static String later(PortalUnreachable away) {
        Duration after = away.after();
        return after == null ? "later" : "later +" + after.toSeconds() + "s";
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
