package io.vestibule.portal.api;

import io.vestibule.platform.observe.Trace;
import io.vestibule.platform.observe.Traces;
import io.vestibule.platform.web.Problem;
import io.vestibule.portal.contract.ContractJson;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Lets peers with a valid token through to the API, each address by its scope; everybody else gets a 401 or 403. Addresses
 * are read as the controllers' mapping reads them, so that no spelling of one finds another scope; what is not named here
 * is not there.
 */
class PeerFilter extends OncePerRequestFilter {

    static final String PEER = "io.vestibule.portal.api.peer";

    private static final String BEARER = "Bearer ";

    private static final Set<PathPattern> OPEN = Set.of(pattern("openapi.yaml"), pattern("feed-events.yaml"));

    private static final Map<PathPattern, Scope> SCOPES = Map.of(
            pattern("commands"), Scope.COMMANDS,
            pattern("files/{key}"), Scope.FILES,
            pattern("feed"), Scope.FEED,
            pattern("clients/**"), Scope.READS,
            pattern("contacts"), Scope.READS,
            pattern("people"), Scope.READS,
            pattern("senders"), Scope.READS,
            pattern("requests/**"), Scope.READS,
            pattern("invoices/**"), Scope.READS);

    private final Peers peers;

    PeerFilter(Peers peers) {
        this.peers = peers;
    }

    private static PathPattern pattern(String path) {
        return PathPatternParser.defaultInstance.parse("/portal/api/v1/" + path);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return OPEN.stream().anyMatch(pattern -> pattern.matches(path(request)));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Peers.Peer> peer = token(request).flatMap(peers::withToken);
        if (peer.isEmpty()) {
            response.setHeader("WWW-Authenticate", "Bearer");
            new Problem(
                            HttpStatus.UNAUTHORIZED,
                            "The API needs the token of a peer.",
                            "Send it as Authorization: Bearer, and check that it was not replaced.")
                    .write(response);
            return;
        }
        Optional<Problem> refusal = refusal(request, peer.get());
        if (refusal.isPresent()) {
            refusal.get().write(response);
        } else {
            request.setAttribute(PEER, peer.get().name());
            inTrace(request, response, chain);
        }
    }

    /** What a command changes belongs to the trace of its sender. */
    private static void inTrace(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (Traces.Part part =
                Traces.part(Trace.of(request.getHeader(Trace.HEADER)).orElseGet(Trace::begin))) {
            chain.doFilter(request, response);
        }
    }

    private static Optional<Problem> refusal(HttpServletRequest request, Peers.Peer peer) {
        Scope scope = scope(path(request));
        if (scope == null) {
            return Optional.of(
                    new Problem(HttpStatus.NOT_FOUND, "The API has nothing at this address.", "See openapi.yaml."));
        }
        return peer.scopes().contains(scope)
                ? Optional.empty()
                : Optional.of(new Problem(
                        HttpStatus.FORBIDDEN,
                        "This token is not for " + ContractJson.word(scope) + ".",
                        "Use a token with this scope."));
    }

    private static Optional<String> token(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.startsWith(BEARER)
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private static PathContainer path(HttpServletRequest request) {
        return ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
    }

    private static @Nullable Scope scope(PathContainer path) {
        return SCOPES.entrySet().stream()
                .filter(entry -> entry.getKey().matches(path))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
