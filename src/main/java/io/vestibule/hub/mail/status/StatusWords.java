package io.vestibule.hub.mail.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How people ask in one language how their request stands, as {@code mail/status-checks/<language>.yaml} has it.
 *
 * @param asks one of these makes it a question for the status
 * @param says what people say beside it, and what says nothing new
 * @param words what may stand beside these
 * @param known all words of the file
 */
record StatusWords(
        String language,
        List<Phrase> greetings,
        List<Phrase> closings,
        List<Phrase> asks,
        List<Phrase> says,
        Set<String> words,
        NavigableSet<String> known) {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private record File(
            List<String> greetings, List<String> closings, List<String> asks, List<String> says, String words) {}

    /** @throws IllegalArgumentException when there is no file of this language */
    static StatusWords of(String language) {
        try (InputStream file = StatusWords.class.getResourceAsStream("/mail/status-checks/" + language + ".yaml")) {
            if (file == null) {
                throw new IllegalArgumentException(
                        "Status checks are not known in the language \"" + language + "\". Use de, en, es, fr or it.");
            }
            File read = YAML.readValue(file, File.class);
            return of(language, read);
        } catch (IOException e) {
            throw new UncheckedIOException("The words of status checks in \"" + language + "\" can't be read", e);
        }
    }

    private static StatusWords of(String language, File file) {
        List<Phrase> greetings = phrases(file.greetings());
        List<Phrase> closings = phrases(file.closings());
        List<Phrase> asks = phrases(file.asks());
        List<Phrase> says = phrases(file.says());
        Set<String> words = Set.of(file.words().strip().split("\\s+"));
        NavigableSet<String> known = new TreeSet<>(words);
        Stream.of(greetings, closings, asks, says)
                .flatMap(List::stream)
                .forEach(phrase -> phrase.steps().forEach(known::addAll));
        return new StatusWords(language, greetings, closings, asks, says, words, known);
    }

    /** The word that was meant, where this is none of the language's but looks like one. */
    String meant(String written) {
        if (written.isEmpty() || known.contains(written)) {
            return written;
        }
        String first = written.substring(0, 1);
        return known.subSet(first, first + Character.MAX_VALUE).stream()
                .filter(word -> Spelling.isNear(word, written))
                .findFirst()
                .orElse(written);
    }

    private static List<Phrase> phrases(List<String> lines) {
        return lines.stream().map(Phrase::of).toList();
    }
}
