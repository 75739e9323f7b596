package io.vestibule.portal.request.web;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.request.Files;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * A mail as its writer laid it out, on a page of its own that no script runs on and that fetches nothing unless the
 * reader asks for it. Where making it safe takes too long, the page leads back to the text.
 */
@Controller
class WrittenController implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(WrittenController.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int AT_ONCE = 2;

    /** Pictures stand in the page, so that nobody's sign-in has to go along with them. */
    private static final String POLICY = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
            + " style-src 'self' 'unsafe-inline'; img-src data:";

    private static final String ELSEWHERE = " https: http:";

    private final Files files;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("safe-html-", 1).factory());

    WrittenController(Files files) {
        this.files = files;
    }

    @GetMapping("/portal/files/{id}/written")
    ModelAndView written(
            Access access,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean pictures,
            HttpServletResponse response) {
        Files.Content body =
                files.read(access, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (body.about().disposition() != Files.Disposition.BODY) {
            return new ModelAndView("redirect:/portal/files/" + id);
        }
        String html = new String(body.bytes(), StandardCharsets.UTF_8);
        response.setHeader("Content-Security-Policy", pictures ? POLICY + ELSEWHERE : POLICY);
        response.setHeader("Referrer-Policy", "no-referrer");
        return new ModelAndView("portal/request/written")
                .addObject("safe", inTime(() -> SafeHtml.of(html, pictures, picture -> picture(access, id, picture))))
                .addObject("pictures", pictures)
                .addObject("path", "/portal/files/" + id + "/written");
    }

    /** Null when it takes too long or can't be done at all. */
    private @Nullable SafeHtml inTime(Callable<SafeHtml> work) {
        try {
            Future<SafeHtml> safe = threads.submit(work);
            try {
                return safe.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                safe.cancel(true);
            }
        } catch (ExecutionException broken) {
            LOG.warn("A mail can't be shown as it was written", broken.getCause());
            return null;
        } catch (TimeoutException | RejectedExecutionException tooMuch) {
            return null;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private Optional<String> picture(Access access, UUID body, String id) {
        return parse(id)
                .flatMap(picture -> files.picture(access, body, picture))
                .filter(picture -> picture.about().isShown())
                .map(picture -> "data:" + picture.about().contentType() + ";base64,"
                        + Base64.getEncoder().encodeToString(picture.bytes()));
    }

    private static Optional<UUID> parse(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
