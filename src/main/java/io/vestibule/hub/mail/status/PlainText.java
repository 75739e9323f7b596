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

    private static final char LAST_OF_ASCII = 127;

    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}]*");
    private static final Pattern SENTENCE = Pattern.compile("[^.?!;…]+[.?!;…]*");
    private static final String CLAUSE_ENDS = ",:()-–—";

    /** @param capital whether it begins with a capital letter; {@code clause}: number of its clause in the sentence */
    record Word(String plain, boolean capital, int clause) {}

    /** @param question whether it ends with a question mark */
    record Sentence(List<Word> words, boolean question) {

        Sentence with(UnaryOperator<String> reading) {
            return new Sentence(read(words, reading), question);
        }
    }

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
            for (int at = end; at < found.start(); at++) {
                clause += CLAUSE_ENDS.indexOf(sentence.charAt(at)) < 0 ? 0 : 1;
            }
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
        if (isPlain(word)) {
            return word.toLowerCase(Locale.ROOT);
        }
        String lower = Normalizer.normalize(word, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue")
                .replace("ß", "ss");
        return Normalizer.normalize(lower, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }

    /** Whether no letter of it is one of those that have marks or are written with two others. */
    private static boolean isPlain(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) > LAST_OF_ASCII) {
                return false;
            }
        }
        return true;
    }

    /** The same with each word as this says it. */
    PlainText with(UnaryOperator<String> reading) {
        return new PlainText(
                sentences.stream().map(sentence -> sentence.with(reading)).toList());
    }

    static List<Word> read(List<Word> words, UnaryOperator<String> reading) {
        List<Word> read = new ArrayList<>(words.size());
        for (Word word : words) {
            read.add(new Word(reading.apply(word.plain()), word.capital(), word.clause()));
        }
        return read;
    }

    int size() {
        return sentences.stream().mapToInt(sentence -> sentence.words().size()).sum();
    }
}
