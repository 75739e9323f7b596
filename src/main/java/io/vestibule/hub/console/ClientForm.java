package io.vestibule.hub.console;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.PersonId;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.platform.web.FormErrors;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client as the form has it; every field as typed. Domains stand one a line. The version is that
 * of the client the form was filled from.
 */
record ClientForm(
        @Nullable String name,
        @Nullable String domains,
        @Nullable String ownerId,
        @Nullable String team,
        @Nullable String teamAddress,
        @Nullable String language,
        @Nullable String mailContent,
        @Nullable Long version) {

    private static final Pattern DOMAIN = Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>\"]{1,64}@[^@\\s<>\"]{1,255}");
    private static final int LONGEST_NAME = 200;

    static ClientForm empty() {
        return new ClientForm(null, null, null, null, null, null, null, null);
    }

    static ClientForm of(ClientView client) {
        PersonView owner = client.defaultOwner();
        return new ClientForm(
                client.name(),
                String.join("\n", client.domains()),
                owner == null ? null : owner.id(),
                client.team(),
                client.teamAddress(),
                client.language(),
                client.mailContent(),
                client.version());
    }

    /** As typed, but knowing what the client looks like now: saving it again means it. */
    ClientForm over(ClientView client) {
        return new ClientForm(name, domains, ownerId, team, teamAddress, language, mailContent, client.version());
    }

    FormErrors check() {
        FormErrors errors = new FormErrors();
        String typedName = Words.orNull(name);
        if (typedName == null || typedName.length() > LONGEST_NAME) {
            errors.add("name", "clients.error.name");
        }
        domainList().stream()
                .filter(domain -> !DOMAIN.matcher(domain).matches())
                .forEach(domain -> errors.add("domains", "clients.error.domain", domain));
        String address = Words.orNull(teamAddress);
        if (address != null && !isAddress(address)) {
            errors.add("teamAddress", "clients.error.address", address);
        }
        return errors;
    }

    static boolean isAddress(String typed) {
        return ADDRESS.matcher(typed).matches();
    }

    /** An empty field empties: a client without a team has the team "", one without an owner nobody. */
    UpsertClient command(@Nullable ClientId id) {
        String owner = Words.orNull(ownerId);
        return new UpsertClient(
                id,
                Words.orNull(name),
                domainList(),
                owner == null ? PersonId.NOBODY : new PersonId(owner),
                Objects.requireNonNullElse(Words.orNull(team), ""),
                Objects.requireNonNullElse(Words.orNull(teamAddress), ""),
                Objects.requireNonNullElse(Words.orNull(language), ""),
                Objects.requireNonNullElse(Words.orNull(mailContent), ""));
    }

    private List<String> domainList() {
        return Arrays.stream(Objects.requireNonNullElse(domains, "").split("[\\s,]+"))
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .filter(domain -> !domain.isBlank())
                .distinct()
                .toList();
    }
}
