package io.vestibule.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds how many webhooks are received at once. Above the bound a sender is asked to come again, which is better than
 * taking news and answering too late. Traffic between hub and portal is exempt.
 */
class HookBackPressure extends OncePerRequestFilter {

    private static final String RETRY_AFTER_SECONDS = "5";

    private final Semaphore places;
    private final PeerAddress peer;

    HookBackPressure(int maxInFlight, PeerAddress peer) {
        this.places = new Semaphore(maxInFlight);
        this.peer = peer;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return peer.received(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!places.tryAcquire()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "Too many webhooks at once; this one was not taken.",
                            "Send it again later.")
                    .write(response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }
}
