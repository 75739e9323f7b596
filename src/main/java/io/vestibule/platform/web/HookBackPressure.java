package io.vestibule.platform.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
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

    private final Semaphore places;
    private final HeapShare room;
    private final long maxBody;
    private final PeerAddress peer;
    private final Counter turnedAway;

    /** @param heap bytes that this process may use */
    HookBackPressure(int maxInFlight, long maxBody, long heap, PeerAddress peer, MeterRegistry meters) {
        this.places = new Semaphore(maxInFlight);
        this.maxBody = maxBody;
        this.room = new HeapShare(Math.max(maxBody, heap / PART_OF_THE_HEAP), Duration.ZERO);
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
        long size = size(request);
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

    /** As announced; a body of unknown length may become as long as any. Who looks up a receipt sends none. */
    private long size(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        if (announced < 0
                && request.getMethod().equals(HttpMethod.GET.name())
                && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null) {
            return 0;
        }
        return announced < 0 ? maxBody : Math.min(maxBody, announced);
    }

    private boolean enter(long size) {
        if (!places.tryAcquire()) {
            return false;
        }
        if (!room.enter(size)) {
            places.release();
            return false;
        }
        return true;
    }

    private void leave(long size) {
        room.leave(size);
        places.release();
    }
}
