package io.vestibule.hub.mail.status;

import io.vestibule.hub.mail.status.PlainText.Sentence;
import io.vestibule.hub.mail.status.PlainText.Word;
import io.vestibule.hub.mail.status.StatusCheck.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a text in one language: greeting and goodbye are taken off, and of the rest every word must be covered by a phrase
 * or be an ordinary one, and every question must be one for the status.
 */
final class LanguageReader {

    private static final int MOST_NAMES = 3;
    private static final Pattern FIGURES = Pattern.compile("\\d|@|https?:|(?m)^\\s*>");

    private final StatusWords language;
    private final Closing closing;

    LanguageReader(StatusWords language) {
        this.language = language;
        this.closing = new Closing(language);
    }

    /** @param subject empty when it says nothing of its own */
    Reading read(String subject, String text, int mostWords) {
        String written = closing.without(text);
        PlainText plain = plain(written);
        List<Sentence> sentences = new ArrayList<>(plain(subject).sentences());
        int first = sentences.size();
        sentences.addAll(plain.sentences());
        if (sentences.stream().noneMatch(this::asks)) {
            return new Reading.Other("");
        }
        if (FIGURES.matcher(subject + "\n" + written).find()) {
            return new Reading.Other("it holds figures, an address or quoted lines");
        }
        if (plain.size() > mostWords) {
            return new Reading.Other("it is long");
        }
        for (int i = 0; i < sentences.size(); i++) {
            String objection = objection(sentences.get(i), i == first);
            if (!objection.isEmpty()) {
                return new Reading.Other(objection);
            }
        }
        return new Reading.Asks(language.language());
    }

    boolean asks(PlainText text) {
        for (Sentence sentence : text.sentences()) {
            if (asks(sentence.with(language::meant))) {
                return true;
            }
        }
        return false;
    }

    private PlainText plain(String text) {
        return PlainText.of(text).with(language::meant);
    }

    private boolean asks(Sentence sentence) {
        for (int i = 0; i < sentence.words().size(); i++) {
            if (asksFrom(i, sentence)) {
                return true;
            }
        }
        return false;
    }

    private boolean asksFrom(int place, Sentence sentence) {
        for (Phrase phrase : language.askingFrom(sentence.words().get(place).plain())) {
            if (phrase.beginsAt(place, sentence)) {
                return true;
            }
        }
        return false;
    }

    /** What else is in the sentence; empty when nothing. */
    private String objection(Sentence sentence, boolean first) {
        if (sentence.question() && !asks(sentence)) {
            return "it asks something else, too";
        }
        boolean[] covered = new boolean[sentence.words().size()];
        if (first) {
            greeted(sentence).forEach(place -> covered[place] = true);
        }
        Stream.of(language.closings(), language.asks(), language.says())
                .flatMap(List::stream)
                .flatMap(phrase -> places(phrase, sentence).stream())
                .forEach(place -> covered[place] = true);
        for (int i = 0; i < covered.length; i++) {
            String word = sentence.words().get(i).plain();
            if (!covered[i] && !language.words().contains(word)) {
                return "it says \"" + word + "\"";
            }
        }
        return "";
    }

    private static List<Integer> places(Phrase phrase, Sentence sentence) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < sentence.words().size(); i++) {
            places.addAll(phrase.at(i, sentence));
        }
        return places;
    }

    /** The words of greeting at the beginning and the names behind them. */
    private List<Integer> greeted(Sentence sentence) {
        List<Integer> places = new ArrayList<>();
        language.greetings().forEach(phrase -> places.addAll(phrase.at(0, sentence)));
        if (places.isEmpty()) {
            return places;
        }
        List<Word> words = sentence.words();
        int clause = words.getFirst().clause();
        int names = 0;
        for (int i = 0; i < words.size() && words.get(i).clause() == clause; i++) {
            Word word = words.get(i);
            boolean name =
                    !places.contains(i) && word.capital() && !language.words().contains(word.plain());
            if (name && names < MOST_NAMES) {
                names++;
                places.add(i);
            }
        }
        return places;
    }
}
