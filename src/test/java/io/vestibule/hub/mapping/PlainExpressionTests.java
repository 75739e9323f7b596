package io.vestibule.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainExpressionTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Variables VARIABLES = new Variables()
            .with("headers", Map.of("webhook-id", "msg_1", "type", "x"))
            .with("body", json("{'a': {'b': 'deep'}, 'list': [1]}"));
    private static final List<String> INPUTS = List.of(
            "{'a': 'text', 'b': 7, 'c': {'d': 'x', 'e': -12}}",
            "{'a': ['one'], 'b': [1, 2], 'c': [{'d': 'x'}, {'d': 'y'}]}",
            "{'a': [], 'b': null, 'c': {'d': [[1], [2]], 'e': 1.50}}",
            "{'a': true, 'b': 9007199254740993, 'c': {'d': {}, 'e': ''}}",
            "{'a': '', 'b': 0, 'c': 'not an object'}",
            "{}",
            "[{'a': 'first'}, {'a': 'second'}]",
            "[{'a': 'only'}]",
            "'text'",
            "12");

    /** What it answers is what the engine answers; where it does not answer, the engine does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "b",
                "c.d",
                "c.e",
                "a & '@' & b",
                "a & \"-\" & c.d & '-' & c.e",
                "'fixed'",
                "'a' & 'b'",
                "`a`",
                "$headers.`webhook-id`",
                "$headers.type & '/' & a",
                "$headers.missing",
                "$body.a.b",
                "$body.list",
                "missing & a",
                " a&b ",
                "true",
                "null",
                "a and b",
                "a & $string(b)",
                "$.a",
                "a[0]",
                "a ? b : c",
                "c.`d`"
            })
    void answersAsTheEngineDoes(String source) {
        Mapping mapping = new Mappings().of("test", source);
        for (String input : INPUTS) {
            JsonNode node = json(input);
            Optional<JsonNode> plain = PlainExpression.of(source).flatMap(it -> it.evaluate(node, VARIABLES));

            assertThat(plain.map(it -> "value: " + it))
                    .as("%s over %s", source, input)
                    .isIn(
                            Optional.empty(),
                            Optional.of(words(mapping.evaluateByEngine(node, VARIABLES, Mapping.RESULT_LIMIT))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events",
                "tenantId",
                "resourceId & '@' & eventDateUtc & '@' & eventType",
                "$headers.`webhook-id`",
                "a.b"
            })
    void knowsWhatWebhooksAskForMost(String source) {
        assertThat(PlainExpression.of(source)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a[0]", "$sum(a)", "a.*", "**.a", "a + b", "a ? b : c", "$string(a)", "a &", "", "'it\\'s'"})
    void leavesTheRestToTheEngine(String source) {
        assertThat(PlainExpression.of(source)).isEmpty();
    }

    @Test
    void joinsWithoutTheEngine() {
        JsonNode event = json("{'resourceId': 'r1', 'eventDateUtc': '2026-01-01', 'eventType': 'UPDATE'}");

        assertThat(PlainExpression.of("resourceId & '@' & eventDateUtc & '@' & eventType")
                        .flatMap(it -> it.evaluate(event, new Variables())))
                .contains(json("'r1@2026-01-01@UPDATE'"));
    }

    private static String words(MappingResult result) {
        return switch (result) {
            case MappingResult.Value value -> "value: " + value.json();
            case MappingFailure failure -> "failure: " + failure.message();
        };
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
