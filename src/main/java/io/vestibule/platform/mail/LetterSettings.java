package io.vestibule.platform.mail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How mails are written where a client has no wish of its own, from {@code vestibule.letters}. */
@ConfigurationProperties("vestibule.letters")
public record LetterSettings(
        @DefaultValue("en") MailLanguage language,
        @DefaultValue("full") MailContent content) {}
