package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.mail.quarantine.Quarantine;
import io.vestibule.hub.mail.quarantine.QuarantineDigest;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.TestMail;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What people do about held mails, and what becomes of those that nobody looks at. */
class QuarantineTests extends MailTest {

    private static final String ENCRYPTED = "-----BEGIN PGP MESSAGE-----\n\nhQEMA3x\n-----END PGP MESSAGE-----";

    @Autowired
    private MailEvidence evidence;

    @Autowired
    private AllowedSenders allowed;

    @Autowired
    private Quarantine quarantine;

    @Autowired
    private QuarantineDigest digest;

    @Autowired
    private ApplicationContext context;

    @Test
    void aMailThatIsLetInIsTakenWithoutSayingWhoseItIs() {
        String mailbox = mailbox();
        ClientId client = client(unique("acme") + ".example");
        String writer = contact(client, unique("tom") + "@mail.example");
        TestMail first = TestMail.from(writer).to(mailbox).subject("One").text("First");
        send(first);
        requestOf(ended(mailbox, first.messageId()));
        send(again(first, mailbox, writer, "Second"));
        InboxRow row = await().atMost(SOON)
                .until(() -> ended(mailbox, first.messageId()), last -> last.state() == InboxState.HELD);

        assertThat(letIn(row)).isOne();

        assertThat(requestOf(endedAgain(row)).state().clientId()).isEqualTo(client);
        assertThat(evidence.of(row.id())).contains("Olga let it in all the same (message id reused).");
        assertThat(inbox.replay(row.id(), "Olga")).isEqualTo(Inbox.Replay.DONE);
        assertThat(endedAgain(row).state()).isEqualTo(InboxState.APPLIED);
    }

    @Test
    void whatIsLetInForOneDoubtIsStillHeldForEveryOther() {
        String mailbox = mailbox(Map.of("receivingServers", "mx.firm.example"));
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        TestMail forged = TestMail.from(writer)
                .to(mailbox)
                .header("Authentication-Results", "mx.firm.example; dmarc=fail")
                .text(ENCRYPTED);
        TestMail strange =
                TestMail.from(unique("stranger") + "@mail.example").to(mailbox).text(ENCRYPTED);
        send(forged);
        send(strange);
        List<InboxRow> held = List.of(ended(mailbox, forged.messageId()), ended(mailbox, strange.messageId()));
        assertThat(held).extracting(InboxRow::reason).containsOnly("encrypted");

        held.forEach(this::letIn);

        assertThat(held.stream().map(this::endedAgain))
                .extracting(InboxRow::reason)
                .containsExactly("not-genuine", "unknown-sender");
    }

    @Test
    void mailsOfAnAllowedSenderAreTakenButNeverOnesThatAreNotGenuine() {
        String mailbox = mailbox(Map.of("receivingServers", "mx.firm.example"));
        String writer = contact(client(unique("acme") + ".example"), unique("scan") + "@mail.example");
        TestMail first = TestMail.from(writer).to(mailbox).subject("One").text("First");
        send(first);
        requestOf(ended(mailbox, first.messageId()));
        send(again(first, mailbox, writer, "Second"));
        InboxRow row = await().atMost(SOON)
                .until(() -> ended(mailbox, first.messageId()), last -> last.state() == InboxState.HELD);
        Browser admin = pages(Role.INTERNAL_ADMIN);
        assertThat(admin.get("/console/messages/received/" + row.id()).text()).contains("from now on all of " + writer);

        Map<String, String> answer = Map.of("message", "" + row.id(), "doubt", "message-id-reused", "sender", writer);
        admin.post("/console/quarantine/allowed", answer);

        requestOf(endedAgain(row));
        send(again(first, mailbox, writer, "Third"));
        InboxRow third =
                await().atMost(SOON).until(() -> ended(mailbox, first.messageId()), last -> last.id() > row.id());
        requestOf(third);
        assertThat(evidence.of(third.id())).anyMatch(line -> line.contains("taken here all the same"));
        send(again(first, mailbox, writer, "Fourth").header("Authentication-Results", "mx.firm.example; dmarc=fail"));
        InboxRow forged =
                await().atMost(SOON).until(() -> ended(mailbox, first.messageId()), last -> last.id() > third.id());
        assertThat(forged.reason()).isEqualTo("not-genuine");
        assertThat(admin.get("/console/quarantine/allowed").text()).contains(writer);
    }

