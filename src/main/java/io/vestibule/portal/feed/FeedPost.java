package io.vestibule.portal.feed;

import io.vestibule.platform.time.MachineTime;
import io.vestibule.portal.contract.ContractJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpMethods;
import org.springframework.stereotype.Component;

/** Posts events to a subscriber, signed as Standard Webhooks. Called by {@link FeedRound}; never throws. */
@Component
class FeedPost {

    static final String SEVERAL = "feed-events";

    private final ProducerTemplate camel;

    FeedPost(ProducerTemplate camel) {
        this.camel = camel;
    }

    /** The form of Standard Webhooks around what it carries. */
    record Body<T>(String type, Instant timestamp, T data) {}

    /** What became of one post. */
    record Result(Verdict verdict, String words) {
        static final Result TAKEN = new Result(Verdict.TAKEN, "");
        static final Result NOT_TRIED = new Result(Verdict.REFUSED, "not tried in this round");

        boolean taken() {
            return verdict == Verdict.TAKEN;
        }
    }

    /** REFUSED says something about the event, AWAY about the whole subscriber. */
    enum Verdict {
        TAKEN,
        REFUSED,
        AWAY
    }

    /** One event, in the form every subscriber takes. */
    Result send(FeedSubscriber subscriber, LoggedEvent event) {
        return post(subscriber, event.id().toString(), new Body<>(event.type(), event.at(), event));
    }

    /** Several, for a subscriber that takes them in one post: all of them are taken or none. */
    Result send(FeedSubscriber subscriber, List<LoggedEvent> events) {
        LoggedEvent last = events.getLast();
        return post(subscriber, last.id().toString(), new Body<>(SEVERAL, last.at(), events));
    }

    private Result post(FeedSubscriber subscriber, String id, Body<?> content) {
        Exchange answer = camel.request("direct:publish-feed", exchange -> {
            byte[] body = ContractJson.write(content).getBytes(StandardCharsets.UTF_8);
            long now = MachineTime.now().getEpochSecond();
            var message = exchange.getMessage();
            message.setHeader(Exchange.HTTP_METHOD, HttpMethods.POST);
            message.setHeader(Exchange.HTTP_URI, subscriber.url());
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            signature(subscriber.secret(), id, now, body).forEach(message::setHeader);
            message.setBody(body);
        });
        Exception broken = answer.getException();
        if (broken != null) {
            return new Result(Verdict.AWAY, broken.getClass().getSimpleName() + ": " + broken.getMessage());
        }
        Integer status = answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return status == null ? new Result(Verdict.AWAY, "no status") : verdict(status);
    }

    private static Result verdict(int status) {
        if (status / 100 == 2) {
            return Result.TAKEN;
        }
        boolean aboutTheEvent = status == 400 || status == 409 || status == 413 || status == 422 || status == 500;
        return new Result(aboutTheEvent ? Verdict.REFUSED : Verdict.AWAY, "answered with status " + status);
    }

    static Map<String, String> signature(byte[] secret, String id, long now, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((id + "." + now + ".").getBytes(StandardCharsets.UTF_8));
            String signature = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            return Map.of("webhook-id", id, "webhook-timestamp", Long.toString(now), "webhook-signature", signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java can't sign with HMAC SHA-256", e);
        }
    }
}
