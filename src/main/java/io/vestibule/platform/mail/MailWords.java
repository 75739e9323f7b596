package io.vestibule.platform.mail;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
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

    /** Whether there are words for it. */
    public boolean has(String key) {
        return words.getMessage(key, null, null, Locale.UK) != null;
    }

    /** Day and time as the language writes them. */
    public String time(Locale language, ZonedDateTime at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
                .localizedBy(language)
                .format(at);
    }

    /** What the zone of that time is called there. */
    public String zone(Locale language, ZonedDateTime at) {
        return DateTimeFormatter.ofPattern("zzz", language).format(at);
    }
}
