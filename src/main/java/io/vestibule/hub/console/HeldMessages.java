package io.vestibule.hub.console;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.App;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.inbox.Dismissal;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.mail.Doubts;
import io.vestibule.hub.webhook.LinkDecisions;
import io.vestibule.platform.web.Notice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a person can decide about a held message, and doing it: for the lists of problems and the message's own page. */
@Component
class HeldMessages {

    /** All of an account that nobody set up wait under one key, whosever they are: no client can be the answer. */
    private static final String UNKNOWN_ACCOUNT = "unknown-account";

    private final Inbox inbox;
    private final InboxRows received;
    private final LinkDecisions links;
    private final Apps apps;
    private final ClientNames names;

    HeldMessages(Inbox inbox, InboxRows received, LinkDecisions links, Apps apps, ClientNames names) {
        this.inbox = inbox;
        this.received = received;
        this.links = links;
        this.apps = apps;
        this.names = names;
    }

    /**
     * @param assignable a client can be the answer
     * @param doubted it can be let in as it is
     * @param app under which a connection is missing, null when that isn't what is missing
     * @param waiting how many wait for the same answer, this one included
     */
    record Choice(
            boolean assignable, boolean doubted, @Nullable App app, long waiting) {}

    /** By the row's id; rows that wait for nobody have none. */
    Map<Long, Choice> choices(List<InboxRow> rows) {
        List<InboxRow> open =
                rows.stream().filter(row -> row.state() == InboxState.HELD).toList();
        Map<String, Long> waiting = received.waiting(open.stream()
                .map(InboxRow::holdKey)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        Map<Long, Choice> choices = new LinkedHashMap<>();
        open.forEach(row -> choices.put(row.id(), choice(row, waiting)));
        return choices;
    }

    private Choice choice(InboxRow row, Map<String, Long> waiting) {
        boolean assignable = !UNKNOWN_ACCOUNT.equals(row.reason());
        return new Choice(
                assignable,
                isDoubted(row),
                assignable ? null : apps.find(row.app()).orElse(null),
                row.holdKey() == null ? 1 : waiting.getOrDefault(row.holdKey(), 1L));
    }

    private static boolean isDoubted(InboxRow row) {
        return row.kind().equals("mail") && Doubts.isOne(row.reason());
    }

    /**
     * Names of the firm's clients by id, in their order; where only case tells them apart, or nothing, they carry their
     * id. None when the portal can't be asked.
     */
    Map<String, String> clients() {
        return toldApart(names.byId());
    }

    private static Map<String, String> toldApart(Map<String, String> names) {
        Map<String, Integer> called = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        names.values().forEach(name -> called.merge(name, 1, Integer::sum));
        Map<String, String> clients = new LinkedHashMap<>();
        names.forEach((id, name) -> {
            boolean alone = called.getOrDefault(name, 1) == 1;
            clients.put(id, alone ? name : name + " (" + id + ")");
        });
        return clients;
    }

    /** Does with the answer what is to be done, when it names a client. What to tell the person. */
    List<Notice> decide(ClientAnswer answer, String person, Function<Assignment, List<Notice>> step) {
        String typed = Words.orNull(answer.client());
        if (typed == null) {
            String id = Words.orNull(answer.clientId());
            return id == null ? Notice.problem("problems.choose-client") : step.apply(assignment(id, answer, person));
        }
        Optional<Map<String, String>> clients = names.asked().map(HeldMessages::toldApart);
        if (clients.isEmpty()) {
            return Notice.problem("problems.names-unknown");
        }
        return named(clients.get(), typed)
                .map(id -> step.apply(assignment(id, answer, person)))
                .orElseGet(() -> Notice.problem("problems.no-such-client", typed));
    }

    private static Assignment assignment(String client, ClientAnswer answer, String person) {
        return new Assignment(client, Words.orNull(answer.contactEmail()), person);
    }

    /** Id of the client that is called so on the pages. */
    private static Optional<String> named(Map<String, String> clients, String name) {
        return clients.entrySet().stream()
                .filter(client -> client.getValue().equalsIgnoreCase(name.strip()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Gives a message to a client; all that wait for the same answer go with it. What to tell the person. */
    List<Notice> assign(InboxRow row, Assignment answer) {
        if (UNKNOWN_ACCOUNT.equals(row.reason())) {
            return Notice.problem("problems.account-first");
        }
        String key = row.holdKey();
        if (row.state() != InboxState.HELD || key == null) {
            return told(inbox.assign(row.id(), answer) ? 1 : 0, "problems.assigned");
        }
        return LinkDecisions.linkOf(key)
                .map(link -> link(link, answer))
                .orElseGet(() -> told(inbox.release(key, answer), "problems.assigned"));
    }

    /** Lets in as it is what is still held for that doubt, with all that wait for the same answer. What to tell the person. */
    List<Notice> letIn(InboxRow row, String doubt, String person) {
        return told(isDoubted(row) ? inbox.letIn(row.id(), row.holdKey(), doubt, person) : 0, "problems.let-in");
    }

    /** Links a vendor's record that has no client; all that wait for it go on. What to tell the person. */
    List<Notice> link(Links.Key link, Assignment answer) {
        LinkDecisions.Decision decision = links.decide(link, null, new ClientId(answer.clientId()), answer.decidedBy());
        if (!decision.made()) {
            return Notice.problem("links.overtaken");
        }
        int released = inbox.release(LinkDecisions.holdKey(link), answer);
        List<String> refused = decision.refused();
        return refused.isEmpty()
                ? told(released, "problems.assigned")
                : Notice.problem("links.not-moved", refused.size(), refused.getFirst());
    }

    /** Lets in this one only; false when it is not held for that doubt any longer. */
    boolean letInAlone(InboxRow row, String doubt, String person) {
        return isDoubted(row) && inbox.letIn(row.id(), null, doubt, person) > 0;
    }

    /** Refuses this mail only; false when somebody else decided meanwhile. */
    boolean refuseAlone(InboxRow row, String person, @Nullable String why) {
        return inbox.dismiss(row.id(), Dismissal.refused(person, why));
    }

    /** A mail is refused, anything else is nothing of ours. @param all with everything that waits for the same answer */
    List<Notice> dismiss(InboxRow row, boolean all, String person, @Nullable String why) {
        String key = row.holdKey();
        boolean mail = row.kind().equals("mail");
        boolean refusedNow = mail && row.state() == InboxState.HELD;
        Dismissal how = mail ? Dismissal.refused(person, why) : Dismissal.notOurs(person, why);
        return told(
                all && key != null ? inbox.dismissAll(key, how) : inbox.dismiss(row.id(), how) ? 1 : 0,
                refusedNow ? "problems.refused" : "problems.dismissed");
    }

    private static List<Notice> told(int done, String key) {
        return done > 0 ? Notice.done(key, done) : Notice.problem("problems.no-longer-held");
    }
}
