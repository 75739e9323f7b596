package io.vestibule.hub.mail.proof;

import java.net.IDN;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Domains that a hurried reader takes for another: written with letters of other alphabets that look the same, with digits
 * for letters, or one slip of the keyboard away. Small on purpose; a table of all of Unicode would be 15 MB for a mark.
 */
public final class LookAlikes {

    /** Below it, one letter more or less makes another honest name. */
    private static final int SHORTEST = 5;

    private static final Map<Character, String> LOOKS = looks("""
            аa ɑa αa еe єe εe оo οo σo օo øo рp ρp сc ςc уy γy ʏy хx χx іi ιi ıi јj ѕs ԁd đd һh հh нh ӏl łl
            кk κk мm тt τt вb ԛq ԝw ɡg νv υu սu ηn пn
            """);

    private LookAlikes() {}

    private static Map<Character, String> looks(String rows) {
        Map<Character, String> looks = new HashMap<>();
        for (String row : rows.strip().split("\\s+")) {
            String plain = row.substring(row.length() - 1);
            row.chars().limit(row.length() - 1L).forEach(sign -> looks.put((char) sign, plain));
        }
        return Map.copyOf(looks);
    }

    /** Whether the one can be taken for the other; a domain is never its own. Both as they stand in addresses. */
    public static boolean confusable(String domain, String known) {
        String one = MailDomains.registered(domain);
        String other = MailDomains.registered(known);
        if (one.equals(other)) {
            return false;
        }
        String mine = skeleton(one);
        String theirs = skeleton(other);
        return mine.equals(theirs) || (label(theirs).length() >= SHORTEST && oneSlip(mine, theirs));
    }

    private static String label(String domain) {
        int dot = domain.indexOf('.');
        return dot < 0 ? domain : domain.substring(0, dot);
    }

    /** How it looks: what looks the same has one form. */
    static String skeleton(String domain) {
        String shown = IDN.toUnicode(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        StringBuilder plain = new StringBuilder();
        Normalizer.normalize(shown, Normalizer.Form.NFKD)
                .chars()
                .filter(sign -> Character.getType(sign) != Character.NON_SPACING_MARK)
                .forEach(sign -> plain.append(LOOKS.getOrDefault((char) sign, String.valueOf((char) sign))));
        return plain.toString()
                .replace("rn", "m")
                .replace("vv", "w")
                .replace("cl", "d")
                .replace('0', 'o')
                .replace('1', 'l')
                .replace('i', 'l')
                .replace('5', 's')
                .replace('3', 'e');
    }

    /** One sign more, less or other, or two neighbours swapped. */
    private static boolean oneSlip(String one, String other) {
        if (Math.abs(one.length() - other.length()) > 1) {
            return false;
        }
        int same = 0;
        int shorter = Math.min(one.length(), other.length());
        while (same < shorter && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        String rest = one.substring(same);
        String otherRest = other.substring(same);
        return tail(rest, 1).equals(tail(otherRest, 1))
                || tail(rest, 1).equals(otherRest)
                || rest.equals(tail(otherRest, 1))
                || swapped(rest, otherRest);
    }

    private static boolean swapped(String one, String other) {
        return one.length() > 1
                && other.length() > 1
                && one.charAt(0) == other.charAt(1)
                && one.charAt(1) == other.charAt(0)
                && tail(one, 2).equals(tail(other, 2));
    }

    private static String tail(String text, int from) {
        return text.substring(Math.min(from, text.length()));
    }
}
