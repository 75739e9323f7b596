package io.vestibule.bench;

import io.vestibule.bench.load.Answers;
import java.util.BitSet;
import java.util.Set;

/** Which of the ledger's numbered webhooks were acknowledged, over all phases of a run. */
final class Tally {

    private final BitSet taken = new BitSet();
    private int others;

    /** @param first number of the phase's first webhook */
    void add(int first, Answers answers) {
        answers.taken().stream().forEach(index -> taken.set(first + index));
        others += answers.others().values().stream().mapToInt(count -> count).sum();
    }

    int count() {
        return taken.cardinality();
    }

    /** Answers other than 2xx, and connections that broke. */
    int others() {
        return others;
    }

    /** How many were acknowledged and are not among these. */
    long missing(Set<String> externalIds) {
        return taken.stream()
                .filter(number -> !externalIds.contains(LedgerNews.externalId(number)))
                .count();
    }
}