    @Test
    void theListOfAllowedSendersTakesNoDoubtAboutWhoWroteAMail() {
        assertThatThrownBy(() -> allowed.allow("help", "tom@mail.example", "not-genuine", "Olga"))
                .isInstanceOf(IllegalArgumentException.class);
        String mailbox = unique("help");
        assertThat(allowed.allow(mailbox, "tom@mail.example", "burst", "Olga")).isTrue();
        assertThat(allowed.allow(mailbox, "tom@mail.example", "burst", "Ann")).isFalse();
        AllowedSenders.Allowed one = allowed.list(500).stream()
                .filter(each -> each.mailbox().equals(mailbox))
                .findFirst()
                .orElseThrow();
        assertThat(allowed.remove(one.id(), "Ann")).isTrue();
        assertThat(allowed.remove(one.id(), "Ann")).isFalse();
        assertThat(allowed.allow(mailbox, "tom@mail.example", "burst", "Ann")).isTrue();
    }

    @Test
    void chosenMailsAreRefusedTogetherAndAskForNobodyAnyMore() {
        String mailbox = mailbox();
        InboxRow one = heldOfAStranger(mailbox, "Cheap loans");
        InboxRow other = heldOfAStranger(mailbox, "Cheaper loans");
        InboxRow kept = heldOfAStranger(mailbox, "A question");
        String list = "/console/quarantine?cause=unknown-sender&mailbox=" + nameOf(mailbox);
        assertThat(pages(Role.INTERNAL_CONTRIBUTOR).get(list).text())
                .contains("stranger")
                .doesNotContain("Cheap loans");
        Browser admin = pages(Role.INTERNAL_ADMIN);
        assertThat(admin.get(list).text()).contains("Cheap loans", "Cheaper loans", "A question");

        String chosen = "%d:unknown-sender,%d:unknown-sender,%d:burst".formatted(one.id(), other.id(), kept.id());
        // No page shows more than 25
        String tooMany = chosen + ",0:none".repeat(23);
        admin.post("/console/quarantine/decisions", Map.of("mail", tooMany, "why", "Spam", "verdict", "refuse"));
        assertThat(now(one).state()).isEqualTo(InboxState.HELD);
        assertThat(admin.get(list).text()).contains("more than 25 mails were chosen");
        admin.post("/console/quarantine/decisions", Map.of("mail", chosen, "why", "Spam", "verdict", "refuse"));

        assertThat(List.of(now(one), now(other)))
                .allMatch(row -> row.state() == InboxState.REFUSED && "refused-here".equals(row.reason()))
                .allMatch(row -> "Spam".equals(row.detail()));
        assertThat(now(kept).state()).isEqualTo(InboxState.HELD);
        assertThat(admin.get("/console/problems?owner=all&state=refused").html().select("#message-" + one.id()))
                .isEmpty();
        assertThat(admin.get("/console/messages/received/" + one.id()).html().select("#decide"))
                .isEmpty();
    }

    @Test
    void aHeldMailShowsItsWordsToAdminsAsTextOnly() {
        String mailbox = mailbox();
        TestMail mail = TestMail.from(unique("stranger") + "@mail.example")
                .to(mailbox)
                .subject("Look")
                .text("Hello <script>alert(1)</script> there");
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        String page = "/console/messages/received/" + row.id();

        Browser.Page shown = pages(Role.INTERNAL_ADMIN).get(page);

        assertThat(shown.html().select("#mail-words ~ .v-text").text())
                .isEqualTo("Hello <script>alert(1)</script> there");
        assertThat(shown.text()).contains("Refused unless somebody decides");
        assertThat(pages(Role.INTERNAL_CONTRIBUTOR).get(page).html().select("#mail-words"))
                .isEmpty();
    }

