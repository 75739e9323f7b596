package io.vestibule.portal.request.web;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.request.RequestFilter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The filters of the list as they stand in its address, so that a filtered list can be bookmarked and sent around.
 *
 * @param status open (not done), all, or one status in kebab case
 * @param owner me, none, a person's id, or empty for everybody
 */
record RequestQuery(
        String status,
        @Nullable UUID client,
        String owner,
        String q,
        @Nullable String cursor) {

    private static final String OPEN = "open";
    private static final String ALL = "all";

    RequestQuery {
        status = status == null || status.isBlank() ? OPEN : status;
        owner = owner == null ? "" : owner;
        q = q == null ? "" : q.strip();
    }

    RequestFilter filter(Access access) {
        return new RequestFilter(
                statuses(),
                access.everyClient() ? client : null,
                owner.equals("me") ? access.personId() : id(owner),
                owner.equals("none"),
                null,
                q.isEmpty() ? null : q);
    }

    private static @Nullable UUID id(String owner) {
        return owner.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") ? UUID.fromString(owner) : null;
    }

    private Set<RequestStatus> statuses() {
        return switch (status) {
            case ALL -> Set.of();
            case OPEN -> Set.copyOf(RequestFilter.OPEN.statuses());
            default -> one(status);
        };
    }

    /** A status that does not exist shows the open ones. */
    private static Set<RequestStatus> one(String word) {
        return Stream.of(RequestStatus.values())
                .filter(known ->
                        known.name().equals(word.toUpperCase(Locale.ROOT).replace('-', '_')))
                .findFirst()
                .map(Set::of)
                .orElse(Set.copyOf(RequestFilter.OPEN.statuses()));
    }

    public boolean isFiltered() {
        return !status.equals(OPEN) || client != null || !owner.isEmpty() || !q.isEmpty();
    }

    /** Reached by a link, not chosen from the list. */
    public boolean isOfOnePerson() {
        return id(owner) != null;
    }

    /** The same filters from the top. */
    String newest() {
        return address(null);
    }

    /** The same filters further down; null at the end. */
    @Nullable
    String older(@Nullable String nextCursor) {
        return nextCursor == null ? null : address(nextCursor);
    }

    private String address(@Nullable String from) {
        UriComponentsBuilder address =
                UriComponentsBuilder.fromPath("/portal/requests").queryParam("status", "{status}");
        if (client != null) {
            address.queryParam("client", client);
        }
        if (!owner.isEmpty()) {
            address.queryParam("owner", "{owner}");
        }
        if (!q.isEmpty()) {
            address.queryParam("q", "{q}");
        }
        if (from != null) {
            address.queryParam("cursor", "{cursor}");
        }
        return address.encode()
                .buildAndExpand(Map.of("status", status, "owner", owner, "q", q, "cursor", from == null ? "" : from))
                .toUriString();
    }
}
