package io.vestibule.hub.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.connector.Verify;
import io.vestibule.hub.feed.FeedNews;
import io.vestibule.hub.gateway.FeedEntry;
import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.RefusedSignatures;
import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.platform.time.MachineTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Takes what the portal pushes of its feed, at {@code /hooks/portal}: signed as Standard Webhooks with the feed secret,
 * stored as kind {@code feed}, in order per object; one event in a post, or several. The same event read from the feed
 * log is a duplicate of it.
 */
@Component
class FeedDoor {

    static final String APP = "portal";

    private static final Verify STANDARD_WEBHOOKS = new Verify(
            "sha256",
            null,
            null,
            null,
            "{feedSecret}",
            "whsec_",
            Verify.KeyEncoding.BASE64,
            List.of(Verify.Part.ID, Verify.Part.TIMESTAMP, Verify.Part.BODY),
            ".",
            null,
            "webhook-signature",
            Verify.Encoding.BASE64,
            "v1,",
            " ",
            null,
            null,
            "webhook-id",
            new Verify.Clock("webhook-timestamp", Verify.Unit.SECONDS, "5m", "5m"),
            401);

    /** Ids and types of the contract are far shorter; longer ones would not fit an index. */
    private static final int LONGEST = 100;

    private final GeneratedSecrets secrets;
    private final String ownSecret;
    private final Inbox inbox;
    private final RefusedSignatures refusals;
    private final FeedNews news;

    FeedDoor(
            GeneratedSecrets secrets,
            @Value("${vestibule.portal.feed-secret}") String ownSecret,
            Inbox inbox,
            RefusedSignatures refusals,
            FeedNews news) {
        this.secrets = secrets;
        this.ownSecret = ownSecret;
        this.inbox = inbox;
        this.refusals = refusals;
        this.news = news;
    }

    HookAnswer receive(RawRequest request) {
        String secret = ownSecret.isBlank() ? secrets.webhookSecret("feed-secret") : ownSecret;
        Verification verification =
                SignatureVerifier.verify(STANDARD_WEBHOOKS, Map.of("feedSecret", secret), request, MachineTime.now());
        if (verification instanceof Verification.Refused refused) {
            refusals.count(APP, refused.reason());
            return HookAnswer.problem(
                    HttpStatus.UNAUTHORIZED,
                    "This event does not prove that the portal sent it (%s).".formatted(refused.reason()),
                    "Check the feed secret on both sides.");
        }
        List<Delivery.Item> events = events(request.body());
        if (events.isEmpty()) {
            return HookAnswer.problem(
                    HttpStatus.BAD_REQUEST,
                    "The body is no feed event.",
                    "Send it as the contract feed-events.yaml describes.");
        }
        inbox.receive(new Delivery(
                "feed", APP, request.body(), "application/json", KeptHeaders.of(request, STANDARD_WEBHOOKS), events));
        return HookAnswer.empty(HttpStatus.NO_CONTENT.value());
    }

    /** One event or a list of them; none when not all of them are events. */
    private List<Delivery.Item> events(byte[] body) {
        try {
            JsonNode content = HookAnswer.JSON
                    .readTree(new String(body, StandardCharsets.UTF_8))
                    .path("data");
            List<JsonNode> events = new ArrayList<>();
            if (content.isArray()) {
                content.forEach(events::add);
            } else {
                events.add(content);
            }
            return events.stream().allMatch(FeedDoor::isWhole)
                    ? events.stream().map(FeedEntry::of).map(news::of).toList()
                    : List.of();
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static boolean isWhole(JsonNode event) {
        return event.path("id").isTextual()
                && event.path("object").isObject()
                && Stream.of(event.path("id"), event.path("type"), event.at("/object/type"), event.at("/object/id"))
                        .allMatch(part -> part.asText().length() <= LONGEST);
    }
}
