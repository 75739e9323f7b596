package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalCommand.OpenRequest;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertContact;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Clients, their people and conversations, made by chance; and, apart from the product's own rules, who of them may write
 * where.
 */
final class GeneratedFirm {

    static final int CLIENTS = 20;
    static final int CONVERSATIONS = 1_000;

    private static final int IN_ONE_CALL = 100;
    private static final int CONFIDENTIAL_PERCENT = 40;
    private static final List<String> SUBJECTS =
            List.of("Invoice", "Question", "VAT return", "Payroll", "Contract", "Hello");

    /** Somebody known at exactly one client. {@code admitted}: sees more there than own requests */
    record Person(String email, ClientId client, String role, boolean admitted) {

        boolean isAdmin() {
            return role.equals("client-admin");
        }

        boolean writes() {
            return !role.equals("viewer");
        }
    }

    /** An open request; {@code theirs} and {@code ours}: Message-IDs of its mails. */
    record Conversation(
            RequestId id,
            String number,
            String subject,
            Person requester,
            boolean confidential,
            String theirs,
            String ours) {}

    private final PortalGateway portal;
    private final String mailbox;
    private final String word;
    private final Random chance;
    private final List<ClientId> clients = new ArrayList<>();
    private final Map<String, Person> people = new HashMap<>();
    private final List<String> nobodys = new ArrayList<>();
    private final List<Conversation> conversations = new ArrayList<>();

    /** @param word in all names; {@code mailbox}: name of the connection that the conversations came by */
    GeneratedFirm(PortalGateway portal, String mailbox, String word, Random chance) {
        this.portal = portal;
        this.mailbox = mailbox;
        this.word = word;
        this.chance = chance;
    }

    /** Puts all of it into the portal. */
    void settle() {
        List<Envelope> openings = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            UpsertClient client = new UpsertClient(
                    null, word + i, List.of(domain(i)), null, "Team", "team-" + word + "@firm.example");
            openings.add(Envelope.of(word + ".client" + i, client));
        }
        carryOut(openings).forEach(client -> clients.add(new ClientId(client.id())));
        List<Envelope> contacts = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            known("admin@" + domain(i), i, "client-admin", true);
            known("ann@" + domain(i), i, "client-member", true);
            known("bob@" + domain(i), i, "client-member", true);
            known("cy." + word + i + "@gmail.com", i, "client-member", true);
            known("new@" + domain(i), i, "client-member", false);
            known("viewer@" + domain(i), i, "viewer", true);
            shared("shared." + word + i + "@gmail.com", i, contacts);
            nobodys.add("abroad" + i + "@" + domain(i + 1));
            contacts.add(contact("abroad" + i + "@" + domain(i + 1), clients.get(i), "client-member", true));
        }
        people.values().forEach(one -> contacts.add(contact(one.email(), one.client(), one.role(), one.admitted())));
        carryOut(contacts);
        open();
    }

    String domain(int client) {
        return word + client % CLIENTS + ".example";
    }

    private void known(String email, int client, String role, boolean admitted) {
        people.put(email, new Person(email, clients.get(client), role, admitted));
    }

    private void shared(String email, int client, List<Envelope> contacts) {
        nobodys.add(email);
        contacts.add(contact(email, clients.get(client), "client-member", true));
        contacts.add(contact(email, clients.get((client + 1) % CLIENTS), "client-member", true));
    }

    private Envelope contact(String email, ClientId client, String role, boolean admitted) {
        String key = word + "." + email + "." + client.value();
        return Envelope.of(key, new UpsertContact(client, email, email, role, admitted));
    }

    private void open() {
        List<Person> requesters = people.values().stream()
                .filter(Person::writes)
                .sorted((one, other) -> one.email().compareTo(other.email()))
                .toList();
        List<Envelope> openings = new ArrayList<>();
        List<Person> askers = new ArrayList<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            Person asker = requesters.get(chance.nextInt(requesters.size()));
            askers.add(asker);
            Party party = Party.contact(asker.email(), asker.email());
            RequestDraft draft =
                    new RequestDraft(subject(i), "Words", null, party, List.of(), List.of(), Channel.EMAIL, null, null);
            openings.add(Envelope.of(word + ".open" + i, new OpenRequest(asker.client(), draft))
                    .from(new ExternalId(mailbox, word + "-" + i), null));
        }
        List<Resource> opened = carryOut(openings);
        for (int i = 0; i < CONVERSATIONS; i++) {
            conversations.add(new Conversation(
                    new RequestId(opened.get(i).id()),
                    opened.get(i).number(),
                    subject(i),
                    askers.get(i),
                    chance.nextInt(100) < CONFIDENTIAL_PERCENT,
                    word + "-theirs-" + i + "@mail.example",
                    word + "-ours-" + i + "@firm.example"));
        }
    }

    private static String subject(int conversation) {
        return SUBJECTS.get(conversation % SUBJECTS.size());
    }

    private List<Resource> carryOut(List<Envelope> commands) {
        List<Resource> done = new ArrayList<>();
        for (int from = 0; from < commands.size(); from += IN_ONE_CALL) {
            portal.execute(commands.subList(from, Math.min(commands.size(), from + IN_ONE_CALL))).stream()
                    .map(answer -> ((Answer.Applied) answer).resource())
                    .forEach(done::add);
        }
        return done;
    }

    List<Conversation> conversations() {
        return conversations;
    }

    /** Addresses at two clients, or at one client in the domain of another. */
    List<String> nobodys() {
        return nobodys;
    }

    /** Anybody of the conversation's client, or of another one, who fits. */
    List<Person> people(Conversation conversation, boolean sameClient) {
        return people.values().stream()
                .filter(one -> one.client().equals(conversation.requester().client()) == sameClient)
                .sorted((one, other) -> one.email().compareTo(other.email()))
                .toList();
    }

    /** The clients for which a mail of this author may count; none = a person has to decide. */
    Set<ClientId> homes(String author) {
        Person known = people.get(author);
        if (known != null) {
            return known.writes() ? Set.of(known.client()) : Set.of();
        }
        int at = author.indexOf('@');
        for (int i = 0; i < CLIENTS && !nobodys.contains(author); i++) {
            if (author.substring(at + 1).equals(domain(i))) {
                return Set.of(clients.get(i));
            }
        }
        return Set.of();
    }

    boolean mayWrite(String author, Conversation conversation) {
        if (author.equals(conversation.requester().email())) {
            return true;
        }
        Person known = people.get(author);
        return known != null
                && known.writes()
                && known.admitted()
                && known.client().equals(conversation.requester().client())
                && (known.isAdmin() || !conversation.confidential());
    }
}
