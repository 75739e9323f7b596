package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.mail.GeneratedFirm.Conversation;
import io.vestibule.hub.mail.GeneratedMails.Trial;
import io.vestibule.hub.mail.mailbox.MailReceiver;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.mail.mailbox.ReceivedMails;
import io.vestibule.hub.mail.mailbox.ReplyAddresses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Among a thousand conversations no mail reaches a wrong client, nor a private request somebody who may not see it, by
 * whatever it tries. By chance; the seed is printed, and {@code -Dthreading.seed=...} repeats it.
 */
class MailThreadingSafetyTests extends MailTest {

    private static final Logger LOG = LoggerFactory.getLogger(MailThreadingSafetyTests.class);
    private static final Duration HANDLED = Duration.ofMinutes(3);

    @Autowired
    private Mailboxes known;

    @Autowired
    private ReplyKeys replyKeys;

    @Autowired
    private MailThreads threads;

    @Autowired
    private MailReceiver receiver;

    private final long seed = Long.getLong("threading.seed", new Random().nextLong());
    private final Random chance = new Random(seed);

    /** How a mail ended, by the inbox. */
    record Ended(
            String externalId,
            String state,
            @Nullable String clientId,
            @Nullable String objectId,
            @Nullable String reason) {}

    /** Who wrote where, by the portal. */
    record Written(String clientId, String requestId, String author) {}

    @Test
    void noMailReachesAWrongClientNorAPrivateRequestAWrongPerson() {
        LOG.info("Threading is tried with -Dthreading.seed={}", seed);
        String mailbox = mailbox(Map.of("receivingServers", GeneratedMails.SERVER));
        GeneratedFirm firm = new GeneratedFirm(portal, nameOf(mailbox), unique("c"), chance);
        firm.settle();
        Map<Conversation, String> keys = remember(firm, mailbox);
        GeneratedMails mails = new GeneratedMails(firm, mailbox, staff(), keys::get, chance);
        List<Trial> first = new ArrayList<>();
        List<Conversation> conversations = firm.conversations();
        Approach[] approaches = Approach.values();
        for (int i = 0; i < conversations.size(); i++) {
            first.add(mails.trial(approaches[i % approaches.length], conversations.get(i)));
        }
        receive(mailbox, first);
        // The true owners answer where others have planted the id that they refer to
        List<Trial> second = first.stream()
                .filter(trial -> trial.approach() == Approach.OTHER_CLIENT_REUSED_ID)
                .map(trial -> mails.answer(trial.target()))
                .toList();
        receive(mailbox, second);
        first.addAll(second);

        judge(firm, first, ended(mailbox));
        judge(firm, written(mailbox));
    }

    private Map<Conversation, String> remember(GeneratedFirm firm, String mailbox) {
        ReplyAddresses replies = known.find(nameOf(mailbox)).orElseThrow().replies();
        setConfidential(firm.conversations());
        return hubDatabase.inTransaction(() -> {
            Map<Conversation, String> keys = new HashMap<>();
            for (Conversation one : firm.conversations()) {
                String requester = one.requester().email();
                threads.received(one.theirs(), one.id(), requester);
                threads.received(one.ours(), one.id(), requester);
                String key = replyKeys.keysFor(one.id(), requester).reply();
                keys.put(one, replies.with(key).orElseThrow());
            }
            return keys;
        });
    }

    private void setConfidential(List<Conversation> conversations) {
        portalDatabase
                .sql("update portal.request set private = true where id = any(:ids::uuid[])")
                .param(
                        "ids",
                        conversations.stream()
                                .filter(Conversation::confidential)
                                .map(one -> one.id().value())
                                .toArray(String[]::new))
                .update();
    }

    private void receive(String mailbox, List<Trial> trials) {
        ReceivedMails received = new ReceivedMails(receiver);
        hubDatabase.inTransaction(() -> trials.forEach(
                trial -> received.store(nameOf(mailbox), trial.mail().bytes())));
        await().atMost(HANDLED)
                .until(() -> hubDatabase
                        .sql("select not exists (select from hub.inbox_message where app = :app and is_open)")
                        .param("app", nameOf(mailbox))
                        .query(Boolean.class)
                        .single());
    }

