package io.vestibule.portal.support;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Invitation;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.client.ClientChange;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.InvoiceFacts;
import io.vestibule.portal.contract.InvoiceStatus;
import io.vestibule.portal.contract.Money;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.RequestDraft;
import io.vestibule.portal.contract.Resource;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.NewRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Clients, people and drafts for tests of the portal's stores. */
public final class Firm {

    public static final Access HUB = Access.peer("hub");
    public static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");

    private static final Access TEST = Access.system("test");

    private final Clients clients;
    private final People people;

    public Firm(Clients clients, People people) {
        this.clients = clients;
        this.people = people;
    }

    public UUID client(String name) {
        return id(clients.create(TEST, new ClientChange(name, null, null, false, "Tax", "tax@firm.example")));
    }

    /** @param client null for the firm's own people */
    public Access person(@Nullable UUID client, Role role) {
        return person(client, role, false);
    }

    public Access person(@Nullable UUID client, Role role, boolean billing) {
        String email = UUID.randomUUID() + "@people.example";
        return Access.of(changed(people.invite(TEST, new Invitation(client, "Person", email, role, billing))));
    }

    /** Known by the client's domain only. */
    public Access stranger(UUID client) {
        return Access.of(changed(people.know(TEST, client, "", UUID.randomUUID() + "@people.example", false)));
    }

    public Person person(Access access) {
        return people.find(TEST, Objects.requireNonNull(access.personId())).orElseThrow();
    }

    public static NewRequest request(UUID client) {
        return request(client, null, false);
    }

    public static NewRequest request(UUID client, @Nullable Party requester, boolean confidential) {
        RequestDraft draft = new RequestDraft(
                "VAT return", "Please help", null, requester, List.of(), List.of(), Channel.PORTAL, null, null);
        return new NewRequest(client, draft, confidential);
    }

    public static Comment comment(Visibility visibility) {
        return comment(Party.system("nobody"), visibility);
    }

    public static Comment comment(Party author, Visibility visibility) {
        return new Comment(author, visibility, "Some words", null, List.of(), Channel.PORTAL, MORNING);
    }

    public static InvoiceFacts facts(String number, String due, Instant updatedAt) {
        return facts(number, due, InvoiceStatus.OPEN, updatedAt);
    }

    public static InvoiceFacts facts(String number, String due, InvoiceStatus status, Instant updatedAt) {
        Money total = new Money(new BigDecimal("100.00"), "EUR");
        Money open = new Money(new BigDecimal(due), "EUR");
        return new InvoiceFacts(number, status, total, open, null, null, null, null, "Xero", null, updatedAt);
    }

    public static Cause from(String account, String id) {
        return new Cause(Party.system(account), new ExternalId(account, id), null, null);
    }

    public static Resource applied(Outcome outcome) {
        if (outcome instanceof Applied applied) {
            return applied.resource();
        }
        throw new AssertionError("Expected applied, got " + outcome);
    }

    public static UUID id(Outcome outcome) {
        return UUID.fromString(applied(outcome).id());
    }

    private static Person changed(Object change) {
        if (change instanceof Changed changed) {
            return changed.person();
        }
        throw new AssertionError("Expected a person, got " + change);
    }
}
