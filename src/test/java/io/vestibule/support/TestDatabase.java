package io.vestibule.support;

import io.vestibule.platform.database.ServerAddress;
import io.vestibule.platform.id.Ids;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives each application context of the tests its own database on the shared server, and its scheduler a name of its own:
 * Quartz keeps one pool per name in the JVM, so two contexts would read each other's schedules.
 */
final class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ServerAddress address = TestPostgres.newDatabase();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test database",
                        Map.of(
                                "spring.quartz.properties.org.quartz.scheduler.instanceName", "test-" + Ids.token(),
                                "spring.datasource.url", address.url(),
                                "spring.datasource.username", String.valueOf(address.username()),
                                "spring.datasource.password", String.valueOf(address.password()))));
    }
}
