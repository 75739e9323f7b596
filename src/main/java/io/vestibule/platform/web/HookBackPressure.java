package io.vestibule.platform.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
 * Bounds how many webhooks are received at once, and how many bytes they may have together. Above the bounds a sender is
 * asked to come again, which is better than taking news and answering too late, or than running out of memory. Traffic
 * between hub and portal is exempt.
 */
class HookBackPressure extends OncePerRequestFilter {

    private static final String RETRY_AFTER_SECONDS = "5";

    /** While a body is received, read apart and stored, many times its size is in use. */
    private static final int PART_OF_THE_HEAP = 32;

    private static final int KILOBYTE = 1024;

    private final Semaphore places;
    private final Semaphore kilobytes;
    private final int longestKilobytes;
    private final PeerAddress peer;
    private final Counter turnedAway;

    /** @param heap bytes that this process may use */
    HookBackPressure(int maxInFlight, long maxBody, long heap, PeerAddress peer, MeterRegistry meters) {
        this.places = new Semaphore(maxInFlight);
        this.longestKilobytes = Math.toIntExact(maxBody / KILOBYTE) + 1;
        this.kilobytes = new Semaphore(
                Math.max(longestKilobytes, (int) Math.min(Integer.MAX_VALUE, heap / PART_OF_THE_HEAP / KILOBYTE)));
        this.peer = peer;
        this.turnedAway = Counter.builder("vestibule.hooks.turned.away")
                .description("Webhooks answered 503 because too many came at once")
                .register(meters);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return peer.received(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int size = kilobytes(request);
        if (!enter(size)) {
            turnedAway.increment();
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
            leave(size);
        }
    }

    /** As announced; a body of unknown length may become as long as any. */
    private int kilobytes(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        return announced < 0 ? longestKilobytes : (int) Math.min(longestKilobytes, announced / KILOBYTE + 1);
    }

    private boolean enter(int size) {
        if (!places.tryAcquire()) {
            return false;
        }
        if (!kilobytes.tryAcquire(size)) {
            places.release();
            return false;
        }
        return true;
    }

    private void leave(int size) {
        kilobytes.release(size);
        places.release();
    }
}
