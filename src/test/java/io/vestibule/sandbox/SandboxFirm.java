package io.vestibule.sandbox;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Invitation;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.access.PersonChange;
import io.vestibule.portal.client.Client;
import io.vestibule.portal.client.ClientChange;
import io.vestibule.portal.client.Clients;
import io.vestibule.sandbox.SandboxWorld.Company;
import io.vestibule.sandbox.SandboxWorld.Insider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.stereotype.Component;

/** The firm's people and clients in the portal: made once, found again at the next start. */
@Component
class SandboxFirm {

    private static final Access SEED = Access.system("sandbox");

    private final People people;
    private final Clients clients;
    private final Database portalDatabase;

    SandboxFirm(People people, Clients clients, Database portalDatabase) {
        this.people = people;
        this.clients = clients;
        this.portalDatabase = portalDatabase;
    }

    /** Ids of the clients by name. */
    Map<String, UUID> seed() {
        insider(SandboxWorld.ADMIN, Role.INTERNAL_ADMIN);
        var contributor = insider(SandboxWorld.CONTRIBUTOR, Role.INTERNAL_CONTRIBUTOR);
        var ids = new LinkedHashMap<String, UUID>();
        SandboxWorld.COMPANIES.forEach(company -> ids.put(company.name(), client(company, contributor)));
        return ids;
    }

    private UUID insider(Insider insider, Role role) {
        var known =
                people.withEmail(SEED, insider.email()).stream().map(Person::id).findFirst();
        return known.orElseGet(() -> {
            var id = invited(new Invitation(null, insider.name(), insider.email(), role, true));
            portalDatabase
                    .sql("update portal.person set password_hash = :hash where id = :id")
                    .param(
                            "hash",
                            PasswordEncoderFactories.createDelegatingPasswordEncoder()
                                    .encode(SandboxWorld.PASSWORD))
                    .param("id", id)
                    .update();
            return id;
        });
    }

    private UUID client(Company company, UUID owner) {
        var known = clients.withDomain(SEED, company.domain()).map(Client::id);
        return known.orElseGet(() -> {
            clients.create(
                    SEED,
                    new ClientChange(company.name(), List.of(company.domain()), owner, false, company.team(), null));
            var id = clients.withDomain(SEED, company.domain())
                    .map(Client::id)
                    .orElseThrow(() -> new IllegalStateException("Client " + company.name() + " was refused"));
            invited(new Invitation(id, company.person(), company.email(), company.role(), company.billing()));
            return id;
        });
    }

    private UUID invited(Invitation invitation) {
        return switch (people.invite(SEED, invitation)) {
            case PersonChange.Changed made -> made.person().id();
            case PersonChange.Refused no -> throw new IllegalStateException(invitation.email() + ": " + no.reason());
        };
    }
}
