package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Credentials for calls: fixed tokens and passwords from the connection's fields, or OAuth 2 with refresh. Refreshing
 * is done by one at a time, per connection, on all nodes together; new tokens are stored before they are used.
 */
@Component
public class Authorization {

    private static final Duration RENEW_BEFORE = Duration.ofSeconds(60);
    private static final Duration LEASE = Duration.ofSeconds(90);
    private static final Duration WAIT_FOR_OTHERS = Duration.ofSeconds(2);

    /** A second each; together they must end before the lease does, with room for the call itself. */
    private static final int SAVE_TRIES = 30;

    /**
     * What OAuth (RFC 6749, 5.2) says when access was taken back or the app is not accepted. The status 401 says the latter
     * even without a word: nothing but the app's own credentials is checked there. 403 and 404 are not of OAuth: they come
     * from what stands before the vendor, or from a vendor that is being worked on, and pass.
     */
    private static final Set<String> REFUSALS = Set.of("invalid_grant", "invalid_client", "unauthorized_client");

    private static final String BEARER = "Bearer ";
    private static final Duration USUAL_LIFE = Duration.ofMinutes(30);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final VendorExchange exchange;
    private final TokenStore tokens;
    private final Clock clock;
    private final Map<String, ReentrantLock> refreshing = new ConcurrentHashMap<>();

    Authorization(VendorExchange exchange, TokenStore tokens, @Qualifier("machineClock") Clock clock) {
        this.exchange = exchange;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** A header value to send, nothing to send, or the answer that stands in for the call. */
    sealed interface Credential {
        record Header(String value) implements Credential {}

        record None() implements Credential {}

        record Unavailable(VendorAnswer answer) implements Credential {}
    }

    /** What a person's browser is sent to, and what must be kept until it comes back. */
    public record Redirect(
            URI address, String state, @Nullable String codeVerifier) {}

    /** How a code became tokens. */
    public sealed interface Connected {
        record Good(Tokens tokens, JsonNode answer) implements Connected {}

        record Failed(String words) implements Connected {}
    }

    /** The first step of connecting: state and code challenge are fresh and must be kept with the person's session. */
    public Redirect begin(VendorAccount account, URI callback) {
        Connector.Auth auth = oauth(account);
        Map<String, String> query = new LinkedHashMap<>();
        String state = random();
        query.put("response_type", "code");
        query.put("client_id", clientId(account));
        query.put("redirect_uri", callback.toString());
        query.put("scope", String.join(" ", auth.scopes()));
        query.put("state", state);
        String verifier = auth.pkce() ? random() : null;
        if (verifier != null) {
            query.put("code_challenge", challenge(verifier));
            query.put("code_challenge_method", "S256");
        }
        String address = Addresses.filled(String.valueOf(auth.authorizeUrl()), account);
        URI consent = URI.create(address + (address.contains("?") ? "&" : "?") + form(query));
        return new Redirect(exchange.route(consent), state, verifier);
    }

    /** The last step: the code for tokens. They are stored under the account's name. */
    public Connected complete(VendorAccount account, String code, URI callback, @Nullable String codeVerifier) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", callback.toString());
        if (codeVerifier != null) {
            form.put("code_verifier", codeVerifier);
        }
        return switch (askForTokens(account, form)) {
            case Asked.Good good -> {
                tokens.connect(account.name(), good.tokens());
                yield new Connected.Good(good.tokens(), good.json());
            }
            case Asked.Bad bad -> new Connected.Failed(words(bad.answer()));
        };
    }

    private static String words(VendorAnswer answer) {
        return answer instanceof VendorAnswer.Done ? "The vendor's answer holds no token" : answer.words();
    }

