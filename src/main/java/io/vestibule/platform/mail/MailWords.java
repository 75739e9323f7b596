package io.vestibule.platform.mail;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.stereotype.Component;

/** The words of our mails in the languages of {@link MailLanguage}, from {@code mail/words*.properties}. */
@Component
public class MailWords {

    static final String BUNDLE = "mail/words";

    private final ResourceBundleMessageSource words = new ResourceBundleMessageSource();

    public MailWords() {
        words.setBasenames(BUNDLE);
        words.setDefaultEncoding(StandardCharsets.UTF_8.name());
        words.setFallbackToSystemLocale(false);
        // So that an apostrophe is written the same way in every text, with values or without.
        words.setAlwaysUseMessageFormat(true);
    }

    /** A key that is missing is a mistake in the product and fails. */
    public String say(Locale language, String key, Object... values) {
        return words.getMessage(key, values, language);
    }
}
