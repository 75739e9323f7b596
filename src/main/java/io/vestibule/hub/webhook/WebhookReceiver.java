package io.vestibule.hub.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vestibule.platform.observe.Spans;
import io.vestibule.platform.observe.Spans.Step;
import io.vestibule.platform.observe.Trace;
import io.vestibule.platform.web.PublicAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Between HTTP and the doors, called by the routes {@code receive-webhook} and {@code tell-receipt}: takes the raw bytes
 * and the headers as they came, and leaves nothing of them in the answer.
 */
@Component("webhookReceiver")
public class WebhookReceiver {

    private static final Logger log = LoggerFactory.getLogger(WebhookReceiver.class);
    private static final String HOOKS = "/hooks/";
    private static final String RETRY_AFTER_SECONDS = "10";

    private final WebhookDoor vendors;
    private final FeedDoor feed;
    private final ReceiptDesk receipts;
    private final PublicAddress address;
    private final MeterRegistry meters;
    private final Spans spans;

    WebhookReceiver(
            WebhookDoor vendors,
            FeedDoor feed,
            ReceiptDesk receipts,
            PublicAddress address,
            MeterRegistry meters,
            Spans spans) {
        this.vendors = vendors;
        this.feed = feed;
        this.receipts = receipts;
        this.address = address;
        this.meters = meters;
        this.spans = spans;
    }

    /** A delivery: {@code POST /hooks/{app}}. */
    public void receive(Exchange exchange) {
        Timer.Sample sample = Timer.start(meters);
        RawRequest request = request(exchange);
        String app = path(exchange)[0];
        Step step = new Step("receive webhook", Trace.of(request.header(Trace.HEADER)), Map.of("vestibule.app", app));
        answer(
                exchange,
                // The portal's events have a trace each
                () -> app.equals(FeedDoor.APP)
                        ? feed.receive(request)
                        : spans.within(step, () -> vendors.receive(app, request)));
        sample.stop(meters.timer("vestibule.hooks.answers", "status", status(exchange)));
    }

    private static String status(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, String.class);
    }

    /** What became of one: {@code GET /hooks/{app}/receipts/{id}}. */
    public void receipt(Exchange exchange) {
        RawRequest request = request(exchange);
        String[] path = path(exchange);
        answer(exchange, () -> receipts.tell(path[0], path[2], request));
    }

    private interface Answering {
        HookAnswer answer();
    }

    /** Whatever goes wrong here goes wrong for a while: the sender keeps the news and comes again. */
    private static void answer(Exchange exchange, Answering answering) {
        try {
            write(exchange, answering.answer());
        } catch (RuntimeException e) {
            log.warn("A delivery could not be taken and was answered 503", e);
            HookAnswer later = HookAnswer.problem(
                    HttpStatus.SERVICE_UNAVAILABLE, "This can't be taken right now.", "Send it again later.");
            write(exchange, later);
            exchange.getMessage().setHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
    }

    private static void write(Exchange exchange, HookAnswer answer) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setHeader("X-Content-Type-Options", "nosniff");
        if (answer.contentType() == null) {
            message.setBody(null);
        } else {
            message.setHeader(Exchange.CONTENT_TYPE, answer.contentType());
            message.setBody(answer.body());
        }
    }

    private RawRequest request(Exchange exchange) {
        HttpServletRequest servlet = servlet(exchange);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(servlet.getHeaderNames())) {
            headers.put(name, String.join(", ", Collections.list(servlet.getHeaders(name))));
        }
        byte[] body = exchange.getMessage().getBody(byte[].class);
        String query = servlet.getQueryString();
        String url = address.of(servlet.getRequestURI()) + (query == null ? "" : "?" + query);
        return new RawRequest(servlet.getMethod(), url, headers, body == null ? new byte[0] : body);
    }

    private static String[] path(Exchange exchange) {
        return servlet(exchange).getRequestURI().substring(HOOKS.length()).split("/");
    }

    private static HttpServletRequest servlet(Exchange exchange) {
        return exchange.getMessage(PlatformHttpMessage.class).getRequest();
    }
}