    /** @param refused the credential that the vendor did not take just now; null at the first try */
    Credential credential(VendorAccount account, @Nullable Credential refused) {
        Optional<Connector.Auth> way = account.way();
        if (way.isEmpty()) {
            return account.connector().auth().isEmpty()
                    ? new Credential.None()
                    : new Credential.Unavailable(new VendorAnswer.Reauthorize(
                            "Connection " + account.name() + " has no credentials. Enter them in the console."));
        }
        return switch (way.get().type()) {
            case BEARER -> new Credential.Header(BEARER + filled(way.get().token(), account));
            case BASIC ->
                new Credential.Header(basic(
                        filled(way.get().user(), account), filled(way.get().password(), account)));
            case OAUTH2 -> oauthCredential(account, refused);
        };
    }

    /** A token for a server that is not called over HTTP, or the answer that stands in for it. */
    public sealed interface Token {
        record Good(String value) implements Token {}

        record None(VendorAnswer answer) implements Token {}
    }

    /** @param refused what that server did not take; null at the first try */
    public Token token(VendorAccount account, @Nullable String refused) {
        Credential notThat = refused == null ? null : new Credential.Header(BEARER + refused);
        return switch (oauthCredential(account, notThat)) {
            case Credential.Header header -> new Token.Good(header.value().substring(BEARER.length()));
            case Credential.Unavailable not -> new Token.None(not.answer());
            case Credential.None none -> throw new IllegalStateException("OAuth gives a token or says why not");
        };
    }

    boolean canRenew(VendorAccount account) {
        return account.way()
                .filter(auth -> auth.type() == Connector.AuthType.OAUTH2)
                .isPresent();
    }

    private Credential oauthCredential(VendorAccount account, @Nullable Credential refused) {
        Optional<Tokens> stored = tokens.load(account.name());
        if (stored.isPresent() && usable(stored.get(), refused)) {
            return bearer(stored.get());
        }
        if (stored.isEmpty() || stored.get().refreshToken() == null) {
            return new Credential.Unavailable(
                    new VendorAnswer.Reauthorize("Connection " + account.name() + " is not connected with "
                            + account.connector().title() + ". Connect it in the console under Connections."));
        }
        ReentrantLock lock = refreshing.computeIfAbsent(account.name(), name -> new ReentrantLock());
        lock.lock();
        try {
            return refreshed(account, stored.get(), refused);
        } finally {
            lock.unlock();
        }
    }

    private Credential refreshed(VendorAccount account, Tokens seen, @Nullable Credential refused) {
        Tokens now = tokens.load(account.name()).orElse(seen);
        if (usable(now, refused)) {
            return bearer(now);
        }
        Optional<UUID> claim = tokens.claimRefresh(account.name(), LEASE);
        if (claim.isEmpty()) {
            return new Credential.Unavailable(new VendorAnswer.Retry(
                    VendorAnswer.TOKEN_REFRESH, "Another node is renewing the access token", WAIT_FOR_OTHERS));
        }
        // Between our look and our claim another node may have finished a refresh: its token must not be used up twice.
        Tokens claimed = tokens.load(account.name()).orElse(now);
        if (usable(claimed, refused)) {
            tokens.release(account.name(), claim.get());
            return bearer(claimed);
        }
        return refresh(account, claimed, claim.get());
    }

