package io.vestibule.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.POJONode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTests {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Mappings mappings = new Mappings();

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private MappingResult evaluate(String expression, String input) {
        return mappings.of("test", expression).evaluate(json(input), new Variables());
    }

    private JsonNode value(String expression, String input) {
        assertThat(evaluate(expression, input)).isInstanceOf(MappingResult.Value.class);
        return ((MappingResult.Value) evaluate(expression, input)).json();
    }

    private MappingFailure failure(String expression, String input) {
        assertThat(evaluate(expression, input)).isInstanceOf(MappingFailure.class);
        return (MappingFailure) evaluate(expression, input);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$isoInstant('/Date(1518685950940+0000)/') | 2018-02-15T09:12:30.940Z",
                "$isoInstant('/Date(1518685950940)/') | 2018-02-15T09:12:30.940Z",
                "$isoInstant(1788256799223) | 2026-09-01T09:59:59.223Z",
                "$isoInstant('1788256799223') | 2026-09-01T09:59:59.223Z",
                "$isoInstant('2026-09-01T01:15:39.902') | 2026-09-01T01:15:39.902Z",
                "$isoInstant('2026-09-01T01:15:39+0200') | 2026-08-31T23:15:39Z",
                "$isoInstant('2026-09-01') | 2026-09-01T00:00:00Z",
                "$isoDate('2026-09-01T23:30:00-05:00') | 2026-09-01",
                "$isoDate('/Date(1788220800000+0000)/') | 2026-09-01",
                "$money(12) | 12.00",
                "$money('1234.5') | 1234.50",
                "$money(a) | 1234.50",
                "$money('0.125') | 0.125",
                "$moneySum(b) | 0.30",
                "$moneyMinus(a, '0.01') | 1234.49",
                "$moneyOfMinor(1999) | 19.99",
                "$moneyOfMinor(1999, 0) | 1999.00",
                "$textOfHtml('<p>One &amp; two</p><script>x</script><p>three<br>four</p>') | 'One & two\n\nthree\nfour'",
            })
    void sharedFunctionsGiveExactTexts(String expression, String expected) {
        assertThat(value(expression, "{'a': 1234.50, 'b': [0.1, 0.2]}").asText())
                .isEqualTo(expected.replace("\\n", "\n"));
    }

    @Test
    void nothingStaysNothingInSharedFunctions() {
        assertThat(value("{'a': $isoDate(x), 'b': $money(x), 'c': $isoInstant(n), 'd': $textOfHtml(x)}", "{'n': null}"))
                .isEqualTo(json("{}"));
    }

    @Test
    void numbersOfTheInputLeaveExactly() {
        assertThat(value("{'a': a, 'big': big}", "{'a': 1234.50, 'big': 9007199254740993}"))
                .hasToString("{\"a\":1234.50,\"big\":9007199254740993}");
    }

    @Test
    void anAmountThatWasComputedAsADoubleIsAnErrorWithItsPath() {
        MappingFailure failure = failure("{'total': {'amount': $sum([0.1, 0.2])}}", "{}");

        assertThat(failure.path()).isEqualTo("test -> /total/amount");
        assertThat(failure.message()).contains("$money");
    }

    @Test
    void moneyRefusesWhatIsNoAmount() {
        assertThat(failure("$money(a)", "{'a': 'twelve'}").message()).isEqualTo("\"twelve\" is no amount of money");
        assertThat(failure("$money(0.1 + 0.2)", "{}").message()).contains("inexactly");
    }

    @Test
    void aWrongExpressionSaysWhereItIsWrong() {
        Mapping mapping = mappings.of("mappings/x.inbound.jsonata", "{\n  \"a\": 1,\n  \"b\": (2\n}");

        assertThat(mapping.problem()).isPresent();
        assertThat(mapping.problem().orElseThrow().path()).startsWith("mappings/x.inbound.jsonata:");
        assertThat(mapping.evaluate(json("{}"), new Variables()))
                .isEqualTo(mapping.problem().orElseThrow());
    }

    @Test
    @Timeout(20)
    void paddingToHundredsOfMegabytesIsRefusedAtOnce() {
        assertThat(failure("$pad('x', 900000000)", "{}").message()).contains("$pad");
    }

    @Test
    @Timeout(20)
    void endlessRecursionEndsAsAFailure() {
        assertThat(failure("($f := function($n) { 1 + $f($n + 1) }; $f(1))", "{}")
                        .message())
                .contains("deep");
    }

    @Test
    @Timeout(30)
    void anEndlessLoopIsStoppedAtTheLimit() {
        Mappings quick = new Mappings(Duration.ofMillis(100));
        String endless = "($f := function($n) { $n > 0 ? $f($n + 1) : $n }; $f(1))";

        assertThat(quick.of("loop", endless).evaluate(json("{}"), new Variables()))
                .isInstanceOfSatisfying(
                        MappingFailure.class,
                        failure -> assertThat(failure.message()).contains("100 ms"));
    }

    @Test
    @Timeout(30)
    void aTextThatDoublesWithoutEndIsStopped() {
        String doubling = "($f := function($t) { $f($t & $t) }; $f('0123456789'))";

        assertThat(failure(doubling, "{}").message()).containsAnyOf("characters", "ms", "deep");
    }

    @Test
    void aResultOfMoreThanAMegabyteIsRefused() {
        assertThat(failure("[1..300000].('abcdef')", "{}").message()).contains("larger than");
    }

    @Test
    void whatIsPickedMayBeAsLargeAsWhatItIsPickedFromAndNoLarger() {
        JsonNode input = json("{'list': [{'text': '" + "x".repeat(1_500_000) + "'}]}");

        assertThat(mappings.of("test", "list[0]").pick(input, new Variables())).isInstanceOf(MappingResult.Value.class);
        assertThat(mappings.of("test", "[list, list]").pick(input, new Variables()))
                .isInstanceOfSatisfying(
                        MappingFailure.class,
                        failure -> assertThat(failure.tooLarge()).isTrue());
    }

    @Test
    void variablesAndLentFunctionsAreAtHand() {
        MappingFunction twice = arguments -> arguments.get(0) + "" + arguments.get(0);

        MappingResult result = mappings.of("test", "$twice($settings.a) & x")
                .evaluate(
                        json("{'x': 'z'}"),
                        new Variables().with("settings", Map.of("a", "y")).with("twice", twice));

        assertThat(result).isEqualTo(new MappingResult.Value(json("'yyz'")));
    }

    @Test
    void aVariableIsMadeForTheEngineOnceAndOnlyWhereAnExpressionMayNameIt() {
        AtomicInteger made = new AtomicInteger();
        Variables variables = new Variables().with("body", new POJONode(new Object() {
            @Override
            public String toString() {
                return "made " + made.incrementAndGet();
            }
        }));

        assertThat(mappings.of("test", "1 + 1").evaluate(json("{}"), variables))
                .isEqualTo(new MappingResult.Value(json("2")));
        assertThat(made).hasValue(0);
        for (String naming : List.of("$uppercase($body)", "$uppercase($eval('$bo' & 'dy'))", "$body ~> $uppercase")) {
            assertThat(mappings.of("test", naming).evaluate(json("{}"), variables))
                    .isEqualTo(new MappingResult.Value(json("'MADE 1'")));
        }
    }

    @Test
    @Timeout(60)
    void oneMappingServesManyThreadsWithoutMixingThemUp() throws Exception {
        Mapping mapping = mappings.of("test", "{'n': n, 'list': $map(list, function($v) { $v & '-' & $$.n })}");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            var runs = IntStream.range(0, 400)
                    .mapToObj(n -> threads.submit(
                            () -> mapping.evaluate(json("{'n': " + n + ", 'list': ['a','b']}"), new Variables())))
                    .toList();
            int n = 0;
            for (Future<MappingResult> run : runs) {
                JsonNode expected = json("{'n': %d, 'list': ['a-%d', 'b-%d']}".formatted(n, n, n));
                assertThat(run.get()).isEqualTo(new MappingResult.Value(expected));
                n++;
            }
        }
    }
}
