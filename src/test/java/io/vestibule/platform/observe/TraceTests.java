package io.vestibule.platform.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class TraceTests {

    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void goesOnWithTheSameIdAndAnotherStep() {
        Trace sent = Trace.of("00-" + ID + "-00f067aa0ba902b7-01").orElseThrow();

        Trace ours = Trace.of(sent.next().traceparent()).orElseThrow();

        assertThat(ours.id()).isEqualTo(ID);
        assertThat(ours.step()).isNotEqualTo("00f067aa0ba902b7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-" + ID + "-00f067aa0ba902b7",
                "00-" + ID + "-0000000000000000-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-" + ID + "-00f067aa0ba902b7-01",
                "00-" + ID + "-00f067aa0ba902b7-01\nX-Other: 1",
            })
    void whatIsNoTraceparentIsNone(String header) {
        assertThat(Trace.of(header)).isEmpty();
    }

    @Test
    void anOuterTraceIsThereAgainAfterAnInnerOne() {
        Trace outer = Trace.begin();
        Trace inner = Trace.begin();

        try (Traces.Part whole = Traces.part(outer)) {
            try (Traces.Part within = Traces.part(inner)) {
                assertThat(MDC.get("traceId")).isEqualTo(inner.id());
            }
            assertThat(Traces.present()).contains(outer);
        }

        assertThat(Traces.present()).isEmpty();
        assertThat(MDC.get("traceId")).isNull();
    }
}
