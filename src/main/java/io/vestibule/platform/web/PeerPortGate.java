package io.vestibule.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps the peer port to what it is for: the portal's API, the hub's receiver and the metrics. No pages there. */
class PeerPortGate extends OncePerRequestFilter {

    private static final List<String> SERVED = List.of("/portal/api/", "/hooks/", "/actuator/");

    private final PeerAddress peer;

    PeerPortGate(PeerAddress peer) {
        this.peer = peer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (peer.received(request) && SERVED.stream().noneMatch(request.getRequestURI()::startsWith)) {
            new Problem(
                            HttpStatus.NOT_FOUND,
                            "This port serves the traffic between hub and portal only.",
                            "Use the public address for pages.")
                    .write(response);
            return;
        }
        chain.doFilter(request, response);
    }
}
