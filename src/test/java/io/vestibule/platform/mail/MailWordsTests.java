package io.vestibule.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.PageWordsOnDisk;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every language says everything, and fills in the same values. */
class MailWordsTests {

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)");
    private static final Pattern SAID = Pattern.compile("\\b(?:say|said)\\([^;\"\\n]*?\"([a-z][a-z.-]*)\"");

    /** Units that some languages write as English does. */
    private static final Set<String> SAME_IN_SOME = Set.of("size.bytes", "size.kilobytes", "size.megabytes");

    private final Properties english = words(MailLanguage.EN);

    MailWordsTests() throws IOException {}

    @ParameterizedTest
    @EnumSource(names = "EN", mode = EnumSource.Mode.EXCLUDE)
    void noLanguageLacksAKeyOrAValue(MailLanguage language) throws IOException {
        Properties words = words(language);

        assertThat(words.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
        assertThat(english.stringPropertyNames()).allSatisfy(key -> {
            assertThat(words.getProperty(key)).as(key).isNotBlank();
            if (!SAME_IN_SOME.contains(key)) {
                assertThat(words.getProperty(key)).as(key).isNotEqualTo(english.getProperty(key));
            }
            assertThat(places(words.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        });
    }

    @ParameterizedTest
    @EnumSource
    void anApostropheIsWrittenTwice(MailLanguage language) throws IOException {
        Properties words = words(language);

        assertThat(words.stringPropertyNames())
                .allSatisfy(key -> assertThat(words.getProperty(key).replace("''", ""))
                        .as(key)
                        .doesNotContain("'"));
    }

    @ParameterizedTest
    @EnumSource
    void theLineAboveWhichAnswersAreWrittenKeepsItsMarks(MailLanguage language) throws IOException {
        assertThat(words(language).getProperty("reply-line")).startsWith("##- ").endsWith(" -##");
    }

    @Test
    void everyKeyThatIsSaidIsThere() throws IOException {
        Set<String> said = PageWordsOnDisk.sources(Path.of("src/main/java/io/vestibule"), ".java").values().stream()
                .filter(source -> source.contains("MailWords"))
                .flatMap(source -> SAID.matcher(source).results().map(found -> found.group(1)))
                .collect(Collectors.toSet());

        assertThat(said).isNotEmpty().isSubsetOf(english.stringPropertyNames());
    }

    @Test
    void saysItInTheLanguageThatIsAskedFor() {
        MailWords words = new MailWords();

        assertThat(words.say(Locale.UK, "greeting.name", "Tom")).isEqualTo("Hello Tom,");
        assertThat(words.say(MailLanguage.FR.locale(), "closed", "REQ-1", "L'avis {0}"))
                .contains("S'il manque", "L'avis {0}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EN | size.bytes | 1 byte | 2 bytes",
                "EN | digest.more | within a day | within 2 days",
                "DE | note.left-out.more | und eine weitere Datei | und 2 weitere Dateien",
                "DE | digest.more | innerhalb eines Tages | innerhalb von 2 Tagen",
                "FR | note.left-out.more | et un autre | et 2 autres",
                "FR | left.more-files | plus de 1 fichier dans | plus de 2 fichiers dans",
                "ES | digest.more | en un día | en 2 días",
                "IT | note.left-out.more | e un altro | e altri 2",
                "IT | left.more-files | più di un file in | più di 2 file in"
            })
    void oneIsNotCountedAsMany(MailLanguage language, String key, String one, String two) {
        MailWords words = new MailWords();

        assertThat(words.say(language.locale(), key, 1L) + " ").contains(one + " ");
        assertThat(words.say(language.locale(), key, 2L) + " ").contains(two + " ");
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Matcher found = PLACE.matcher(text);
        while (found.find()) {
            places.add(found.group(1));
        }
        return places;
    }

    private static Properties words(MailLanguage language) throws IOException {
        String end = language == MailLanguage.EN ? "" : "_" + language.locale().getLanguage();
        Properties words = new Properties();
        try (Reader reader =
                Files.newBufferedReader(Path.of("src/main/resources", MailWords.BUNDLE + end + ".properties"))) {
            words.load(reader);
        }
        return words;
    }
}
