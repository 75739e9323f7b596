package io.vestibule.scenario;

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
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.Requests;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** The firm's people in the portal and what they do there: an owner of requests, who is an Internal Admin. */
final class FirmPeople {

    static final String OWNER = "owner@firm.example";
    static final String PASSWORD = "a-password-of-tests";
    static final String TEAM = "Accounts";
    private static final Access TEST = Access.system("test");

    private final ApplicationContext context;
    private final Person owner;

    FirmPeople(ApplicationContext context) {
        this.context = context;
        this.owner = invited(new Invitation(null, "Olga Owner", OWNER, Role.INTERNAL_ADMIN, true));
        context.getBean("portalDatabase", Database.class)
                .sql("update portal.person set password_hash = :hash where id = :id")
                .param(
                        "hash",
                        PasswordEncoderFactories.createDelegatingPasswordEncoder()
                                .encode(PASSWORD))
                .param("id", owner.id())
                .update();
    }

    UUID client(String name, String domain, String email) {
        var clients = context.getBean(Clients.class);
        var outcome = clients.create(TEST, new ClientChange(name, List.of(domain), owner.id(), false, TEAM, null));
        applied(outcome);
        var id = clients.withDomain(TEST, domain).map(Client::id).orElseThrow();
        invited(new Invitation(id, "Tom Client", email, Role.CLIENT_ADMIN, true));
        return id;
    }

    /** One more person of the client; answers with the address. */
    String contact(UUID client, String email, Role role) {
        invited(new Invitation(client, "Ann Colleague", email, role, false));
        return email;
    }

    /** The owner makes the request private. */
    void makePrivate(UUID request) {
        applied(context.getBean(Requests.class).setConfidential(Access.of(owner), request, true));
    }

    /** The owner writes on the request's page. */
    void comment(UUID request, Visibility visibility, String text) {
        var comment = new Comment(
                Party.of(owner),
                visibility,
                text,
                null,
                List.of(),
                Channel.PORTAL,
                context.getBean(Clock.class).instant());
        applied(context.getBean(Requests.class).comment(Access.of(owner), request, comment, Cause.PORTAL));
    }

    /** The owner sets a status on the request's page. */
    void changeStatus(UUID request, RequestStatus status) {
        applied(context.getBean(Requests.class).changeStatus(Access.of(owner), request, status, Cause.PORTAL));
    }

    private static void applied(Outcome outcome) {
        if (!(outcome instanceof Outcome.Applied)) {
            throw new AssertionError("Not applied: " + outcome);
        }
    }

    private Person invited(Invitation invitation) {
        return switch (context.getBean(People.class).invite(TEST, invitation)) {
            case PersonChange.Changed made -> made.person();
            case PersonChange.Refused no -> throw new AssertionError(invitation.email() + ": " + no.reason());
        };
    }
}