    private Credential refresh(VendorAccount account, Tokens old, UUID claim) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", String.valueOf(old.refreshToken()));
        switch (askForTokens(account, form)) {
            case Asked.Good good -> {
                String next = good.tokens().refreshToken();
                Tokens renewed = new Tokens(
                        good.tokens().accessToken(),
                        next == null ? old.refreshToken() : next,
                        good.tokens().expiresAt());
                save(account, renewed, claim);
                return bearer(renewed);
            }
            case Asked.Bad bad -> {
                tokens.release(account.name(), claim);
                return new Credential.Unavailable(bad.answer());
            }
        }
    }

    /** The old refresh token is used up: a database that is away now is waited for, as long as the claim lasts. */
    private void save(VendorAccount account, Tokens renewed, UUID claim) {
        for (int tries = 1; ; tries++) {
            try {
                tokens.save(account.name(), renewed, claim);
                return;
            } catch (RuntimeException away) {
                if (tries == SAVE_TRIES) {
                    throw away;
                }
                pause(away);
            }
        }
    }

    private static void pause(RuntimeException away) {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw away;
        }
    }

    /** Lasts a while longer, and is not the one that was refused. */
    private boolean usable(Tokens stored, @Nullable Credential refused) {
        boolean fresh = stored.expiresAt().isAfter(clock.instant().plus(RENEW_BEFORE));
        return fresh && !bearer(stored).equals(refused);
    }

    private static Credential bearer(Tokens stored) {
        return new Credential.Header(BEARER + stored.accessToken());
    }

    private sealed interface Asked {
        record Good(Tokens tokens, JsonNode json) implements Asked {}

        record Bad(VendorAnswer answer) implements Asked {}
    }

    private Asked askForTokens(VendorAccount account, Map<String, String> form) {
        Connector.Auth auth = oauth(account);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("Accept", "application/json");
        if (auth.clientAuth() == Connector.ClientAuth.BASIC) {
            headers.put("Authorization", basic(clientId(account), clientSecret(account)));
        } else {
            form.put("client_id", clientId(account));
            form.put("client_secret", clientSecret(account));
        }
        URI address = URI.create(Addresses.filled(String.valueOf(auth.tokenUrl()), account));
        byte[] body = form(form).getBytes(StandardCharsets.UTF_8);
        return switch (exchange.send(new VendorExchange.Request("POST", address, headers, body))) {
            case VendorExchange.Response.Answer answer -> asked(account, answer);
            case VendorExchange.Response.NoAnswer none -> new Asked.Bad(VendorHttp.unanswered(none));
        };
    }

    private Asked asked(VendorAccount account, VendorExchange.Response.Answer answer) {
        Optional<JsonNode> json = VendorJson.parse(answer.body());
        String access = json.map(node -> node.path("access_token").asText("")).orElse("");
        if (answer.status() == 200 && json.isPresent() && !access.isEmpty()) {
            Duration life = Duration.ofSeconds(json.get().path("expires_in").asLong(USUAL_LIFE.toSeconds()));
            Instant until = clock.instant().plus(life);
            String refresh = json.get().path("refresh_token").asText(null);
            return new Asked.Good(new Tokens(access, refresh, until), json.get());
        }
        String error = json.map(node -> error(account, node)).orElse("");
        if (isRefusal(account, error) || answer.status() == 401) {
            return new Asked.Bad(new VendorAnswer.Reauthorize("Connection " + account.name() + ": "
                    + account.connector().title() + " refused the access (" + (error.isEmpty() ? "401" : error)
                    + "). Connect it again in the console under Connections > " + account.name() + "."));
        }
        return new Asked.Bad(new VendorAnswer.Retry(
                "vendor-busy",
                account.connector().title() + " gave no access token now (" + answer.status()
                        + (error.isEmpty() ? "" : ", " + error) + ")",
                answer.retryAfter(clock.instant()).orElse(null)));
    }

    /** OAuth's own word, else the vendor's; a vendor that has words of its own says them as the status. */
    private static String error(VendorAccount account, JsonNode json) {
        String status = json.path("status").asText("");
        return oauth(account).refusals().contains(status)
                ? status
                : json.path("error").asText("");
    }

    private static boolean isRefusal(VendorAccount account, String error) {
        return REFUSALS.contains(error) || oauth(account).refusals().contains(error);
    }

    private static Connector.Auth oauth(VendorAccount account) {
        return account.connector()
                .oauth()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Connector " + account.connector().name() + " has no OAuth: there is nothing to connect"));
    }

    private static String clientId(VendorAccount account) {
        return filled("{clientId}", account);
    }

    private static String clientSecret(VendorAccount account) {
        return filled("{clientSecret}", account);
    }

    private static String filled(@Nullable String template, VendorAccount account) {
        return Template.of(String.valueOf(template)).fill(account::value, Template::raw);
    }

    static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }
}
