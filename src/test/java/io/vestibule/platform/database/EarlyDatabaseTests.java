package io.vestibule.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.platform.start.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class EarlyDatabaseTests {

    @TempDir
    Path data;

    @Test
    void isUpForWhoAsksAndStopsWithTheProduct() {
        try (var context = start(Asking.class)) {
            assertThat(context.getBean(ServerAddress.class).url()).startsWith("jdbc:postgresql://127.0.0.1:");
            assertThat(data.resolve("postgres/postmaster.pid")).exists();
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void isNotLeftRunningByAStartThatFailsBeforeAnybodyAsked() {
        assertThatThrownBy(() -> start(Failing.class)).hasStackTraceContaining("not today");

        assertThat(data.resolve("postgres/PG_VERSION")).exists();
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void tellsWhyItCouldNotStartAsIfItHadBeenStartedInPlace() throws IOException {
        try (DirectoryLock other = DirectoryLock.take(Files.createDirectories(data))) {
            assertThat(other).isNotNull();
            assertThatThrownBy(() -> start(Asking.class))
                    .rootCause()
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("in use by another running Vestibule");
        }
    }

    private ConfigurableApplicationContext start(Class<?> application) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .listeners(new EarlyDatabase())
                .run("--vestibule.data-dir=" + data);
    }

    @Configuration(proxyBeanMethods = false)
    static class Asking {

        @Bean
        DatabaseStart databaseStart(EarlyDatabase early) {
            return early.await();
        }

        @Bean
        ServerAddress serverAddress(DatabaseStart start) {
            return start.address();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {

        @Bean
        Supplier<String> failing() {
            throw new IllegalStateException("not today");
        }
    }
}
