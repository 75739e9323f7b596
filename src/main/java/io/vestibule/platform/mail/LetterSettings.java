package io.vestibule.platform.mail;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How mails are written where a client has no wish of its own, from {@code vestibule.letters}. */
@ConfigurationProperties("vestibule.letters")
public record LetterSettings(
        @DefaultValue("en") MailLanguage language,
        @DefaultValue("full") MailContent content) {

    /** The language a client wishes for. A word that we don't know, from another portal, is no wish. */
    public MailLanguage languageFor(@Nullable String wish) {
        return named(MailLanguage.values(), wish).orElse(language);
    }

    /** The same for what mails carry. */
    public MailContent contentFor(@Nullable String wish) {
        return named(MailContent.values(), wish).orElse(content);
    }

    private static <E extends Enum<E>> Optional<E> named(E[] words, @Nullable String wish) {
        return Arrays.stream(words)
                .filter(word -> word.name().equalsIgnoreCase(wish))
                .findFirst();
    }
}
