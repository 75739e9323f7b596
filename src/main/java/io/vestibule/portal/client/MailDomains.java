package io.vestibule.portal.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Knows which mail domains can be a client's own: well formed, and not of a provider where anybody can have an address.
 * Asked by {@link Clients} before a domain is stored.
 */
final class MailDomains {

    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
    private static final String FREE_MAIL_LIST = "/mail/free-mail-domains.txt";
    private static final Set<String> FREE_MAIL = read();

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

    /** The provider's domain and everything below it. */
    static boolean isFreeMail(String normalized) {
        for (String part = normalized; part.contains("."); part = part.substring(part.indexOf('.') + 1)) {
            if (FREE_MAIL.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> read() {
        try (InputStream list = MailDomains.class.getResourceAsStream(FREE_MAIL_LIST)) {
            if (list == null) {
                throw new IllegalStateException("The list of free-mail domains is missing: " + FREE_MAIL_LIST);
            }
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("The list of free-mail domains can't be read", e);
        }
    }
}
