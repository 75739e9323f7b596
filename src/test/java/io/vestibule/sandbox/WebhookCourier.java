package io.vestibule.sandbox;

import io.vestibule.support.vendors.SignedWebhook;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the simulated vendors' webhooks to the hub, one after the other, and tries again like a vendor when the hub
 * doesn't take one. Signed anew at each try, since signatures carry a time.
 */
final class WebhookCourier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookCourier.class);
    private static final int TRIES = 30;

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final ExecutorService worker = Executors.newSingleThreadExecutor();

    void carry(URI target, Supplier<SignedWebhook> webhook) {
        worker.execute(() -> attempt(target, webhook, 1));
    }

    private void attempt(URI target, Supplier<SignedWebhook> webhook, int attempt) {
        var answer = answer(target, webhook);
        if (answer.startsWith("2") || attempt >= TRIES) {
            LOG.debug("Webhook to {}: {}", target, answer);
            return;
        }
        LOG.warn("The hub did not take a webhook at {} ({}); it is sent again in 2 s", target, answer);
        LockSupport.parkNanos(PAUSE.toNanos());
        if (!worker.isShutdown()) {
            attempt(target, webhook, attempt + 1);
        }
    }

    private static String answer(URI target, Supplier<SignedWebhook> webhook) {
        try {
            return Integer.toString(webhook.get().sendTo(target).statusCode());
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
