package io.vestibule.hub.mail.proof;

import java.io.IOException;
import java.util.List;

/** Where the public keys of domains are found. */
@FunctionalInterface
public interface DkimKeys {

    /**
     * The key records of that name; empty when the domain has none.
     *
     * @param name e.g. {@code sel._domainkey.acme.example}
     * @throws IOException when nobody can say within the time limit
     */
    List<String> records(String name) throws IOException;
}
