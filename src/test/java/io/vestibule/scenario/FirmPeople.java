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
import io.vestibule.portal.contract.RequestDraft;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.NewRequest;
import io.vestibule.portal.request.Relocation;
import io.vestibule.portal.request.RequestEntry;
import io.vestibule.portal.request.Requests;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /** The owner lets the person with this address take part, or no longer. */
    void letTakePart(UUID request, String email, boolean takesPart) {
        var requests = context.getBean(Requests.class);
        var person =
                context.getBean(People.class).withEmail(TEST, email).getFirst().id();
        applied(
                takesPart
                        ? requests.addParticipant(Access.of(owner), request, person)
                        : requests.removeParticipant(Access.of(owner), request, person));
    }

    /** The owner opens a request for the client. */
    UUID open(UUID client, String subject) {
        var draft = new RequestDraft(subject, "words", null, null, List.of(), List.of(), Channel.PORTAL, null, null);
        var outcome = context.getBean(Requests.class)
                .open(Access.of(owner), new NewRequest(client, draft, false), Cause.PORTAL);
        applied(outcome);
        return UUID.fromString(((Outcome.Applied) outcome).resource().id());
    }

    /** The owner moves what says these words to another request of the client. */
    void move(UUID from, String words, String number) {
        relocate(from, words, new Relocation.Goal.Other(number));
    }

    /** The owner makes a request of what says these words; gives its id. */
    UUID split(UUID from, String words, String subject) {
        return relocate(from, words, new Relocation.Goal.Fresh(subject, null));
    }

    /** The owner lets a whole request go on as another one. */
    void merge(UUID from, String number) {
        relocate(from, "", new Relocation.Goal.Merge(number));
    }

    void undoMerge(UUID from) {
        var requests = context.getBean(Requests.class);
        var version =
                requests.find(Access.of(owner), from).orElseThrow().state().version();
        applied(requests.undoMerge(Access.of(owner), from, version));
    }

    private UUID relocate(UUID from, String words, Relocation.Goal goal) {
        var requests = context.getBean(Requests.class);
        var marked = requests.timeline(Access.of(owner), from).stream()
                .filter(entry -> words.equals(entry.text()))
                .map(RequestEntry::id)
                .collect(Collectors.toSet());
        var version =
                requests.find(Access.of(owner), from).orElseThrow().state().version();
        var outcome = requests.relocate(Access.of(owner), from, new Relocation(goal, marked, version, Set.of()));
        applied(outcome);
        return UUID.fromString(((Outcome.Applied) outcome).resource().id());
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
