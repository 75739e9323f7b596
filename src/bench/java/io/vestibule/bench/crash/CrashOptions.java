package io.vestibule.bench.crash;

import java.util.Arrays;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param hubKills how often the hub is killed alone
 * @param otherKills how often the database is killed alone, and again how often both
 * @param twins whether two hubs on one database are tried, too
 * @param fullDisk whether instead of all that a disk runs full
 * @param seed of everything that is random
 */
record CrashOptions(int hubKills, int otherKills, boolean twins, boolean fullDisk, long seed) {

    static final String USAGE = """
            src/bench/crash [--kills N] [--short] [--seed S] [--install] | --full-disk
              --kills   how often the hub is killed, then the database, then both; 100 each unless told
              --short   as in CI: the hub three times, the database once, both once, and no second hub
              --full-disk  nobody is killed, a real disk runs full; needs root
              --seed    the random moments of an earlier run, as it printed them
              --install  installs Dovecot if it is missing (Debian)
            """;

    static CrashOptions parse(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        boolean shortCut = words.contains("--short");
        int kills = Integer.parseInt(value(words, "--kills", shortCut ? "3" : "100"));
        long seed = Long.parseLong(value(words, "--seed", Long.toString(System.nanoTime() % 1_000_000)));
        return new CrashOptions(kills, shortCut ? 1 : kills, !shortCut, words.contains("--full-disk"), seed);
    }

    private static String value(List<String> words, String name, String otherwise) {
        int at = words.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 == words.size()) {
            throw new IllegalArgumentException(name + " needs a value.\n" + USAGE);
        }
        return words.get(at + 1);
    }
}
