package io.vestibule.hub.connector;

import io.vestibule.platform.web.RetryAfter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * One HTTP call, nothing more: no credentials, no redirects, no meaning. It goes through the route
 * {@code call-vendor}; what the network does wrong comes back as a named symbol.
 */
@Component
class VendorExchange {

    private static final String ROUTE = "direct:call-vendor";

    private final ProducerTemplate camel;
    private final VendorAddresses addresses;

    VendorExchange(ProducerTemplate camel, VendorAddresses addresses) {
        this.camel = camel;
        this.addresses = addresses;
    }

    record Request(String method, URI address, Map<String, String> headers, byte @Nullable [] body) {

        @Override
        public String toString() {
            return method + " " + address.getHost() + address.getPath();
        }
    }

    sealed interface Response {
        /** @param headers names in lower case */
        record Answer(int status, Map<String, String> headers, byte[] body) implements Response {
            Optional<String> header(String name) {
                return Optional.ofNullable(headers.get(name));
            }

            /** How long the vendor asks us to wait. */
            Optional<Duration> retryAfter(Instant now) {
                return RetryAfter.of(headers.get("retry-after"), headers.get("date"), now);
            }
        }

        /** No answer came. {@code reason}: e.g. {@code connection-timeout} */
        record NoAnswer(String reason, String words) implements Response {}
    }

    /** Where this address of a vendor is; itself in production. */
    URI route(URI address) {
        return addresses.route(address);
    }

    Response send(Request request) {
        URI address = addresses.route(request.address());
        Exchange exchange = camel.request(ROUTE, outgoing -> fill(outgoing.getMessage(), request, address));
        Throwable failure = exchange.getException();
        return failure == null ? answer(exchange.getMessage()) : noAnswer(failure, request);
    }

    private static void fill(Message message, Request request, URI address) {
        message.setHeaders(new TreeMap<>(request.headers()));
        message.setHeader(Exchange.HTTP_METHOD, request.method());
        message.setHeader(Exchange.HTTP_URI, address.toString());
        message.setBody(request.body());
    }

    private static Response answer(Message message) {
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (value != null) {
                headers.put(name.toLowerCase(Locale.ROOT), value.toString());
            }
        });
        byte[] body = message.getBody(byte[].class);
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        return new Response.Answer(status, headers, body == null ? new byte[0] : body);
    }

    private static Response noAnswer(Throwable failure, Request request) {
        Throwable cause = failure;
        while (cause.getCause() != null && !known(cause)) {
            cause = cause.getCause();
        }
        String host = request.address().getHost();
        return switch (cause) {
            case VendorAddresses.Refused refused ->
                new Response.NoAnswer(refused.reason(), String.valueOf(refused.getMessage()));
            case AnswerBody.TooLarge large ->
                new Response.NoAnswer("response-too-large", host + ": " + large.getMessage());
            case UnknownHostException unknown ->
                new Response.NoAnswer("dns-failure", "The host " + host + " is unknown");
            case ConnectTimeoutException slow -> new Response.NoAnswer("connection-timeout", host + " did not answer");
            case SocketTimeoutException slow ->
                new Response.NoAnswer("connection-timeout", host + " did not answer in time");
            case InterruptedIOException slow ->
                new Response.NoAnswer("connection-timeout", host + " did not answer in time");
            case ConnectException refused -> new Response.NoAnswer("connection-refused", host + " refused to connect");
            case SSLException tls ->
                new Response.NoAnswer("failed-tls", "No safe connection to " + host + ": " + tls.getMessage());
            default -> new Response.NoAnswer("connection-reset", host + " broke the connection off");
        };
    }

    private static boolean known(Throwable cause) {
        return cause instanceof IOException && !cause.getClass().equals(IOException.class);
    }
}
