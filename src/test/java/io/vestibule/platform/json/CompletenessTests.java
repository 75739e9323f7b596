package io.vestibule.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletenessTests {

    private static final JsonMapper JSON = new JsonMapper();

    record Order(String id, @Nullable String note, List<Line> lines) {}

    record Line(String article, Price price) {}

    record Price(String amount) {}

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"lines":[]}                                                     | /id
            {"id":"1","lines":[null]}                                        | /lines/0
            {"id":"1","lines":[{"article":"a"}]}                             | /lines/0/price
            {"id":"1","lines":[{"article":"a","price":{"amount":"1"}},{"article":"b","price":{}}]} | /lines/1/price/amount
            """)
    void namesTheFirstGap(String json, String path) {
        assertThatThrownBy(() -> Completeness.of(order(json)))
                .isInstanceOf(Incomplete.class)
                .hasMessage(path + " is missing");
    }

    @Test
    void whatMayBeAbsentStaysAwayAndAnAbsentListIsEmpty() throws Exception {
        assertThat(Completeness.of(order("{\"id\":\"1\"}"))).isEqualTo(new Order("1", null, List.of()));
    }

    private static Order order(String json) throws JsonProcessingException {
        return JSON.readValue(json, Order.class);
    }
}
