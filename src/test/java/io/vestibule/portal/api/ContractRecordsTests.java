package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.canonical.CanonicalCommand;
import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.Money;
import io.vestibule.portal.contract.PortalCommand;
import io.vestibule.portal.contract.PortalEvent;
import io.vestibule.portal.contract.Refusal;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The words of both sides are those of the published contract, field by field. */
class ContractRecordsTests {

    @TestFactory
    Stream<DynamicTest> theRecordsOfTheHubEqualTheSchemas() {
        return records(
                        CanonicalCommand.class,
                        CanonicalEvent.class,
                        PortalGateway.ClientView.class,
                        PortalGateway.ContactView.class,
                        PortalGateway.PersonView.class,
                        PortalGateway.SenderView.class,
                        PortalGateway.ClientMails.class,
                        PortalGateway.RequestView.class,
                        PortalGateway.InvoiceView.class,
                        PortalGateway.Resource.class)
                .stream()
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> equalsSchema(type)));
    }

    @TestFactory
    Stream<DynamicTest> theRecordsOfThePortalEqualTheSchemas() {
        return records(
                        PortalCommand.class,
                        PortalEvent.class,
                        Views.ClientView.class,
                        Views.ContactView.class,
                        Views.PersonView.class,
                        Views.SenderView.class,
                        Views.ClientMails.class,
                        Views.RequestView.class,
                        Views.InvoiceView.class,
                        Views.CommentView.class,
                        CommandResult.class,
                        CommandEnvelope.class)
                .stream()
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> equalsSchema(type)));
    }

    @Test
    void everyCommandAndEventHasItsNameInTheContract() {
        assertThat(names(Contract.schema("Command"))).isEqualTo(words(CanonicalCommand.class));
        assertThat(names(Contract.schema("FeedEvent"))).isEqualTo(words(CanonicalEvent.class));
        assertThat(words(PortalCommand.class)).isEqualTo(words(CanonicalCommand.class));
        assertThat(words(PortalEvent.class)).isEqualTo(words(CanonicalEvent.class));
    }

    @Test
    void theListOfRefusalsIsTheContracts() {
        assertThat(texts(Contract.schema("Refusal").path("enum"))).isEqualTo(constants(Refusal.class));
    }

    private static void equalsSchema(Class<?> type) {
        JsonNode schema = Contract.schema(type.getSimpleName());
        assertThat(schema.isMissingNode()).as("schema " + type.getSimpleName()).isFalse();
        Set<String> fields = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(fields::add);
        assertThat(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName))
                .containsExactlyInAnyOrderElementsOf(fields);
        Set<String> required = texts(schema.path("required"));
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode property = schema.path("properties").path(component.getName());
            String name = type.getSimpleName() + "." + component.getName();
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (nullable || component.getType() != List.class) {
                assertThat(required.contains(component.getName()))
                        .as(name + " required")
                        .isEqualTo(!nullable);
            }
            assertThat(form(property)).as(name).isEqualTo(form(component.getGenericType()));
        }
    }

    /** What a property is, in the words that {@link #form(Type)} uses. */
    private static String form(JsonNode property) {
        if (property.has("anyOf")) {
            return form(property.path("anyOf").path(0));
        }
        if (property.has("$ref")) {
            String ref = property.path("$ref").asText();
            String name = ref.substring(ref.lastIndexOf('/') + 1);
            JsonNode target = Contract.schema(name);
            return target.has("enum") ? "one of " + texts(target.path("enum")) : name;
        }
        if (property.has("enum")) {
            return "string";
        }
        JsonNode type = property.path("type");
        String word = type.isArray() ? type.path(0).asText() : type.asText();
        return switch (word) {
            case "array" -> "list of " + form(property.path("items"));
            case "string" -> property.has("format") ? property.path("format").asText() : "string";
            default -> word;
        };
    }

    private static String form(Type type) {
        if (type instanceof ParameterizedType list) {
            return "list of " + form(list.getActualTypeArguments()[0]);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isEnum()) {
            return "one of " + constants(raw);
        }
        if (raw == Instant.class) {
            return "date-time";
        }
        if (raw == LocalDate.class) {
            return "date";
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return "boolean";
        }
        if (raw == long.class || raw == Long.class) {
            return "integer";
        }
        if (raw == JsonNode.class) {
            return "object";
        }
        boolean id = raw.isRecord() && raw.getSimpleName().endsWith("Id") && raw.getRecordComponents().length == 1;
        return raw.isRecord() && !id ? raw.getSimpleName() : "string";
    }

    /** The records below these types, all the way down. */
    private static Set<Class<?>> records(Class<?>... roots) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> root : roots) {
            collect(root, found);
        }
        return found;
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(sub -> collect(sub, found));
        }
        boolean id =
                type.getSimpleName().endsWith("Id") && !type.getSimpleName().equals("ExternalId");
        if (type.isRecord() && !id && found.add(type)) {
            for (RecordComponent component : type.getRecordComponents()) {
                Type inner = component.getGenericType();
                if (inner instanceof ParameterizedType list) {
                    inner = list.getActualTypeArguments()[0];
                }
                collect((Class<?>) inner, found);
            }
        }
    }

    private static Set<String> words(Class<?> sealed) {
        Set<String> words = new TreeSet<>();
        Arrays.stream(sealed.getPermittedSubclasses())
                .filter(type -> !type.getSimpleName().equals("RequestState"))
                .map(ContractJson::word)
                .forEach(words::add);
        return words;
    }

    private static Set<String> names(JsonNode union) {
        Set<String> names = new TreeSet<>();
        union.path("oneOf")
                .forEach(one -> names.add(one.at("/properties/type/const").asText()));
        return names;
    }

    private static Set<String> constants(Class<?> type) {
        Set<String> words = new TreeSet<>();
        for (Object constant : type.getEnumConstants()) {
            words.add(ContractJson.word((Enum<?>) constant));
        }
        return words;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).forEach(texts::add);
        return texts;
    }

    /** Keeps the amount's type in view: it is a string on the wire. */
    @Test
    void amountsAreDecimalStrings() {
        assertThat(ContractJson.write(new Money(new BigDecimal("1E+3"), "EUR")))
                .isEqualTo("{\"amount\":\"1000\",\"currency\":\"EUR\"}");
    }
}
