package io.vestibule.platform.observe;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Sends the steps of {@link Spans} to a collector by OTLP over HTTP, where Spring Boot's own key names one. Spans have the
 * ids that rows and log have: none is made for them. They are sent by a thread of their own, and dropped when the
 * collector is away for long.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("management.otlp.tracing.endpoint")
class SpanExport {

    @Bean(destroyMethod = "close")
    SdkTracerProvider spanExporter(@Value("${management.otlp.tracing.endpoint}") String endpoint) {
        OtlpHttpSpanExporter exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build();
        Attributes who = Attributes.of(AttributeKey.stringKey("service.name"), "vestibule");
        return SdkTracerProvider.builder()
                .setIdGenerator(new PresentTrace())
                .setResource(Resource.getDefault().merge(Resource.create(who)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
    }

    /** Asked when a span begins, inside the step that it is the span of. */
    private static final class PresentTrace implements IdGenerator {

        @Override
        public String generateTraceId() {
            return present().id();
        }

        @Override
        public String generateSpanId() {
            return present().step();
        }

        private static Trace present() {
            return Traces.present().orElseThrow();
        }
    }
}
