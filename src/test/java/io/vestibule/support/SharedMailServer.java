package io.vestibule.support;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * One mail server for all contexts of the tests; the product's own mails (sign-in, invitations, alerts) leave here. With
 * {@code -Pdovecot} its mailboxes are those of a real Dovecot.
 */
final class SharedMailServer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final MailServer MAILS =
            Boolean.getBoolean("test.dovecot") ? MailServer.withDovecot() : MailServer.onRandomPorts();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test mail",
                        Map.of(
                                "vestibule.mail.host", "127.0.0.1",
                                "vestibule.mail.port", MAILS.smtpPort(),
                                "vestibule.mail.security", "none",
                                "vestibule.mail.from-address", "portal@firm.example")));
    }
}
