package io.vestibule.hub.console;

import io.vestibule.hub.gateway.PortalGateway.ClientView;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The firm's clients by name, in pages.
 *
 * @param found how many fit the search
 * @param next address of the following page, null on the last one
 */
record ClientList(
        List<ClientView> clients, int found, @Nullable String next) {

    static final String BASE = "/console/clients";

    private static final Comparator<ClientView> BY_NAME = Comparator.comparing(
                    (ClientView client) -> client.name().toLowerCase(Locale.ROOT))
            .thenComparing(client -> client.id().value());

    /**
     * @param text part of a name or a mail domain; null = all
     * @param after id of the client behind which the page begins; null or unknown = from the top
     */
    static ClientList of(Collection<ClientView> all, @Nullable String text, @Nullable String after, int limit) {
        List<ClientView> fitting = all.stream()
                .filter(client -> fits(client, text))
                .sorted(BY_NAME)
                .toList();
        int start = IntStream.range(0, fitting.size())
                .filter(at -> fitting.get(at).id().value().equals(after))
                .map(at -> at + 1)
                .findFirst()
                .orElse(0);
        List<ClientView> shown = fitting.stream().skip(start).limit(limit).toList();
        boolean more = start + shown.size() < fitting.size();
        String next = more ? url(text, shown.getLast().id().value()) : null;
        return new ClientList(shown, fitting.size(), next);
    }

    private static boolean fits(ClientView client, @Nullable String text) {
        if (text == null) {
            return true;
        }
        String wanted = text.toLowerCase(Locale.ROOT);
        return client.name().toLowerCase(Locale.ROOT).contains(wanted)
                || client.domains().stream().anyMatch(domain -> domain.contains(wanted));
    }

    static String url(@Nullable String text, @Nullable String after) {
        return UriComponentsBuilder.fromPath(BASE)
                .queryParamIfPresent("text", Optional.ofNullable(text).map(some -> "{text}"))
                .queryParamIfPresent("after", Optional.ofNullable(after).map(some -> "{after}"))
                .encode()
                .buildAndExpand(Map.of("text", text == null ? "" : text, "after", after == null ? "" : after))
                .toUriString();
    }
}
