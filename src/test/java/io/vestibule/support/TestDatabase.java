package io.vestibule.support;

import io.vestibule.platform.database.ServerAddress;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Gives each application context of the tests its own database on the shared server. */
final class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ServerAddress address = TestPostgres.newDatabase();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test database",
                        Map.of(
                                "spring.datasource.url", address.url(),
                                "spring.datasource.username", String.valueOf(address.username()),
                                "spring.datasource.password", String.valueOf(address.password()))));
    }
}
