package io.vestibule.hub.console;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What the address of a list of messages asks for; every part may be missing.
 *
 * @param state wire name of a state; one that doesn't exist filters nothing
 * @param source name of the app, for what was received, or of the connection, for what was sent
 * @param before show rows older than this one
 */
record MessageFilter(
        @Nullable String state,
        @Nullable String source,
        @Nullable String text,
        @Nullable Long before) {

    /** The same list from an older row on. */
    String olderThan(String path, long row) {
        return UriComponentsBuilder.fromPath(path)
                .queryParam("state", "{state}")
                .queryParam("source", "{source}")
                .queryParam("text", "{text}")
                .queryParam("before", row)
                .encode()
                .buildAndExpand(typed(state), typed(source), typed(text))
                .toUriString();
    }

    private static String typed(@Nullable String part) {
        return part == null ? "" : part;
    }
}
