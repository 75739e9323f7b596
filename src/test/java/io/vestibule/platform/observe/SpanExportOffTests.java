package io.vestibule.platform.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.vestibule.support.VestibuleTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** No collector is named, as in most firms. */
class SpanExportOffTests extends VestibuleTest {

    @Autowired
    private ApplicationContext context;

    /** Some of these would have threads of their own. */
    @ParameterizedTest
    @ValueSource(classes = {SdkTracerProvider.class, OpenTelemetry.class, LogRecordProcessor.class})
    void nothingOfTheLibraryIsSetUp(Class<?> part) {
        assertThat(context.getBeanNamesForType(part)).isEmpty();
    }
}
