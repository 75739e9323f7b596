package io.vestibule.portal.api;

import io.vestibule.platform.web.Problem;
import io.vestibule.portal.contract.ContractJson;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets peers with a valid token through to the API, each path by its scope; everybody else gets a 401 or 403. */
class PeerFilter extends OncePerRequestFilter {

    static final String PEER = "io.vestibule.portal.api.peer";

    private static final String ROOT = "/portal/api/v1/";
    private static final String BEARER = "Bearer ";

    private final Peers peers;

    PeerFilter(Peers peers) {
        this.peers = peers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().equals(ROOT + "openapi.yaml")
                || request.getRequestURI().equals(ROOT + "feed-events.yaml");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Peers.Peer> peer = token(request).flatMap(peers::withToken);
        Scope scope = scope(request.getRequestURI());
        if (peer.isEmpty()) {
            response.setHeader("WWW-Authenticate", "Bearer");
            new Problem(
                            HttpStatus.UNAUTHORIZED,
                            "The API needs the token of a peer.",
                            "Send it as Authorization: Bearer, and check that it was not replaced.")
                    .write(response);
        } else if (scope != null && !peer.get().scopes().contains(scope)) {
            new Problem(
                            HttpStatus.FORBIDDEN,
                            "This token is not for " + ContractJson.word(scope) + ".",
                            "Use a token with this scope.")
                    .write(response);
        } else {
            request.setAttribute(PEER, peer.get().name());
            chain.doFilter(request, response);
        }
    }

    private static Optional<String> token(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.startsWith(BEARER)
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private static @Nullable Scope scope(String path) {
        if (path.startsWith(ROOT + "commands")) {
            return Scope.COMMANDS;
        }
        if (path.startsWith(ROOT + "files")) {
            return Scope.FILES;
        }
        return path.startsWith(ROOT + "feed") ? Scope.FEED : Scope.READS;
    }
}
