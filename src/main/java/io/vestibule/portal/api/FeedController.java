package io.vestibule.portal.api;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.feed.Feed;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The feed as a log to be read, and the contract itself. */
@RestController
class FeedController {

    private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

    private final Feed feed;

    FeedController(Feed feed) {
        this.feed = feed;
    }

    @GetMapping("/portal/api/v1/feed")
    ResponseEntity<?> read(
            @RequestAttribute(PeerFilter.PEER) String peer,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        try {
            return ApiAnswers.json(feed.read(Access.peer(peer), after, limit));
        } catch (IllegalArgumentException e) {
            throw new UnreadableQuery("after is not a cursor of this feed. Use a nextCursor or cursor it gave.", e);
        }
    }

    @GetMapping("/portal/api/v1/openapi.yaml")
    ResponseEntity<Resource> contract() {
        return yaml("contract/portal-api.yaml");
    }

    @GetMapping("/portal/api/v1/feed-events.yaml")
    ResponseEntity<Resource> feedContract() {
        return yaml("contract/feed-events.yaml");
    }

    private static ResponseEntity<Resource> yaml(String path) {
        return ResponseEntity.ok().contentType(YAML).body(new ClassPathResource(path));
    }
}
