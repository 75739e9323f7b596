package io.vestibule.platform.web;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
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
        boolean goesOn = false;
        try {
            chain.doFilter(request, response);
            goesOn = request.isAsyncStarted();
        } finally {
            if (!goesOn) {
                places.release();
            }
        }
        if (goesOn) {
            releaseAtTheEnd(request);
        }
    }

    private void releaseAtTheEnd(HttpServletRequest request) {
        try {
            request.getAsyncContext().addListener(new ReleaseAtTheEnd());
        } catch (IllegalStateException over) { // it answered between our look and now
            places.release();
        }
    }

    /** A webhook is received on another thread: its place is free when that has answered, however it ended. */
    private final class ReleaseAtTheEnd implements AsyncListener {

        private final AtomicBoolean released = new AtomicBoolean();

        private void release() {
            if (released.compareAndSet(false, true)) {
                places.release();
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            release();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            release();
        }

        @Override
        public void onError(AsyncEvent event) {
            release();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
