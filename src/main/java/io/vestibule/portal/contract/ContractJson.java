package io.vestibule.portal.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.LocalDateDeserializer;
import io.vestibule.platform.json.Completeness;
import io.vestibule.platform.json.Incomplete;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * The wire form of the contract: enums in lower kebab case, amounts as decimal strings, times in ISO 8601 and UTC, null
 * fields absent, unknown fields ignored. Used by the API, the feed and whatever stores words of the contract.
 */
public final class ContractJson {

    /** What the database and every reader of the contract can hold. */
    private static final int FIRST_YEAR = 1;

    private static final int LAST_YEAR = 9999;
    private static final String YEARS = "the year is not one of 0001 to 9999";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(words())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private static final ClassValue<String> WORDS = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        }
    };

    private ContractJson() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A value of the contract can't be written as JSON", e);
        }
    }

    /** Reads what this class wrote. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored JSON is not a " + type.getSimpleName(), e);
        }
    }

    /** Reads what somebody else wrote. */
    public static JsonNode tree(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    /** Reads what somebody else wrote; complete by the rules of {@link Completeness} or not at all. */
    public static <T> T decode(JsonNode json, Class<T> type) throws NotInContract {
        try {
            T value = MAPPER.treeToValue(json, type);
            if (value == null) {
                throw new NotInContract("data is missing");
            }
            return Completeness.of(value);
        } catch (JsonProcessingException e) {
            throw new NotInContract(NotInContract.words(e));
        } catch (Incomplete e) {
            throw new NotInContract(NotInContract.words(e));
        }
    }

    /** The word that stands for a constant on the wire and in the database. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** {@code OpenRequest} is {@code open-request}. */
    public static String word(Class<?> type) {
        return WORDS.get(type);
    }

    private static SimpleModule words() {
        return new SimpleModule("contract")
                .addSerializer(BigDecimal.class, new AmountWriter())
                .addDeserializer(BigDecimal.class, new AmountReader())
                .addDeserializer(String.class, new TextReader())
                .addDeserializer(Instant.class, new TimeReader())
                .addDeserializer(LocalDate.class, new DateReader())
                .addSerializer(new ConstantWriter())
                .setDeserializerModifier(new BeanDeserializerModifier() {
                    @Override
                    public JsonDeserializer<?> modifyEnumDeserializer(
                            DeserializationConfig config,
                            JavaType type,
                            BeanDescription description,
                            JsonDeserializer<?> deserializer) {
                        return new ConstantReader(type.getRawClass());
                    }
                });
    }

    private static final class AmountWriter extends JsonSerializer<BigDecimal> {
        @Override
        public void serialize(BigDecimal amount, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(amount.toPlainString());
        }
    }

    private static final class AmountReader extends JsonDeserializer<BigDecimal> {
        @Override
        public BigDecimal deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = json.hasToken(JsonToken.VALUE_STRING) ? json.getText() : "";
            if (!text.matches("-?[0-9]{1,18}(\\.[0-9]{1,6})?")) {
                context.reportInputMismatch(BigDecimal.class, "an amount is a string like \"1234.50\"");
            }
            return new BigDecimal(text);
        }
    }

    /** PostgreSQL stores no null characters; mail from odd devices has them. */
    private static final class TextReader extends JsonDeserializer<String> {
        @Override
        public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                context.reportInputMismatch(String.class, "a text is expected");
            }
            String text = json.getText();
            return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        }
    }

    private static boolean isStorable(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    private static final class TimeReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            Instant time = InstantDeserializer.INSTANT.deserialize(json, context);
            if (!isStorable(time.atOffset(ZoneOffset.UTC).getYear())) {
                context.reportInputMismatch(Instant.class, YEARS);
            }
            return time;
        }
    }

    private static final class DateReader extends JsonDeserializer<LocalDate> {
        @Override
        public LocalDate deserialize(JsonParser json, DeserializationContext context) throws IOException {
            LocalDate date = LocalDateDeserializer.INSTANCE.deserialize(json, context);
            if (!isStorable(date.getYear())) {
                context.reportInputMismatch(LocalDate.class, YEARS);
            }
            return date;
        }
    }

    @SuppressWarnings("rawtypes") // Jackson hands out the raw Enum
    private static final class ConstantWriter extends JsonSerializer<Enum> {
        @Override
        public void serialize(Enum constant, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(word(constant));
        }

        @Override
        public Class<Enum> handledType() {
            return Enum.class;
        }
    }

    private static final class ConstantReader extends JsonDeserializer<Enum<?>> {
        private final Class<?> type;

        ConstantReader(Class<?> type) {
            this.type = type;
        }

        @Override
        public Enum<?> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = json.getText();
            for (Object constant : type.getEnumConstants()) {
                if (word((Enum<?>) constant).equals(text)) {
                    return (Enum<?>) constant;
                }
            }
            return (Enum<?>) context.handleWeirdStringValue(type, text, "not one of the contract's words");
        }
    }
}
