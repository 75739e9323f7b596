package io.vestibule.sandbox;

import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Keeps the component scan out of the test classes, which share the product's package: what a test or the sandbox wants
 * from there it names itself. Registered in {@code META-INF/spring.factories} of the test resources.
 */
public final class ScanOnlyTheProduct implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getBeanFactory().registerSingleton("scanOnlyTheProduct", new NotFromTests());
    }

    /** Excludes whatever was compiled from src/test, in its folder or in the jar that src/bench/run makes of it. */
    private static final class NotFromTests extends TypeExcludeFilter {

        @Override
        public boolean match(MetadataReader reader, MetadataReaderFactory factory) {
            String from = reader.getResource().getDescription();
            return from.contains("/test-classes/") || from.contains("/test-classes.jar!/");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof NotFromTests;
        }

        @Override
        public int hashCode() {
            return NotFromTests.class.hashCode();
        }
    }
}