    private Map<String, Ended> ended(String mailbox) {
        return hubDatabase
                .sql("select external_id, state, client_id, object_id, reason from hub.inbox_message where app = :app")
                .param("app", nameOf(mailbox))
                .query(Ended.class)
                .list()
                .stream()
                .collect(Collectors.toMap(Ended::externalId, Function.identity()));
    }

    private List<Written> written(String mailbox) {
        return portalDatabase
                .sql("""
                        select r.client_id::text as client_id, r.id::text as request_id, e.by_email as author
                        from portal.entry e join portal.request r on r.id = e.request_id
                        where r.origin_account = :mailbox and e.by_email is not null
                        """)
                .param("mailbox", nameOf(mailbox))
                .query(Written.class)
                .list();
    }

    /** @param reached the conversation it became part of, null when none of them */
    private record Judged(Trial trial, Ended end, @Nullable Conversation reached) {

        boolean isIn(Conversation wanted) {
            return wanted.equals(reached);
        }

        boolean isHeld() {
            return end.state().equals("HELD");
        }

        String outcome() {
            return reached == null
                    ? end.state().equals("APPLIED") ? "a new request" : end.state() + " " + end.reason()
                    : isIn(trial.target()) ? "its conversation" : "another conversation";
        }
    }

    private void judge(GeneratedFirm firm, List<Trial> trials, Map<String, Ended> ends) {
        Map<String, Conversation> byId = byId(firm);
        List<Judged> all = trials.stream()
                .map(trial -> {
                    Ended end = Objects.requireNonNull(ends.get(trial.externalId()), trial.toString());
                    return new Judged(trial, end, byId.get(end.objectId()));
                })
                .toList();
        Map<Approach, Map<String, Long>> table = all.stream()
                .collect(Collectors.groupingBy(
                        one -> one.trial().approach(),
                        () -> new EnumMap<>(Approach.class),
                        Collectors.groupingBy(Judged::outcome, Collectors.counting())));
        LOG.info("Of {} mails: {}", all.size(), table);

        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(found(
                        all, one -> isWrongClient(firm, author(one), one.end().clientId())))
                .as("wrong client, seed %d", seed)
                .isEmpty();
        softly.assertThat(found(all, one -> isWrongPerson(firm, author(one), one.reached())))
                .as("wrong person, seed %d", seed)
                .isEmpty();
        softly.assertThat(found(all, one -> firm.homes(author(one)).isEmpty() && !one.isHeld()))
                .as("not held, seed %d", seed)
                .isEmpty();
        softly.assertThat(found(
                        all,
                        one -> one.trial().approach().isHonest()
                                && !one.isIn(one.trial().target())))
                .as("answers that did not arrive, seed %d", seed)
                .isEmpty();
        softly.assertThat(table.keySet()).containsExactly(Approach.values());
        softly.assertAll();
    }

    private static String author(Judged one) {
        return one.trial().author();
    }

    private void judge(GeneratedFirm firm, List<Written> entries) {
        Map<String, Conversation> byId = byId(firm);
        assertThat(entries).hasSizeGreaterThan(GeneratedFirm.CONVERSATIONS);
        assertThat(entries)
                .as("entries by somebody of another client, seed %d", seed)
                .noneMatch(entry -> isWrongClient(firm, entry.author(), entry.clientId()));
        assertThat(entries)
                .as("entries by somebody who may not write there, seed %d", seed)
                .noneMatch(entry -> isWrongPerson(firm, entry.author(), byId.get(entry.requestId())));
    }

    private static Map<String, Conversation> byId(GeneratedFirm firm) {
        return firm.conversations().stream()
                .collect(Collectors.toMap(one -> one.id().value(), Function.identity()));
    }

    private static List<Trial> found(List<Judged> all, Predicate<Judged> wrong) {
        return all.stream().filter(wrong).map(Judged::trial).toList();
    }

    private static boolean isWrongClient(GeneratedFirm firm, String author, @Nullable String client) {
        return client != null && !firm.homes(author).contains(new ClientId(client));
    }

    private static boolean isWrongPerson(GeneratedFirm firm, String author, @Nullable Conversation conversation) {
        return conversation != null && !firm.mayWrite(author, conversation);
    }
}
