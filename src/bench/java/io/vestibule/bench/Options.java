package io.vestibule.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was asked for on the command line.
 *
 * @param parts numbers of those to run
 * @param profile whether hubs under load record where their time goes
 */
record Options(boolean shortCut, Set<Integer> parts, boolean profile, Sizes sizes) {

    static final String USAGE = """
            src/bench/run [--short] [--part 1,2,...] [--profile] [--scale F] [--old-rows N] [--backlog N] [--install]
              --short      the two-minute cut: checks that nothing is lost or doubled
              --part       only these parts
              --profile    the hub records a JFR file per phase under load, in target/bench
              --scale      all numbers times this, for slower machines
              --old-rows   rows that are there before part 4 measures
              --backlog    webhooks that wait when part 2 measures how fast they are worked off
              --install    fetches pgbench into target/bench and installs Dovecot, what of them is missing (Debian)
            """;

    static Options parse(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        Sizes sizes = (words.contains("--short") ? Sizes.shortCut() : Sizes.full())
                .scaled(Double.parseDouble(value(words, "--scale", "1")));
        Set<Integer> parts = new TreeSet<>();
        for (String part : value(words, "--part", "1,2,3,4,5,6,7").split(",")) {
            parts.add(Integer.parseInt(part.strip()));
        }
        Sizes wanted = sizes.withOldRows(Integer.parseInt(value(words, "--old-rows", "" + sizes.oldRows())))
                .withBacklog(Integer.parseInt(value(words, "--backlog", "" + sizes.backlog())));
        return new Options(words.contains("--short"), parts, words.contains("--profile"), wanted);
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
