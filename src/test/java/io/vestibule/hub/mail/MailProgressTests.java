package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.mail.mailbox.MailboxWatches;
import io.vestibule.hub.outbox.Troubles;
import io.vestibule.support.MailProgram;
import io.vestibule.support.TestMail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("mailbox")
class MailProgressTests extends MailTest {

    @Autowired
    private MailboxWatches watches;

    @Autowired
    private Troubles troubles;

    @Autowired
    private CamelContext camel;

    @Test
    void fetchesEachMailFromTheServerOnceAlthoughItStaysThere() {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Question").text("Words");
        send(mail);
        InboxRow received = ended(mailbox, mail.messageId());

        // Several polls, of which none may bring it again.
        await().during(Duration.ofSeconds(4))
                .atMost(SOON)
                .until(() -> rows.find(received.id()).orElseThrow().duplicates() == 0);
    }

    @Test
    void manyThatWaitAreStoredTogetherAsTheServerHasThemAndTakenOnce() {
        String mailbox = mailboxNobodyReads();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        List<TestMail> mails = IntStream.range(0, 12)
                .mapToObj(i -> TestMail.from(writer)
                        .to(mailbox)
                        .subject("Question " + i)
                        .header("X-Folded", "one\r\n\ttwo")
                        .text("Words " + i))
                .toList();
        mails.get(5).attach("large.txt", "text/plain", "large ".repeat(60_000).getBytes(StandardCharsets.UTF_8));
        mails.forEach(this::send);

        connect(mailbox, null, Map.of());

        try (MailProgram person = new MailProgram(MAILS.imapPort(), mailbox, "secret")) {
            for (TestMail mail : mails) {
                InboxRow row = ended(mailbox, mail.messageId());
                assertThat(stored(row)).isEqualTo(person.bytes("INBOX", mail.messageId()));
                assertThat(row.duplicates()).isZero();
            }
        }
        assertThat(hubDatabase
                        .sql("select count(distinct xmin::text) from hub.payload where app = ?")
                        .param(nameOf(mailbox))
                        .query(Integer.class)
                        .single())
                .as("commits: the small ones before the large one, that one, and those behind it")
                .isLessThanOrEqualTo(4);
    }

    private byte[] stored(InboxRow row) {
        return hubDatabase
                .sql("select p.bytes from hub.payload p join hub.inbox_message m on m.payload_id = p.id where m.id = ?")
                .param(row.id())
                .query(byte[].class)
                .single();
    }

    @Test
    void readsAMailboxOverPop3AndTakesEachMailOnceAlthoughItStaysThere() {
        String mailbox = mailbox(Map.of("protocol", "pop3", "imapPort", String.valueOf(MAILS.pop3Port())));
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Question").text("Words\n.\n..end");
        send(mail);
        InboxRow received = ended(mailbox, mail.messageId());
        TestMail second = TestMail.from(writer).to(mailbox).subject("Another").text("Words");
        send(second);

        assertThat(requestOf(received).text()).isEqualTo("Words\n.\n..end");
        assertThat(requestOf(ended(mailbox, second.messageId())).state().subject())
                .isEqualTo("Another");
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> rows.find(received.id()).orElseThrow().duplicates() == 0);
    }

    @Test
    void whatAPersonMarkedAsDeletedStaysAtTheServerWhenItIsNoLongerRead() {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Question").text("Words");
        send(mail);
        ended(mailbox, mail.messageId());

        try (MailProgram person = programOf(mailbox)) {
            person.markDeleted("INBOX", mail.messageId());
            connections.enable(nameOf(mailbox), false, "test");
            await().atMost(SOON).until(() -> camel.getRoute("receive-mail-" + nameOf(mailbox)) == null);

            assertThat(person.count("INBOX")).isEqualTo(1);
        }
    }

    @Test
    void aMailboxThatCantBeReadForTenMinutesIsATroubleThatNamesWhatCameBack() {
        String mailbox = mailbox(Map.of("imapPassword", "mistyped"));
        String name = nameOf(mailbox);
        await().atMost(SOON)
                .until(() -> watches.find(name).filter(watch -> watch.failingSince() != null), Optional::isPresent);
        assertThat(troubles.all()).noneMatch(trouble -> trouble.subject().equals(name));

        hubDatabase.sql("""
                        update hub.mailbox_watch set failing_since = failing_since - interval '11 minutes'
                        where connection = ?
                        """).param(name).update();

        assertThat(troubles.all())
                .filteredOn(trouble -> trouble.subject().equals(name))
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.text())
                        .contains(mailbox, "refused the sign-in", "Connections > " + name)
                        .doesNotContain("mistyped")
                        .doesNotContainPattern("[0-9]T[0-9]"));
        assertThat(connections.find(name).orElseThrow().problem()).isNull();
    }
}
