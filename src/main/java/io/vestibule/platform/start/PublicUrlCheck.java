package io.vestibule.platform.start;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Refuses the start of a product that serves others but doesn't know its own address: whoever sets an external database
 * runs it for people elsewhere, and every link in their mails and every webhook address would name this machine. With the
 * embedded database it may be a first look; then the start only warns.
 */
class PublicUrlCheck implements EnvironmentPostProcessor, Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE; // after the files have been read
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (isSet(environment, "spring.datasource.url") && !isSet(environment, "vestibule.public-url")) {
            throw new StartRefused(
                    "vestibule.public-url is not set, and with an external database it is needed: links in mails and"
                            + " addresses for webhooks begin with it.",
                    "Set it to the address people type, for example https://portal.example.com.");
        }
    }

    private static boolean isSet(ConfigurableEnvironment environment, String key) {
        return !environment.getProperty(key, "").isBlank();
    }
}
