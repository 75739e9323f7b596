package io.vestibule.hub.mail.status;

import io.vestibule.hub.mail.status.PlainText.Sentence;
import io.vestibule.hub.mail.status.PlainText.Word;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts what was written from the words of goodbye and the signature below them. Nothing is cut that reads like a
 * sentence: a wish below the name counts as written.
 */
final class Closing {

    private static final int MOST_LINES = 12;
    private static final int MOST_NAMES = 3;
    private static final int MOST_WORDS = 4;
    private static final Pattern CLAUSE = Pattern.compile("(?:^|[.?!;,:–-])\\s*(?=\\p{L})");

    private final StatusWords language;

    Closing(StatusWords language) {
        this.language = language;
    }

    /** The text without them. */
    String without(String text) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int at = start(lines.get(i));
            if (at >= 0 && isSignature(lines.subList(i + 1, lines.size()))) {
                String before = String.join("\n", lines.subList(0, i));
                return before + "\n" + lines.get(i).substring(0, at);
            }
        }
        return text;
    }

    /** Where goodbye begins in a line that holds nothing else from there on; -1 when it doesn't. */
    private int start(String line) {
        Matcher clauses = CLAUSE.matcher(line);
        while (clauses.find()) {
            String rest = line.substring(clauses.end());
            if (!rest.contains("?") && isGoodbye(words(rest))) {
                return clauses.end();
            }
        }
        return -1;
    }

    private List<Word> words(String text) {
        return PlainText.read(PlainText.words(text), language::meant);
    }

    private boolean isGoodbye(List<Word> words) {
        int length = longest(words);
        List<Word> behind = words.subList(length, words.size());
        List<Word> names =
                behind.stream().filter(word -> !isOrdinary(word.plain())).toList();
        return length > 0
                && behind.size() <= MOST_WORDS
                && names.size() <= MOST_NAMES
                && names.stream().allMatch(Word::capital);
    }

    private int longest(List<Word> words) {
        Sentence sentence = new Sentence(words, false);
        return language.closings().stream()
                .map(phrase -> phrase.at(0, sentence))
                .mapToInt(places -> places.isEmpty() ? 0 : places.last() + 1)
                .max()
                .orElse(0);
    }

    private boolean isOrdinary(String word) {
        return language.words().contains(word)
                || language.closings().stream()
                        .flatMap(phrase -> phrase.steps().stream())
                        .anyMatch(step -> step.contains(word));
    }

    /** Name, firm, street: no line of it has the words that sentences are made of. */
    private boolean isSignature(List<String> lines) {
        return lines.size() <= MOST_LINES && lines.stream().allMatch(this::isSignature);
    }

    private boolean isSignature(String line) {
        List<Word> words = words(line);
        Set<String> known = language.words();
        long ordinary = words.stream()
                .map(Word::plain)
                .filter(word -> word.length() > 1 && known.contains(word))
                .count();
        return !line.contains("?") && (ordinary < 2 || isGoodbye(words));
    }
}
