package io.vestibule;

import io.vestibule.platform.database.EarlyDatabase;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the hub and the built-in portal in one process. The database and its migrations are our own
 * ({@code platform.database}), since there are two pools and three schemas.
 */
@SpringBootApplication(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@ConfigurationPropertiesScan
public class VestibuleApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(VestibuleApplication.class);
        application.addListeners(new EarlyDatabase());
        application.run(args);
    }
}
