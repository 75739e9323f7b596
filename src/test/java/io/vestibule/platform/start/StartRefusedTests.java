package io.vestibule.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vestibule.VestibuleApplication;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

class StartRefusedTests {

    @TempDir
    Path config;

    @Test
    void refusesAnUnknownKeyWithFileLineAndTheKeyThatWasMeant() throws IOException {
        write("""
                vestibule:
                  data-dri: /var/lib/vestibule
                """);
        assertThatThrownBy(() -> start(VestibuleApplication.class))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("The key vestibule.data-dri in")
                .hasMessageContaining("application.yaml")
                .hasMessageContaining("line 2")
                .hasMessageContaining("Did you mean vestibule.data-dir?");
    }

    @Test
    void refusesAnUnknownKeyOfTheCommandLine() {
        assertThatThrownBy(() -> start(VestibuleApplication.class, "--vestibule.public-ulr=https://a.example"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("vestibule.public-ulr")
                .hasMessageContaining("commandLineArgs")
                .hasMessageContaining("Did you mean vestibule.public-url?");
    }

    @Test
    void refusesAnExternalDatabaseWithoutThePublicAddress() {
        assertThatThrownBy(() -> start(
                        VestibuleApplication.class, "--spring.datasource.url=jdbc:postgresql://db.example/vestibule"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("vestibule.public-url is not set")
                .hasMessageContaining("for example https://portal.example.com");
    }

    @Test
    void saysWhatIsExpectedWhenAValueIsOfTheWrongKindAndNotWhatItWas() throws IOException {
        write("""
                vestibule:
                  database:
                    patience: hunter2
                """);
        assertThat(analysis().getDescription())
                .contains("The value of vestibule.database.patience in", "application.yaml", "line 3")
                .contains("a time span such as 500ms, 5s, 10m or 2h")
                .doesNotContain("hunter2");
    }

    @Test
    void saysWhichLimitAValueBreaks() throws IOException {
        write("""
                vestibule:
                  database:
                    hub-connections: 1
                """);
        assertThat(analysis().getDescription())
                .contains("The value of vestibule.database.hub-connections in", "application.yaml", "line 3")
                .contains("must be greater than or equal to 5");
    }

    private FailureAnalysis analysis() {
        BeanCreationException failure =
                catchThrowableOfType(BeanCreationException.class, () -> start(OneSetting.class));
        FailureAnalysis analysis = new WrongSettingAnalyzer().analyze(failure);
        assertThat(analysis).isNotNull();
        assertThat(analysis.getAction()).contains("config/application.yaml");
        return analysis;
    }

    private void write(String yaml) throws IOException {
        Files.writeString(config.resolve("application.yaml"), yaml);
    }

    private void start(Class<?> application, String... arguments) {
        new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties("spring.config.additional-location=" + config.toUri())
                .run(arguments)
                .close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Settings.class)
    static class OneSetting {}

    @Validated
    @ConfigurationProperties("vestibule.database")
    record Settings(@Min(5) int hubConnections, Duration patience) {}
}
