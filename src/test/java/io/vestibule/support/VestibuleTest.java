package io.vestibule.support;

import io.vestibule.VestibuleApplication;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

/**
 * Base of every test that needs the running product: the whole application on random ports over a real PostgreSQL with
 * durability on. All subclasses share one context, so each test makes its own clients, apps and addresses (see
 * {@link #unique}) and asserts on those only.
 */
@SpringBootTest(
        classes = VestibuleApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        // Not ./config: it is the same file as the packed default, but would outrank the profile's.
        properties = "spring.config.location=classpath:/;classpath:/config/")
@ActiveProfiles("test")
@ContextConfiguration(initializers = {TestDatabase.class, SharedMailServer.class})
@Import({VestibuleTest.Clocks.class, SimulatedWorld.class})
public abstract class VestibuleTest {

    /** Where the product's own mails arrive. */
    protected static final MailServer MAILS = SharedMailServer.MAILS;

    @LocalServerPort
    protected int port;

    @Autowired
    protected Database hubDatabase;

    @Autowired
    protected Database portalDatabase;

    @Autowired
    protected SettableClock clock;

    @BeforeEach
    void startInThePresent() {
        clock.backToPresent();
    }

    /** A word that no other test uses, for names, keys and addresses. */
    protected static String unique(String prefix) {
        return prefix + "-"
                + Ids.token().replaceAll("[^A-Za-z0-9]", "").substring(0, 10).toLowerCase(Locale.ROOT);
    }

    /** Address of a page or API call of the running product. */
    protected String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** A browser of its own, nobody signed in. */
    protected Browser browser() {
        return new Browser(url(""));
    }

    /** Business time that tests can set. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Clocks {

        @Bean
        @Primary
        SettableClock settableClock() {
            return new SettableClock();
        }
    }
}
