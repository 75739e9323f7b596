package io.vestibule.hub.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What the address of a list of messages asks for; every part may be missing.
 *
 * @param state wire name of a state; one that doesn't exist filters nothing
 * @param source name of the connection or app, for what was received, or of the connection, for what was sent
 * @param kind mail, webhook or feed, for what was received; mail or vendor, for what was sent
 * @param client id of a client
 * @param from a day, a time in the firm's zone, or a time with its zone; what is none of these filters nothing
 * @param to the same; a day counts to its end
 * @param before show rows older than this one
 */
record MessageFilter(
        @Nullable String state,
        @Nullable String source,
        @Nullable String kind,
        @Nullable String client,
        @Nullable String from,
        @Nullable String to,
        @Nullable String text,
        @Nullable Long before) {

    /** The same list of one kind only. */
    MessageFilter ofKind(String one) {
        return new MessageFilter(state, source, one, client, from, to, text, before);
    }

    /** The same list from an older row on. */
    String olderThan(String path, long row) {
        return address(path, Map.of("before", Long.toString(row)));
    }

    /** A list of the same messages. */
    String address(String path) {
        return address(path, Map.of());
    }

    /** Another page about the same messages, with more parts. */
    String address(String path, Map<String, String> more) {
        Map<String, String> parts = parts();
        parts.putAll(more);
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
        parts.keySet().forEach(part -> address.queryParam(part, "{" + part + "}"));
        return address.encode().buildAndExpand(parts).toUriString();
    }

    /** What was asked, by the names of the address; without the place in the list. */
    public Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        put(parts, "state", state);
        put(parts, "source", source);
        put(parts, "kind", kind);
        put(parts, "client", client);
        put(parts, "from", from);
        put(parts, "to", to);
        put(parts, "text", text);
        return parts;
    }

    private static void put(Map<String, String> parts, String name, @Nullable String typed) {
        String value = Words.orNull(typed);
        if (value != null) {
            parts.put(name, value);
        }
    }
}
