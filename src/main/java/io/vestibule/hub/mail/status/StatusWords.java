package io.vestibule.hub.mail.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How people ask in one language how their request stands, as {@code mail/status-checks/<language>.yaml} has it.
 *
 * @param asks one of these makes it a question for the status
 * @param says what people say beside it, and what says nothing new
 * @param words what may stand beside these
 * @param known all words of the file
 * @param forgiven of these, by their first letter, those in which a slip is forgiven; in their order
 * @param asking phrases of {@code asks} by the words that they begin with
 */
record StatusWords(
        String language,
        List<Phrase> greetings,
        List<Phrase> closings,
        List<Phrase> asks,
        List<Phrase> says,
        Set<String> words,
        Set<String> known,
        Map<Character, List<String>> forgiven,
        Map<String, List<Phrase>> asking) {

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
        SortedSet<String> known = new TreeSet<>(words);
        Stream.of(greetings, closings, asks, says)
                .flatMap(List::stream)
                .forEach(phrase -> phrase.steps().forEach(known::addAll));
        return new StatusWords(
                language, greetings, closings, asks, says, words, Set.copyOf(known), forgiven(known), asking(asks));
    }

    private static Map<Character, List<String>> forgiven(SortedSet<String> known) {
        return known.stream()
                .filter(word -> word.length() >= Spelling.SHORTEST)
                .collect(Collectors.groupingBy(word -> word.charAt(0)));
    }

    private static Map<String, List<Phrase>> asking(List<Phrase> asks) {
        Map<String, List<Phrase>> asking = new HashMap<>();
        for (Phrase phrase : asks) {
            phrase.beginnings()
                    .forEach(word -> asking.computeIfAbsent(word, begun -> new ArrayList<>())
                            .add(phrase));
        }
        return asking;
    }

    /** The word that was meant, where this is none of the language's but looks like one. */
    String meant(String written) {
        if (written.length() < Spelling.SHORTEST || known.contains(written)) {
            return written;
        }
        for (String word : forgiven.getOrDefault(written.charAt(0), List.of())) {
            if (Spelling.isNear(word, written)) {
                return word;
            }
        }
        return written;
    }

    /** Phrases that ask and begin with this word. */
    List<Phrase> askingFrom(String word) {
        return asking.getOrDefault(word, List.of());
    }

    private static List<Phrase> phrases(List<String> lines) {
        return lines.stream().map(Phrase::of).toList();
    }
}
