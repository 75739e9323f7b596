package io.vestibule.support;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.util.Optional;

/** The answers of the fault matrix, by the names its tables use. */
public final class FaultyAnswers {

    /** Longer than the limit that tests give their calls. */
    private static final int TOO_LONG_MILLIS = 7_000;

    private FaultyAnswers() {}

    /**
     * Empty for a fault that is on the way, where no answer is given.
     *
     * @param errorInside body of the answer that says 200 and means an error
     */
    public static Optional<ResponseDefinitionBuilder> named(String fault, String errorInside) {
        return switch (fault) {
            case "connection refused", "unknown host", "failed TLS" -> Optional.empty();
            case "timeout" -> Optional.of(okJson("{}").withFixedDelay(TOO_LONG_MILLIS));
            case "reset mid-body" -> Optional.of(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
            case "truncated JSON" -> Optional.of(okJson("{\"id\": \"1\", \"results\": [{"));
            case "301 to a private host" ->
                Optional.of(aResponse().withStatus(301).withHeader("Location", "http://169.254.169.254/latest/"));
            case "429 with Retry-After" ->
                Optional.of(aResponse().withStatus(429).withHeader("Retry-After", "7"));
            case "error inside a 200" -> Optional.of(okJson(errorInside));
            default ->
                Optional.of(aResponse().withStatus(Integer.parseInt(fault)).withBody("{}"));
        };
    }
}
