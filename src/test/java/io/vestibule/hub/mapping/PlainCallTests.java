package io.vestibule.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCallTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Variables VARIABLES = new Variables()
            .with("event", json("{'timestamp': '2026-09-01T10:00:00+02:00'}"))
            .with("settings", Map.of("day", "2026-09-02"));
    private static final List<String> INPUTS = List.of(
            "{'a': '2026-09-01T01:15:39Z', 'b': {'c': '2026-10-01'}}",
            "{'a': '/Date(1788224139000+0000)/', 'b': {'c': '12.5'}}",
            "{'a': '', 'b': {'c': 'soon'}}",
            "{'a': 'soon', 'b': {'c': '2026-10-01'}}",
            "{'a': 1788224139000, 'b': {'c': 7}}",
            "{'a': 12.50, 'b': null}",
            "{'a': ['2026-09-01'], 'b': [{'c': '2026-10-01'}]}",
            "{'a': null, 'b': {}}",
            "{'a': true, 'b': {'c': false}}",
            "{}",
            "'text'");

    /** What it answers is what the engine answers; where it does not answer, the engine does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$isoInstant(a)",
                " $isoInstant( a ) ",
                "$isoInstant(a ? a : b.c)",
                "$isoInstant(a ? b.c : a)",
                "$isoInstant(a ? a : $event.timestamp)",
                "$isoInstant($event.timestamp)",
                "$isoDate(b.c)",
                "$isoDate($settings.day)",
                "$money(b.c)",
                "$textOfHtml(a)",
                "$pad(a)",
                "$moneyMinus(a)",
                "$uppercase(a)",
                "$isoInstant(a, b)",
                "$isoInstant(a[0])",
                "$isoInstant(a).b",
                "$isoInstant(true ? a : a)",
                "$isoInstant()"
            })
    void answersAsTheEngineDoes(String source) {
        Mapping mapping = new Mappings().of("test", source);
        for (String input : INPUTS) {
            JsonNode node = json(input);
            Optional<JsonNode> plain = PlainCall.of(source).flatMap(it -> it.evaluate(node, VARIABLES));

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
                "$isoInstant(updatedAt ? updatedAt : $event.timestamp)",
                "$isoInstant(UpdatedDateUTC)",
                "$isoInstant($event.timestamp)",
                "$isoInstant(properties.hs_lastmodifieddate)"
            })
    void knowsHowNewsTellsWhenItsRecordWasChanged(String source) {
        JsonNode record = json("{'updatedAt': '2026-09-01T01:15:39Z', 'UpdatedDateUTC': '2026-09-01T01:15:39Z',"
                + " 'properties': {'hs_lastmodifieddate': '2026-09-01T01:15:39Z'}}");

        assertThat(PlainCall.of(source).flatMap(it -> it.evaluate(record, VARIABLES)))
                .isPresent();
    }

    @Test
    void isAskedBeforeTheEngineAndLeavesItWhatTheCallerNamedHimself() {
        Variables own = new Variables().with("isoInstant", (MappingFunction) arguments -> "mine");
        Mapping mapping = new Mappings().of("test", "$isoInstant(a)");
        JsonNode input = json("{'a': '2026-09-01T01:15:39+01:00'}");

        assertThat(mapping.evaluate(input, new Variables()))
                .isEqualTo(new MappingResult.Value(TextNode.valueOf("2026-09-01T00:15:39Z")));
        assertThat(mapping.evaluate(input, own)).isEqualTo(new MappingResult.Value(TextNode.valueOf("mine")));
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
