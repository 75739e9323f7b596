package io.vestibule.hub.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.platform.observe.Trace;
import io.vestibule.platform.observe.Traces;
import io.vestibule.platform.time.MachineTime;
import io.vestibule.platform.web.PeerAddress;
import io.vestibule.platform.web.RetryAfter;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpMethods;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * One HTTP call to the portal through the route {@code call-portal}. A refusal of what was asked comes back as a {@link
 * Reply}; everything else but an answer of the contract is a {@link PortalUnreachable}: the caller tries again later.
 */
@Component
class PortalCalls {

    private static final String API = "/portal/api/v1";

    /** Say that this portal can't be used so or now, not that it does not want this. */
    private static final Set<Integer> ABOUT_THE_CALLER = Set.of(401, 403, 405, 408, 429);

    private final ProducerTemplate camel;
    private final PortalSettings settings;
    private final PeerAddress peer;

    PortalCalls(ProducerTemplate camel, PortalSettings settings, PeerAddress peer) {
        this.camel = camel;
        this.settings = settings;
        this.peer = peer;
    }

    /** @param content body of the answer, empty when it had none */
    record Reply(int status, byte[] content) {
        boolean found() {
            return status != 404;
        }

        /** By what the call itself says; asking the same again won't help. */
        boolean refused() {
            return status / 100 == 4 && status != 404;
        }

        /** The portal's words for it. */
        String words() {
            try {
                JsonNode problem = CanonicalJson.MAPPER.readTree(content);
                String words = (problem.path("detail").asText("") + " "
                                + problem.path("action").asText(""))
                        .strip();
                return words.isEmpty() ? "Status " + status + "." : words;
            } catch (IOException e) {
                return "Status " + status + ".";
            }
        }

        JsonNode json() {
            try {
                return CanonicalJson.MAPPER.readTree(content);
            } catch (IOException e) {
                throw new PortalUnreachable("The portal's answer is not JSON (status " + status + ")", e);
            }
        }
    }

    /** @throws PortalRefused when the portal can't make sense of the question */
    Reply get(String path, Map<String, String> query) {
        return get(path, query.entrySet());
    }

    /** The same with a name that may stand several times. */
    Reply get(String path, Collection<Map.Entry<String, String>> query) {
        String given = query.stream()
                .map(entry -> entry.getKey() + "=" + escaped(entry.getValue()))
                .collect(Collectors.joining("&"));
        Reply reply = call(new Call("GET", path, given, new byte[0], Map.of()));
        if (reply.refused()) {
            throw new PortalRefused("The portal refused to answer %s: %s".formatted(path, reply.words()));
        }
        return reply;
    }

    /** @param json the body */
    Reply post(String path, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return call(new Call("POST", path, "", bytes, Map.of(Exchange.CONTENT_TYPE, "application/json")));
    }

    Reply put(String path, byte[] content, Map<String, Object> headers) {
        return call(new Call("PUT", path, "", content, headers));
    }

    static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private record Call(String method, String path, String query, byte[] body, Map<String, Object> headers) {}

    private Reply call(Call call) {
        Exchange answer = camel.request("direct:call-portal", exchange -> {
            var message = exchange.getMessage();
            message.setHeaders(new java.util.HashMap<>(call.headers()));
            message.setHeader(Trace.HEADER, Traces.toGoOnWith().traceparent());
            message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(call.method()));
            message.setHeader(Exchange.HTTP_URI, base() + API + call.path());
            if (!call.query().isEmpty()) {
                message.setHeader(Exchange.HTTP_QUERY, call.query());
            }
            message.setBody(call.method().equals("GET") ? null : call.body());
        });
        if (answer.getException() != null) {
            throw new PortalUnreachable(
                    "The portal%s can't be reached: %s".formatted(where(), words(answer.getException())),
                    answer.getException());
        }
        return checked(answer, call);
    }

    private Reply checked(Exchange answer, Call call) {
        Integer status = answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        byte[] content = answer.getMessage().getBody(byte[].class);
        Reply reply = new Reply(status == null ? 0 : status, content == null ? new byte[0] : content);
        boolean about = reply.refused() && !ABOUT_THE_CALLER.contains(reply.status());
        if (reply.status() / 100 == 2
                || about
                || (reply.status() == 404 && call.method().equals("GET"))) {
            return reply;
        }
        String advice = reply.status() == 401 || reply.status() == 403
                ? " Check vestibule.portal.token: it must be a token that portal gave the hub."
                : "";
        String words = "The portal answered %s %s with status %d.%s"
                .formatted(call.method(), call.path(), reply.status(), advice);
        throw reply.status() == 500 ? new PortalFailed(words) : new PortalUnreachable(words, wish(answer));
    }

    private static @Nullable Duration wish(Exchange answer) {
        String value = answer.getMessage().getHeader("Retry-After", String.class);
        String date = answer.getMessage().getHeader("Date", String.class);
        return RetryAfter.of(value, date, MachineTime.now()).orElse(null);
    }

    /** The own one has no address any more while this process stops. */
    private String where() {
        return settings.url().isBlank() ? "" : " at " + base();
    }

    private String base() {
        return settings.url().isBlank() ? peer.of("") : settings.url().replaceAll("/+$", "");
    }

    private static String words(Exception e) {
        Throwable cause = e instanceof CamelExecutionException && e.getCause() != null ? e.getCause() : e;
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
