package io.vestibule.portal.access;

import io.vestibule.platform.database.Database;
import java.net.IDN;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Under whose mail domain an address lies. Addresses come in the form of {@link People#normalized}. */
@Component
class ClientDomains {

    private final Database portalDatabase;

    ClientDomains(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /**
     * Under a domain of another client, or one above or below it, that is not the client's own. Mail from such an
     * address would count for this client, or wait for a person each time.
     */
    boolean isOfAnother(@Nullable UUID client, String email) {
        return !isOf(client, email)
                && portalDatabase
                        .sql("""
                                select exists (select from portal.client_domain
                                    where client_id is distinct from :client
                                      and (domain = :domain or right(:domain, length(domain) + 1) = '.' || domain
                                          or right(domain, length(:domain) + 1) = '.' || :domain))
                                """)
                        .param("domain", domain(email))
                        .param("client", client)
                        .query(Boolean.class)
                        .single();
    }

    boolean isOf(@Nullable UUID client, String email) {
        return portalDatabase
                .sql("select exists (select from portal.client_domain where domain = :domain and client_id = :client)")
                .param("domain", domain(email))
                .param("client", client)
                .query(Boolean.class)
                .single();
    }

    private static String domain(String email) {
        return ascii(email.substring(email.lastIndexOf('@') + 1));
    }

    /** Domains of clients are stored in this form. */
    private static String ascii(String domain) {
        try {
            return IDN.toASCII(domain);
        } catch (IllegalArgumentException e) {
            return domain;
        }
    }
}
