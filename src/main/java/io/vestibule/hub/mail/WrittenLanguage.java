package io.vestibule.hub.mail;

import io.vestibule.platform.mail.MailLanguage;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows in which of our languages a text is written, by small words that the others don't have. Says so only where they
 * leave no doubt: a guess in the wrong language is worse than the firm's own.
 */
final class WrittenLanguage {

    /** Different small words that a text must have of its language, and so many times more than of any other. */
    private static final int ENOUGH = 4;

    private static final int CLEAR_LEAD = 3;
    private static final int LONGEST = 4_000;

    private static final Map<MailLanguage, Set<String>> SMALL_WORDS = new EnumMap<>(
            Map.of(
                    MailLanguage.EN,
                    words(
                            "the and you your with this that have please would for are from will our been which could any my"),
                    MailLanguage.DE,
                    words(
                            "und der das ist nicht sie ich wir mit für bitte eine einen dem auf haben von zu auch uns ihnen ihre wie"),
                    MailLanguage.FR,
                    words(
                            "et des vous nous est dans une je pas avec votre pour bonjour merci cette aux avons notre sont être"),
                    MailLanguage.ES,
                    words(
                            "el los las para por usted ustedes hola gracias muy pero nuestro nuestra estoy tengo quiero como y"),
                    MailLanguage.IT,
                    words(
                            "il che di gli della sono buongiorno grazie più anche questo questa ho siamo vostro alla è nel dei")));

    private WrittenLanguage() {}

    static Optional<MailLanguage> of(String text) {
        String start = text.substring(0, Math.min(text.length(), LONGEST)).toLowerCase(Locale.ROOT);
        Set<String> written = new HashSet<>(Arrays.asList(start.split("[^\\p{L}]+")));
        return Arrays.stream(MailLanguage.values())
                .filter(language -> count(language, written) >= ENOUGH)
                .filter(language -> leads(language, written))
                .findFirst();
    }

    private static boolean leads(MailLanguage language, Set<String> written) {
        long own = count(language, written);
        return Arrays.stream(MailLanguage.values())
                .filter(other -> other != language)
                .allMatch(other -> own >= CLEAR_LEAD * count(other, written));
    }

    private static long count(MailLanguage language, Set<String> written) {
        return SMALL_WORDS.getOrDefault(language, Set.of()).stream()
                .filter(written::contains)
                .count();
    }

    private static Set<String> words(String list) {
        return Set.of(list.split(" "));
    }
}
