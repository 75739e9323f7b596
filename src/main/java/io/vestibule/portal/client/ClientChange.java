package io.vestibule.portal.client;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed at a client. Null leaves a thing as it is; a list replaces the whole list; a blank team or team
 * address removes it, and a blank language or content of mails is the firm's again.
 *
 * @param withoutOwner removes the default owner
 */
public record ClientChange(
        @Nullable String name,
        @Nullable List<String> domains,
        @Nullable UUID defaultOwner,
        boolean withoutOwner,
        @Nullable String team,
        @Nullable String teamAddress,
        @Nullable String language,
        @Nullable String mailContent) {

    /** Leaves the mails as they are. */
    public ClientChange(
            @Nullable String name,
            @Nullable List<String> domains,
            @Nullable UUID defaultOwner,
            boolean withoutOwner,
            @Nullable String team,
            @Nullable String teamAddress) {
        this(name, domains, defaultOwner, withoutOwner, team, teamAddress, null, null);
    }
}
