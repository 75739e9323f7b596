package io.vestibule.hub.mail.status;

/** Forgives one slip of the finger: a letter too many, too few, another one, or two in the wrong order. */
final class Spelling {

    /** In shorter words one letter makes another word. */
    private static final int SHORTEST = 5;

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
        return start > 0 && isOneSlip(word.substring(start), written.substring(start));
    }

    /** Of what differs from its first letter on. */
    private static boolean isOneSlip(String rest, String other) {
        return rest.length() == other.length()
                ? after(rest, 1).equals(after(other, 1)) || isSwapped(rest, other)
                : after(rest, 1).equals(other) || after(other, 1).equals(rest);
    }

    private static boolean isSwapped(String rest, String other) {
        return rest.length() > 1
                && rest.charAt(0) == other.charAt(1)
                && rest.charAt(1) == other.charAt(0)
                && after(rest, 2).equals(after(other, 2));
    }

    private static String after(String text, int letters) {
        return text.substring(Math.min(letters, text.length()));
    }
}
