package io.vestibule.platform.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Domains of providers where anybody can have an address: they never say which client somebody belongs to, and no client
 * can have one of its own there.
 */
public final class FreeMail {

    private static final String LIST = "/mail/free-mail-domains.txt";
    private static final Set<String> DOMAINS = read();

    private FreeMail() {}

    /** Also for what lies below such a domain; in lower case and ASCII. */
    public static boolean has(String domain) {
        for (String part = domain; part.contains("."); part = part.substring(part.indexOf('.') + 1)) {
            if (DOMAINS.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> read() {
        try (InputStream list = FreeMail.class.getResourceAsStream(LIST)) {
            if (list == null) {
                throw new IllegalStateException("The list of free-mail domains is missing: " + LIST);
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
