package io.vestibule.hub.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.vestibule.hub.mapping.Mappings;
import io.vestibule.support.FaultyAnswers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each fault of a vendor or of the way to it does to a read, a write, the renewal of an access token and the list of
 * accounts an admin chooses from. The words are what the caller does next: {@code retry} leaves the row for another
 * attempt (state RETRY, {@code +7s} not before), {@code refuse} ends it with the reason (REFUSED), {@code reauthorize} and
 * {@code suspend} hold it and stop the connection until a person has acted (HELD), {@code done} means the vendor has done
 * it.
 */
@Execution(ExecutionMode.CONCURRENT)
class VendorFaultMatrixTests {

    private static final String MATRIX = """
            fault                 | read                      | write                    | token                    | accounts
            connection refused    | retry connection-refused  | retry connection-refused | retry connection-refused | no list
            unknown host          | retry dns-failure         | retry dns-failure        | retry dns-failure        | no list
            failed TLS            | retry failed-tls          | retry failed-tls         | retry failed-tls         | no list
            timeout               | retry connection-timeout  | retry connection-timeout | retry connection-timeout | no list
            reset mid-body        | retry connection-reset    | retry connection-reset   | retry connection-reset   | no list
            truncated JSON        | retry not-json            | done                     | retry vendor-busy        | no list
            301 to a private host | refuse host-not-allowed   | refuse vendor-refused    | retry vendor-busy        | no list
            401                   | reauthorize               | reauthorize              | reauthorize              | no list
            403                   | suspend                   | suspend                  | retry vendor-busy        | no list
            404                   | refuse record-gone        | refuse record-gone       | retry vendor-busy        | no list
            409                   | refuse vendor-refused     | refuse vendor-refused    | retry vendor-busy        | no list
            410                   | refuse vendor-refused     | refuse vendor-refused    | retry vendor-busy        | no list
            429                   | retry vendor-limit        | retry vendor-limit       | retry vendor-busy        | no list
            429 with Retry-After  | retry vendor-limit +7s    | retry vendor-limit +7s   | retry vendor-busy +7s    | no list
            500                   | retry vendor-busy         | retry vendor-busy        | retry vendor-busy        | no list
            503                   | retry vendor-busy         | retry vendor-busy        | retry vendor-busy        | no list
            error inside a 200    | refuse vendor-refused     | refuse vendor-refused    | reauthorize              | list of 0
            """;

    private static final WireMockServer VENDOR = new WireMockServer(WireMockConfiguration.options()
            .bindAddress("127.0.0.1")
            .dynamicPort()
            .dynamicHttpsPort());
    private static final Ways WAYS = new Ways();
    private static VendorCalls calls;
    private static int accounts;

    @BeforeAll
    static void start() {
        VENDOR.start();
        calls = new VendorCalls(WAYS);
    }

    @AfterAll
    static void stop() {
        calls.close();
        VENDOR.stop();
    }

    @ParameterizedTest(name = "{0}: read {1}, write {2}, token {3}, accounts {4}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = MATRIX)
    @Execution(ExecutionMode.SAME_THREAD)
    void endsInTheRightNextStep(String fault, String read, String write, String token, String listing)
            throws IOException {
        WAYS.fault = fault;
        VENDOR.resetAll();
        VENDOR.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        FaultyAnswers.named(fault, "{\"error\": \"invalid_grant\", \"status\": \"error\"}")
                .ifPresent(answer -> VENDOR.stubFor(any(urlPathMatching("/crm/.*|/connect/token|/connections"))
                        .willReturn(answer)));

        assertThat(words(calls.http.call(crm(), VendorCall.get("/crm/v3/objects/tickets/1"))))
                .as("read")
                .isEqualTo(read);
        var body = VendorJson.MAPPER.createObjectNode().put("stage", "4");
        assertThat(words(calls.http.call(crm(), new VendorCall("PATCH", "/crm/v3/objects/tickets/1", body, Map.of()))))
                .as("write")
                .isEqualTo(write);
        VendorAccount ledger = VendorCalls.xero("books-" + ++accounts);
        calls.tokens.connect(ledger.name(), new Tokens("old", "refresh", VendorCalls.NOW));
        assertThat(words(calls.http.check(ledger))).as("token").isEqualTo(token);
        assertThat(calls.tokens.claimRefresh(ledger.name(), Duration.ofSeconds(1)))
                .as("the next one may renew the token")
                .isPresent();
        calls.tokens.connect(ledger.name(), new Tokens("new", "refresh", VendorCalls.NOW.plusSeconds(1_800)));
        assertThat(words(new OfferedAccounts(calls.http, new Mappings()).list(ledger)))
                .as("accounts")
                .isEqualTo(listing);
    }

    /** HubSpot as shipped, with the rule a connector writes for a vendor that hides errors in a good status. */
    private static VendorAccount crm() {
        return new VendorAccount(
                "crm-" + ++accounts,
                TestConnector.shipped("hubspot")
                        .inYaml(
                                "  responses:\n",
                                "  responses:\n    - { status: 200, when: \"status = 'error'\", then: refuse }\n")
                        .connector(),
                Map.of("portalId", "33", "markerProperty", "show_in_portal"),
                Map.of("clientSecret", "s", "accessToken", "pat-1"),
                Map.of());
    }

    private static String words(VendorAnswer answer) {
        return switch (answer) {
            case VendorAnswer.Done done -> "done";
            case VendorAnswer.Retry retry -> "retry " + retry.reason() + after(retry);
            case VendorAnswer.Refused refused -> "refuse " + refused.reason();
            case VendorAnswer.Reauthorize reauthorize -> "reauthorize";
            case VendorAnswer.Suspend suspend -> "suspend";
        };
    }

    /** Somebody waits at the page: it says why there is no list, or that the sign-in may use no account. */
    private static String words(OfferedAccounts.Listing listing) {
        return switch (listing) {
            case OfferedAccounts.Listing.Listed listed ->
                "list of " + listed.accounts().size();
            case OfferedAccounts.Listing.NotListed none -> none.words().isBlank() ? "no words" : "no list";
        };
    }

    private static String after(VendorAnswer.Retry retry) {
        Duration after = retry.after();
        return after == null ? "" : " +" + after.toSeconds() + "s";
    }

    /** The way to each vendor's host: to the simulated one, or to where the fault is. */
    private static final class Ways implements VendorAddresses {

        private final VendorAddresses real = new DnsVendorAddresses(new OutboundProperties(List.of()));
        private volatile String fault = "";

        @Override
        public List<InetAddress> resolve(String host, int port) throws Refused {
            return fault.equals("unknown host")
                    ? real.resolve("no-such-host.invalid", port)
                    : List.of(InetAddress.getLoopbackAddress());
        }

        @Override
        public URI route(URI address) {
            String origin = switch (fault) {
                case "connection refused" -> "http://" + address.getHost() + ":" + closedPort();
                case "failed TLS" -> "https://" + address.getHost() + ":" + VENDOR.httpsPort();
                default -> "http://" + address.getHost() + ":" + VENDOR.port();
            };
            return URI.create(address.toString().replaceFirst("https?://[^/]+", origin));
        }

        private static int closedPort() {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
