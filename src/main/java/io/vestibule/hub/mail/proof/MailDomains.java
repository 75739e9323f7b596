package io.vestibule.hub.mail.proof;

import java.net.IDN;
import java.util.Locale;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/** Which domains belong to one owner, by the public suffix list that the HTTP client carries. */
public final class MailDomains {

    private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

    private MailDomains() {}

    /** Relaxed alignment: both are the same domain, or below the same registered one (RFC 7489, 3.1). */
    public static boolean aligned(String one, String other) {
        return !one.isEmpty() && registered(one).equals(registered(other));
    }

    /** The part of a domain that somebody registered: {@code acme.co.uk} of {@code mail.acme.co.uk}. */
    public static String registered(String domain) {
        String name = ascii(domain.strip().toLowerCase(Locale.ROOT).replaceAll("\\.$", ""));
        String root = SUFFIXES.getDomainRoot(name);
        if (root == null) {
            return name;
        }
        // An end the list doesn't know counts as one that people register under.
        return root.indexOf('.') >= 0 ? root : lastTwo(name);
    }

    /** As name servers know it; what is no name of theirs stays as it is. */
    private static String ascii(String name) {
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException tooLong) {
            return name;
        }
    }

    private static String lastTwo(String name) {
        int last = name.lastIndexOf('.');
        return last <= 0 ? name : name.substring(name.lastIndexOf('.', last - 1) + 1);
    }
}
