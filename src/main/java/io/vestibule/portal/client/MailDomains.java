package io.vestibule.portal.client;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form of mail domains; asked by {@link Clients} before one is stored or looked for. */
final class MailDomains {

    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

    private MailDomains() {}

    /** The form domains are stored and compared in: lower case, ASCII, no leading at sign or final dot. */
    static String normalized(String domain) {
        String bare = domain.strip().toLowerCase(Locale.ROOT).replaceAll("^@|\\.$", "");
        try {
            return IDN.toASCII(bare);
        } catch (IllegalArgumentException e) {
            return bare; // not a domain name; the form check says so
        }
    }

    static boolean isDomain(String normalized) {
        return DOMAIN.matcher(normalized).matches();
    }
}
