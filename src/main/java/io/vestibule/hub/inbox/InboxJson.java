package io.vestibule.hub.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON columns of the inbox. PostgreSQL keeps no NUL in text or jsonb, so NULs become U+FFFD on the way in. */
final class InboxJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> MAP = new TypeReference<>() {};
    private static final TypeReference<List<Suggestion>> SUGGESTIONS = new TypeReference<>() {};

    private InboxJson() {}

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value).replace("\\u0000", "\uFFFD");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + value.getClass(), e);
        }
    }

    static Map<String, String> readMap(String json) {
        return read(json, MAP);
    }

    static List<Suggestion> readSuggestions(String json) {
        return read(json, SUGGESTIONS);
    }

    static String clean(String text) {
        return text.replace('\0', '\uFFFD');
    }

    static @Nullable String cleanOrNull(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The inbox holds JSON that can't be read", e);
        }
    }
}
