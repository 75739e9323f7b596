package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyFieldTests {

    @Test
    void masksTheFieldHoweverItIsWrittenAndNothingElse() {
        assertThat(masked("{ \"auth\": {\"token\" : \"s\\u0065cret\\/1\"}, \"text\":\"a secret/1\" }"))
                .isEqualTo("{ \"auth\": {\"token\" : \"(verified)\"}, \"text\":\"a secret/1\" }");
        assertThat(masked("{\"text\":\"aaa\",\"auth\":{\"token\":\"a\"}}"))
                .isEqualTo("{\"text\":\"aaa\",\"auth\":{\"token\":\"(verified)\"}}");
    }

    @Test
    void leavesAloneWhatHasNoSuchField() {
        assertThat(masked("{\"token\":\"a\"}")).isEqualTo("{\"token\":\"a\"}");
        assertThat(masked("no json")).isEqualTo("no json");
    }

    @Test
    void readsNoOtherEncodingThanUtf8() {
        byte[] wide = "{\"auth\":{\"token\":\"a\"}}".getBytes(StandardCharsets.UTF_16BE);
        assertThat(BodyField.find(wide, "auth.token")).isEmpty();
    }

    private static String masked(String body) {
        byte[] masked = BodyField.masked(body.getBytes(StandardCharsets.UTF_8), "auth.token", KeptHeaders.MASK);
        return new String(masked, StandardCharsets.UTF_8);
    }
}
