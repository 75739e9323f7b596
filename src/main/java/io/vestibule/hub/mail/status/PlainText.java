package io.vestibule.hub.mail.status;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as sentences of words that can be compared: lower case, no accents, German umlauts as two letters, apostrophes
 * part words.
 */
record PlainText(List<Sentence> sentences) {

    /** A shorter line that ends without a mark ends its sentence, too; longer ones were broken by a mail program. */
    private static final int SHORT_LINE = 55;

    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}]*");
    private static final Pattern SENTENCE = Pattern.compile("[^.?!;…]+[.?!;…]*");
    private static final Pattern CLAUSE_END = Pattern.compile("[,:()\\-–—]");

    /** @param capital whether it begins with a capital letter; {@code clause}: number of its clause in the sentence */
    record Word(String plain, boolean capital, int clause) {}

    /** @param question whether it ends with a question mark */
    record Sentence(List<Word> words, boolean question) {}

    static PlainText of(String text) {
        List<Sentence> sentences = new ArrayList<>();
        Matcher parts = SENTENCE.matcher(joined(text));
        while (parts.find()) {
            List<Word> words = words(parts.group());
            if (!words.isEmpty()) {
                sentences.add(new Sentence(words, parts.group().contains("?")));
            }
        }
        return new PlainText(sentences);
    }

    private static String joined(String text) {
        StringBuilder whole = new StringBuilder();
        for (String line : text.lines().map(String::strip).toList()) {
            boolean ends = line.isEmpty() || line.length() < SHORT_LINE;
            whole.append(line).append(ends ? " ; " : " ");
        }
        return whole.toString();
    }

    /** The words of a text that is one sentence. */
    static List<Word> words(String sentence) {
        List<Word> words = new ArrayList<>();
        Matcher found = WORD.matcher(sentence);
        int clause = 0;
        int end = 0;
        while (found.find()) {
            clause += (int) CLAUSE_END
                    .matcher(sentence.substring(end, found.start()))
                    .results()
                    .count();
            end = found.end();
            words.add(new Word(
                    plain(found.group()), Character.isUpperCase(found.group().codePointAt(0)), clause));
        }
        return words;
    }

    static List<String> plainWords(String text) {
        return words(text).stream().map(Word::plain).toList();
    }

    private static String plain(String word) {
        String lower = Normalizer.normalize(word, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue")
                .replace("ß", "ss");
        return Normalizer.normalize(lower, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }

    /** The same with each word as this says it. */
    PlainText with(UnaryOperator<String> reading) {
        return new PlainText(sentences.stream()
                .map(sentence -> new Sentence(read(sentence.words(), reading), sentence.question()))
                .toList());
    }

    static List<Word> read(List<Word> words, UnaryOperator<String> reading) {
        return words.stream()
                .map(word -> new Word(reading.apply(word.plain()), word.capital(), word.clause()))
                .toList();
    }

    int size() {
        return sentences.stream().mapToInt(sentence -> sentence.words().size()).sum();
    }
}