    @Test
    void whatNobodyDecidesAboutIsRefusedInTimeAndCanBeHandledAgain() {
        String mailbox = mailbox();
        InboxRow old = heldOfAStranger(mailbox, "Old");
        InboxRow fresh = heldOfAStranger(mailbox, "Fresh");
        age(old, 15);
        age(fresh, 13);

        quarantine.expire();

        assertThat(now(old).state()).isEqualTo(InboxState.REFUSED);
        assertThat(now(old).reason()).isEqualTo("expired");
        assertThat(now(fresh).state()).isEqualTo(InboxState.HELD);
        assertThat(inbox.replay(old.id(), "Olga")).isEqualTo(Inbox.Replay.DONE);
        assertThat(endedAgain(old).reason()).isEqualTo("unknown-sender");
    }

    @Test
    void theAdminsAreToldOnceADayWhatIsNewOrEndsSoonAndNothingOfTheMails() {
        String admin = admin();
        InboxRow row = heldOfAStranger(mailbox(), "Confidential matter");
        hubDatabase.sql("delete from hub.quarantine_digest").update();

        digest.run();
        digest.run();

        assertThat(told(admin))
                .singleElement()
                .satisfies(body -> assertThat(body)
                        .contains("nobody known writes from this address", "/console/quarantine")
                        .doesNotContain("Confidential", "stranger"));
        anotherDay();
        digest.run();
        assertThat(told(admin)).hasSize(1);
        age(row, 12);
        digest.run();
        assertThat(told(admin)).hasSize(2);
    }

    /** The last digest was yesterday, nothing came since, and nothing ends soon, also of other tests. */
    private void anotherDay() {
        hubDatabase
                .sql(
                        "update hub.inbox_message set changed_at = clock_timestamp() where kind = 'mail' and state = 'HELD'")
                .update();
        hubDatabase
                .sql("update hub.outbox_message set source = source || 'y' where source like 'quarantine:%'")
                .update();
        hubDatabase
                .sql("update hub.quarantine_digest set day = day - 1, told_at = clock_timestamp()")
                .update();
    }

    private List<String> told(String admin) {
        return hubDatabase
                .sql("select body from hub.outbox_message where source like 'quarantine:%' and target = :admin")
                .param("admin", admin)
                .query(String.class)
                .list();
    }

    private void age(InboxRow row, int days) {
        hubDatabase
                .sql(
                        "update hub.inbox_message set changed_at = changed_at - make_interval(days => :days) where id = :id")
                .param("days", days)
                .param("id", row.id())
                .update();
    }

    private InboxRow heldOfAStranger(String mailbox, String subject) {
        TestMail mail = TestMail.from(unique("stranger") + "@mail.example")
                .to(mailbox)
                .subject(subject)
                .text("Hello");
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        assertThat(row.reason()).isEqualTo("unknown-sender");
        return row;
    }

    private TestMail again(TestMail first, String mailbox, String writer, String text) {
        return TestMail.from(writer)
                .to(mailbox)
                .header("Message-ID", first.messageId())
                .subject(text)
                .text(text);
    }

    private Browser pages(Role role) {
        Cast cast = new Cast(context, browser());
        return cast.signIn(cast.person(null, role));
    }

    private InboxRow now(InboxRow row) {
        return rows.find(row.id()).orElseThrow();
    }

    private int letIn(InboxRow row) {
        return inbox.letIn(row.id(), row.holdKey(), Objects.requireNonNull(row.reason()), "Olga");
    }

    private InboxRow endedAgain(InboxRow row) {
        return await().atMost(SOON).until(() -> rows.find(row.id()).orElseThrow(), now -> !now.open());
    }
}
