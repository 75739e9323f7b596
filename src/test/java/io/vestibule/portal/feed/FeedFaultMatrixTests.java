package io.vestibule.portal.feed;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.vestibule.portal.contract.ObjectRef;
import io.vestibule.support.FaultyAnswers;
import io.vestibule.support.PortalTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * What each fault of a subscriber, or of the way to it, does to an event of the feed. {@code AWAY} keeps the subscriber's
 * place in the log until it is back; {@code REFUSED} holds up only the event's own object, which is tried again; a status of
 * 2xx is an acknowledgement whatever the body says, as Standard Webhooks have it.
 */
class FeedFaultMatrixTests extends PortalTest {

    private static final WireMockServer SUBSCRIBER = new WireMockServer(WireMockConfiguration.options()
            .bindAddress("127.0.0.1")
            .dynamicPort()
            .dynamicHttpsPort());

    /** Of the route publish-feed. */
    private static final int PATIENCE_MILLIS = 15_000;

    @Autowired
    private FeedPost post;

    @BeforeAll
    static void start() {
        SUBSCRIBER.start();
    }

    @AfterAll
    static void stop() {
        SUBSCRIBER.stop();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            fault                 | event
            connection refused    | AWAY
            unknown host          | AWAY
            failed TLS            | AWAY
            timeout               | AWAY
            reset mid-body        | AWAY
            truncated JSON        | TAKEN
            301 to a private host | AWAY
            401                   | AWAY
            403                   | AWAY
            404                   | AWAY
            409                   | REFUSED
            410                   | AWAY
            429                   | AWAY
            429 with Retry-After  | AWAY
            500                   | REFUSED
            503                   | AWAY
            error inside a 200    | TAKEN
            """)
    void endsInTheRightNextStep(String fault, FeedPost.Verdict event) throws IOException {
        SUBSCRIBER.resetAll();
        FaultyAnswers.named(fault, "{\"error\": \"no\"}")
                .ifPresent(answer -> SUBSCRIBER.stubFor(any(anyUrl()).willReturn(answer)));
        if (fault.equals("timeout")) {
            SUBSCRIBER.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(PATIENCE_MILLIS + 2_000)));
        }

        FeedPost.Result result = post.send(subscriber(address(fault)), event());

        assertThat(result.verdict()).as(result.words()).isEqualTo(event);
        assertThat(result.taken() || !result.words().isBlank())
                .as("says why for the health page")
                .isTrue();
    }

    private static LoggedEvent event() {
        ObjectRef object = new ObjectRef("invoice", UUID.randomUUID().toString());
        return new LoggedEvent(
                UUID.randomUUID(),
                new Position(1, 1).cursor(),
                object,
                1,
                null,
                Clock.systemUTC().instant(),
                "invoice-changed",
                "{}",
                null);
    }

    private static FeedSubscriber subscriber(String url) {
        return new FeedSubscriber() {
            @Override
            public String name() {
                return "faulty";
            }

            @Override
            public String url() {
                return url;
            }

            @Override
            public byte[] secret() {
                return "a secret of thirty-two bytes ...".getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    private static String address(String fault) throws IOException {
        return switch (fault) {
            case "connection refused" -> "http://127.0.0.1:" + closedPort() + "/events";
            case "unknown host" -> "http://no-such-host.invalid/events";
            case "failed TLS" -> "https://127.0.0.1:" + SUBSCRIBER.httpsPort() + "/events";
            default -> "http://127.0.0.1:" + SUBSCRIBER.port() + "/events";
        };
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
