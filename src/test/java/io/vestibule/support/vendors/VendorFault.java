package io.vestibule.support.vendors;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** A way in which a vendor fails a call: planned by a test, used up one call at a time. */
public sealed interface VendorFault {

    /** An answer with this status, such as 429 with Retry-After, or 500. */
    record Status(int status, Map<String, String> headers, String body) implements VendorFault {}

    /** No answer for this long; then an empty one. */
    record Hang(Duration time) implements VendorFault {}

    /** The status line and headers promise a body that breaks off. */
    record CutOff() implements VendorFault {}

    /** The connection is closed before anything is answered. */
    record Dropped() implements VendorFault {}

    /** The call is done, but the connection is closed before that is answered. */
    record Unanswered() implements VendorFault {}

    /** The call is done at once, and answered only after this time with what was so then. */
    record Late(Duration time) implements VendorFault {}

    /** A redirect to an address the hub must not follow. */
    record Redirect(String location) implements VendorFault {}

    /** A page of a maintenance notice where JSON is due. */
    record NotJson() implements VendorFault {}

    /** @param answered does the call and gives the answer that belongs to it */
    default ResponseDefinition toResponse(Supplier<ResponseDefinitionBuilder> answered) {
        var response = new ResponseDefinitionBuilder();
        return switch (this) {
            case Status s -> {
                s.headers().forEach(response::withHeader);
                yield response.withStatus(s.status()).withBody(s.body()).build();
            }
            case Hang h ->
                response.withStatus(503)
                        .withFixedDelay((int) h.time().toMillis())
                        .build();
            case CutOff c ->
                response.withStatus(200)
                        .withFault(Fault.MALFORMED_RESPONSE_CHUNK)
                        .build();
            case Dropped d -> response.withFault(Fault.EMPTY_RESPONSE).build();
            case Unanswered u -> answered.get().withFault(Fault.EMPTY_RESPONSE).build();
            case Late l ->
                answered.get().withFixedDelay((int) l.time().toMillis()).build();
            case Redirect r ->
                response.withStatus(302).withHeader("Location", r.location()).build();
            case NotJson n ->
                response.withStatus(200)
                        .withHeader("Content-Type", "text/html")
                        .withBody("<html><body>We are back soon</body></html>")
                        .build();
        };
    }
}
