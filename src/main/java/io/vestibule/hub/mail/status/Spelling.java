package io.vestibule.hub.mail.status;

/** Forgives one slip of the finger: a letter too many, too few, another one, or two in the wrong order. */
final class Spelling {

    /** In shorter words one letter makes another word. */
    static final int SHORTEST = 5;

    private Spelling() {}

    /** Whether this is the word with one slip. The first letter is as it is meant. */
    static boolean isNear(String word, String written) {
        int shorter = Math.min(word.length(), written.length());
        if (shorter < SHORTEST || Math.abs(word.length() - written.length()) > 1) {
            return false;
        }
        int start = 0;
        while (start < shorter && word.charAt(start) == written.charAt(start)) {
            start++;
        }
        return start > 0 && isOneSlip(word, written, start);
    }

    /** @param at where the two differ first */
    private static boolean isOneSlip(String word, String other, int at) {
        return word.length() == other.length()
                ? isSameFrom(word, at + 1, other, at + 1) || isSwapped(word, other, at)
                : isSameFrom(word, at + 1, other, at) || isSameFrom(word, at, other, at + 1);
    }

    private static boolean isSwapped(String word, String other, int at) {
        return word.length() > at + 1
                && word.charAt(at) == other.charAt(at + 1)
                && word.charAt(at + 1) == other.charAt(at)
                && isSameFrom(word, at + 2, other, at + 2);
    }

    private static boolean isSameFrom(String word, int from, String other, int otherFrom) {
        int left = Math.max(0, word.length() - from);
        return left == Math.max(0, other.length() - otherFrom)
                && (left == 0 || word.regionMatches(from, other, otherFrom, left));
    }
}
