package io.vestibule.hub.mail.status;

import io.vestibule.hub.mail.status.PlainText.Sentence;
import io.vestibule.hub.mail.status.PlainText.Word;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Words that stand together, as a line of a language's file says it: {@code a|b} for one of these, {@code ..} for up to
 * four others, {@code ?} at the end for a sentence that asks.
 */
record Phrase(List<Set<String>> steps, boolean question) {

    private static final int MOST_BETWEEN = 4;
    private static final String GAP = "..";
    private static final String ASKS = "?";

    static Phrase of(String line) {
        List<String> parts = Arrays.asList(line.strip().split("\\s+"));
        List<Set<String>> steps = parts.stream()
                .filter(part -> !part.equals(ASKS))
                .map(part -> part.equals(GAP) ? Set.<String>of() : oneOf(part))
                .toList();
        return new Phrase(steps, parts.contains(ASKS));
    }

    private static Set<String> oneOf(String part) {
        return Arrays.stream(part.split("\\|")).collect(Collectors.toUnmodifiableSet());
    }

    /** Words of which one stands first wherever the phrase does. */
    Set<String> beginnings() {
        return steps.get(firstWord());
    }

    /** Whether its own words begin at this place of the sentence. */
    boolean beginsAt(int place, Sentence sentence) {
        return (!question || sentence.question()) && stands(sentence.words(), place, firstWord());
    }

    private int firstWord() {
        int step = 0;
        while (steps.get(step).isEmpty()) {
            step++;
        }
        return step;
    }

    private boolean stands(List<Word> words, int place, int step) {
        if (step == steps.size()) {
            return true;
        }
        Set<String> wanted = steps.get(step);
        if (!wanted.isEmpty()) {
            return place < words.size()
                    && wanted.contains(words.get(place).plain())
                    && stands(words, place + 1, step + 1);
        }
        for (int next = place; next <= place + MOST_BETWEEN; next++) {
            if (stands(words, next, step + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Places of its own words in the sentence when it begins at this one, in every way; empty when it does not. */
    SortedSet<Integer> at(int place, Sentence sentence) {
        SortedSet<Integer> places = new TreeSet<>();
        if (!question || sentence.question()) {
            boolean unused = collect(sentence.words(), place, 0, places);
        }
        return places;
    }

    private boolean collect(List<Word> words, int place, int step, Set<Integer> places) {
        if (step == steps.size()) {
            return true;
        }
        Set<String> wanted = steps.get(step);
        if (wanted.isEmpty()) {
            return behindGap(words, place, step + 1, places);
        }
        boolean here = place < words.size()
                && wanted.contains(words.get(place).plain())
                && collect(words, place + 1, step + 1, places);
        if (here) {
            places.add(place);
        }
        return here;
    }

    private boolean behindGap(List<Word> words, int place, int step, Set<Integer> places) {
        boolean found = false;
        for (int next = place; next <= place + MOST_BETWEEN; next++) {
            found |= collect(words, next, step, places);
        }
        return found;
    }
}
