package io.vestibule.sandbox;

import io.vestibule.VestibuleApplication;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the whole product in the sandbox: {@code mvn spring-boot:test-run}. The annotation only tells Maven which of the
 * test classes' main methods to run; what is started is the product itself.
 */
@SpringBootApplication
public final class SandboxApplication {

    /** Not ./config: it is the same file as the packed default, but would outrank the sandbox profile's. */
    private static final String SETTINGS = "--spring.config.location=classpath:/;classpath:/config/";

    private SandboxApplication() {}

    public static void main(String[] args) {
        SpringApplication.from(VestibuleApplication::main)
                .with(Sandbox.class)
                .withAdditionalProfiles("sandbox")
                .run(Stream.concat(Stream.of(SETTINGS), Arrays.stream(args)).toArray(String[]::new));
    }
}
