package io.vestibule;

import io.vestibule.hub.mail.explain.ExplainMail;
import io.vestibule.platform.database.EarlyDatabase;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the hub and the built-in portal in one process; or, as {@code explain-mail FILE...}, only tells what it reads in
 * mails. The database and its migrations are our own
 * ({@code platform.database}), since there are two pools and three schemas; so is the export of spans
 * ({@code platform.observe}), of which nothing runs while it is switched off.
 */
@SpringBootApplication(
        exclude = {
            DataSourceAutoConfiguration.class,
            FlywayAutoConfiguration.class,
            OpenTelemetryAutoConfiguration.class,
            OpenTelemetryLoggingAutoConfiguration.class
        })
@ConfigurationPropertiesScan
public class VestibuleApplication {

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(ExplainMail.COMMAND)) {
            System.exit(ExplainMail.run(List.of(args).subList(1, args.length)));
        }
        SpringApplication application = new SpringApplication(VestibuleApplication.class);
        application.addListeners(new EarlyDatabase());
        application.run(args);
    }
}
