package io.vestibule.hub.inbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts and JSON columns of the inbox. PostgreSQL keeps no NUL in text or jsonb, and no half of a surrogate pair is
 * kept as it is: both become U+FFFD on the way in.
 */
final class InboxJson {

    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(cleanTexts()).build();
    private static final TypeReference<Map<String, String>> MAP = new TypeReference<>() {};
    private static final TypeReference<List<Suggestion>> SUGGESTIONS = new TypeReference<>() {};

    private InboxJson() {}

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
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
        return text.codePoints().noneMatch(InboxJson::isUnfit)
                ? text
                : text.codePoints()
                        .map(letter -> isUnfit(letter) ? 0xFFFD : letter)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isUnfit(int letter) {
        return letter == 0 || (letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE);
    }

    /** Before they are escaped: the escaped form of a NUL looks like six letters that somebody wrote. */
    private static SimpleModule cleanTexts() {
        SimpleModule module = new SimpleModule();
        module.addSerializer(String.class, new StdScalarSerializer<>(String.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(clean(text));
            }
        });
        module.addKeySerializer(String.class, new StdScalarSerializer<>(String.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeFieldName(clean(text));
            }
        });
        return module;
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
