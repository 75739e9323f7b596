package io.vestibule.platform.web;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;

/** The words of all pages, and the one language they are in. */
@Configuration(proxyBeanMethods = false)
class PageWords {

    @Bean
    MessageSource messageSource() {
        ResourceBundleMessageSource words = new ResourceBundleMessageSource();
        words.setBasenames(
                "messages",
                "messages-console",
                "messages-problems",
                "messages-reasons",
                "messages-files",
                "messages-people",
                "messages-relocation",
                "messages-replays");
        words.setDefaultEncoding(StandardCharsets.UTF_8.name());
        words.setFallbackToSystemLocale(false);
        return words;
    }

    /** English words with another country's dates and decimal signs would be a trap. */
    @Bean
    LocaleResolver localeResolver() {
        return new FixedLocaleResolver(Locale.UK);
    }
}
