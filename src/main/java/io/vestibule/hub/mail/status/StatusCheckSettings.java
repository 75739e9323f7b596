package io.vestibule.hub.mail.status;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which mails count as status checks.
 *
 * @param languages those in which the firm's clients write; none = no mail is recognised
 */
@ConfigurationProperties("vestibule.status-checks")
public record StatusCheckSettings(
        @DefaultValue({"en", "de", "fr", "es", "it"}) List<String> languages) {}
