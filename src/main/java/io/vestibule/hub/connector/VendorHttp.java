package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vestibule.hub.mapping.Mappings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Calls vendors: credentials, headers, rate budget, allowed hosts, redirects, and what an answer means. Anyone in the
 * hub that needs a vendor comes here, holding no database connection. Never throws for what a vendor or the network
 * does; it is not idempotent by itself.
 */
@Component
public class VendorHttp {

    private static final int REDIRECTS = 3;
    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);
    private static final int WORDS_LIMIT = 500;

    private final VendorExchange exchange;
    private final Authorization authorization;
    private final Mappings mappings;
    private final CredentialOwners owners;
    private final Clock clock;
    private final MeterRegistry meters;
    private final RateBudget budget = new RateBudget(System::nanoTime);

    VendorHttp(
            VendorExchange exchange,
            Authorization authorization,
            Mappings mappings,
            @Qualifier("machineClock") Clock clock,
            MeterRegistry meters) {
        this.exchange = exchange;
        this.authorization = authorization;
        this.mappings = mappings;
        this.owners = new CredentialOwners(mappings);
        this.clock = clock;
        this.meters = meters;
    }

    /** The call of the button "Test connection"; done at once where the connector has none. */
    public VendorAnswer check(VendorAccount account) {
        Connector.Http http = account.connector().http();
        if (http == null || http.check() == null) {
            return new VendorAnswer.Done(200, Expressions.nothing());
        }
        try {
            return call(account, http.check().of(account));
        } catch (Template.Unfilled unfilled) {
            return new VendorAnswer.Refused("setting-missing", 0, unfilled.words());
        }
    }

    /** Measures how long it took, by connector and what the answer meant. */
    public VendorAnswer call(VendorAccount account, VendorCall call) {
        Timer.Sample sample = Timer.start(meters);
        String connector = account.connector().name();
        VendorAnswer answer = answered(account, call);
        String outcome = answer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        sample.stop(meters.timer("vestibule.vendor.calls", "connector", connector, "outcome", outcome));
        return answer;
    }

    private VendorAnswer answered(VendorAccount account, VendorCall call) {
        Connector.Http http = account.connector().http();
        if (http == null) {
            return new VendorAnswer.Refused(
                    "no-http", 0, "Connector " + account.connector().name() + " calls nobody.");
        }
        Optional<Duration> wait = budget.take(account.name(), http.rate());
        if (wait.isPresent()) {
            return new VendorAnswer.Retry(
                    VendorAnswer.RATE_BUDGET, "The vendor's limit of calls is used up for now", atLeast(wait.get()));
        }
        try {
            Authorization.Credential credential = authorization.credential(account, null);
            VendorAnswer answer = authorized(account, http, call, credential);
            boolean renew = answer instanceof VendorAnswer.Reauthorize
                    && credential instanceof Authorization.Credential.Header
                    && authorization.canRenew(account);
            return renew ? authorized(account, http, call, authorization.credential(account, credential)) : answer;
        } catch (Template.Unfilled unfilled) {
            return new VendorAnswer.Refused("setting-missing", 0, unfilled.words());
        } finally {
            budget.done(account.name());
        }
    }

    private static Duration atLeast(Duration wait) {
        return wait.compareTo(SHORT_WAIT) < 0 ? SHORT_WAIT : wait;
    }

    private VendorAnswer authorized(
            VendorAccount account, Connector.Http http, VendorCall call, Authorization.Credential credential) {
        return switch (credential) {
            case Authorization.Credential.Unavailable unavailable -> unavailable.answer();
            case Authorization.Credential.None none -> send(account, http, call, null);
            case Authorization.Credential.Header header ->
                owners.objection(account, header.value(), check -> send(account, http, check, header.value()))
                        .orElseGet(() -> send(account, http, call, header.value()));
        };
    }

    private VendorAnswer send(
            VendorAccount account, Connector.Http http, VendorCall call, @Nullable String credential) {
        String base = call.isBare() ? "" : Addresses.filled(http.baseUrl(), account);
        Optional<URI> address = Addresses.parse(base + call.path());
        if (address.isEmpty()) {
            return new VendorAnswer.Refused("wrong-address", 0, "The address to call can't be formed: check settings.");
        }
        Map<String, String> headers = headers(account, http, call, credential);
        byte[] body = call.body() == null ? null : VendorJson.bytes(call.body());
        VendorExchange.Request request = new VendorExchange.Request(call.method(), address.get(), headers, body);
        return switch (followed(account, request)) {
            case Followed.Ended ended -> ended.answer();
            case Followed.Answered answered -> meaning(account, http, call, answered.answer());
        };
    }

    private static Map<String, String> headers(
            VendorAccount account, Connector.Http http, VendorCall call, @Nullable String credential) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        if (call.body() != null) {
            headers.put("Content-Type", "application/json");
        }
        if (!call.isBare()) {
            http.headers()
                    .forEach((name, template) ->
                            headers.put(name, Template.of(template).fill(account::value, Template::header)));
        }
        headers.putAll(call.headers());
        if (credential != null) {
            headers.put("Authorization", Template.header(credential));
        }
        return headers;
    }

    private sealed interface Followed {
        record Answered(VendorExchange.Response.Answer answer) implements Followed {}

        record Ended(VendorAnswer answer) implements Followed {}
    }

    /** Follows redirects of reads to hosts that the connector names; every hop passes the address guard anew. */
    private Followed followed(VendorAccount account, VendorExchange.Request first) {
        Set<String> allowed = Addresses.allowedHosts(account);
        VendorExchange.Request request = first;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            if (!allowed.contains(Addresses.hostAndPort(request.address()))) {
                return ended("host-not-allowed", request.address().getHost() + " is not named in the connector's file");
            }
            VendorExchange.Response response = exchange.send(request);
            if (response instanceof VendorExchange.Response.NoAnswer none) {
                return new Followed.Ended(unanswered(none));
            }
            VendorExchange.Response.Answer answer = (VendorExchange.Response.Answer) response;
            Optional<URI> next = redirect(request, answer);
            if (next.isEmpty()) {
                return new Followed.Answered(answer);
            }
            request = new VendorExchange.Request(request.method(), next.get(), request.headers(), null);
        }
        return ended("too-many-redirects", "The vendor redirects more than " + REDIRECTS + " times");
    }

    private static Followed ended(String reason, String words) {
        return new Followed.Ended(new VendorAnswer.Refused(reason, 0, words));
    }

    private static Optional<URI> redirect(VendorExchange.Request request, VendorExchange.Response.Answer answer) {
        boolean moved = answer.status() >= 301 && answer.status() <= 308 && answer.status() != 304;
        if (!moved || !request.method().equals("GET")) {
            return Optional.empty();
        }
        try {
            return answer.header("location")
                    .map(location -> request.address().resolve(location.strip()))
                    .filter(address -> address.getHost() != null);
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** What no answer means: later, except where the call was refused on our side. */
    static VendorAnswer unanswered(VendorExchange.Response.NoAnswer none) {
        return switch (none.reason()) {
            case "private-address", "response-too-large" -> new VendorAnswer.Refused(none.reason(), 0, none.words());
            default -> new VendorAnswer.Retry(none.reason(), none.words(), null);
        };
    }

    private VendorAnswer meaning(
            VendorAccount account, Connector.Http http, VendorCall call, VendorExchange.Response.Answer answer) {
        Optional<JsonNode> json = VendorJson.parse(answer.body());
        JsonNode body = json.orElseGet(Expressions::nothing);
        Optional<ResponseRule> rule = http.responses().stream()
                .filter(each -> fits(account, each, answer.status(), body))
                .findFirst();
        ResponseRule.Then then = rule.map(ResponseRule::then).orElseGet(() -> usual(answer.status()));
        String reason = rule.map(ResponseRule::reason).orElse("vendor-refused");
        String words = then == ResponseRule.Then.DONE ? "" : words(account, http, answer, body);
        return switch (then) {
            case DONE -> done(call, answer, json);
            case RETRY -> retry(account, answer, words);
            case REFUSE -> new VendorAnswer.Refused(reason, answer.status(), words);
            case REAUTHORIZE -> new VendorAnswer.Reauthorize(words);
            case SUSPEND -> new VendorAnswer.Suspend(words);
        };
    }

    private boolean fits(VendorAccount account, ResponseRule rule, int status, JsonNode body) {
        boolean statusFits = rule.status().isEmpty() || rule.status().contains(status);
        if (!statusFits || rule.when() == null) {
            return statusFits;
        }
        String path = account.connector().name() + "/connector.yaml /http/responses";
        try {
            return Expressions.of(mappings, account).holds(path, rule.when(), body);
        } catch (Expressions.Failure unfit) {
            return false; // An answer of another shape than the rule is about: its status says what it means.
        }
    }

    private static ResponseRule.Then usual(int status) {
        if (status >= 200 && status < 300) {
            return ResponseRule.Then.DONE;
        }
        return status == 408 || status == 429 || status >= 500 ? ResponseRule.Then.RETRY : ResponseRule.Then.REFUSE;
    }

    private static VendorAnswer done(VendorCall call, VendorExchange.Response.Answer answer, Optional<JsonNode> json) {
        boolean expected = call.method().equals("GET") && answer.status() != 204;
        if (expected && json.isEmpty()) {
            return new VendorAnswer.Retry("not-json", "The vendor answered with something that is not JSON", null);
        }
        return new VendorAnswer.Done(answer.status(), json.orElseGet(Expressions::nothing));
    }

    private VendorAnswer retry(VendorAccount account, VendorExchange.Response.Answer answer, String words) {
        Optional<Duration> after = answer.retryAfter(clock.instant());
        after.ifPresent(pause -> budget.pause(account.name(), pause));
        String reason = answer.status() == 429 ? "vendor-limit" : "vendor-busy";
        return new VendorAnswer.Retry(reason, words, after.orElse(null));
    }

    /** The vendor's own words, else the status. Never more than a line or two. */
    private String words(
            VendorAccount account, Connector.Http http, VendorExchange.Response.Answer answer, JsonNode body) {
        String own = ownWords(account, http.words(), body);
        String words = account.connector().title() + " answered " + answer.status() + (own.isBlank() ? "" : ": " + own);
        return words.length() <= WORDS_LIMIT ? words : words.substring(0, WORDS_LIMIT) + "...";
    }

    private String ownWords(VendorAccount account, @Nullable String expression, JsonNode body) {
        if (expression == null || body.isMissingNode()) {
            return "";
        }
        String path = account.connector().name() + "/connector.yaml /http/words";
        try {
            return Expressions.of(mappings, account)
                    .optionalText(path, expression, body)
                    .orElse("");
        } catch (Expressions.Failure unfit) {
            return ""; // What the answer means must not hang on how the vendor words it.
        }
    }
}
