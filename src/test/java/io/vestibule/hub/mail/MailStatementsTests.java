package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.platform.database.CountedStatements;
import io.vestibule.support.TestMail;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the hub itself notes of each mail, and in how many statements. */
class MailStatementsTests extends MailTest {

    private final String writer = unique("tom") + "@mail.example";

    private CountedStatements counted() {
        return new CountedStatements(hubDatabase);
    }

    private InboxRow handled() {
        String mailbox = mailbox();
        contact(client(unique("acme") + ".example"), writer);
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Question").text("Words");
        send(mail);
        return ended(mailbox, mail.messageId());
    }

    @Test
    void aNewMailIsRegisteredWithOneAndAKnownOneIsFound() {
        CountedStatements statements = counted();
        InboxRow row = handled();
        MailIdentities identities = new MailIdentities(statements.database());
        MailIdentities.Mail mail = mail(row, row.id());
        assertThat(identities.register(mail)).isEmpty();
        hubDatabase
                .sql("delete from hub.mail_message where inbox_id = ?")
                .param(row.id())
                .update();

        assertThat(statements.during(() -> assertThat(identities.register(mail)).isEmpty()))
                .isEqualTo(1);
        assertThat(identities.register(mail(row, row.id() + 1)))
                .map(MailIdentities.Known::inboxId)
                .contains(row.id());
    }

    private MailIdentities.Mail mail(InboxRow row, long inboxId) {
        return new MailIdentities.Mail(inboxId, row.app(), "id@mail.example", row.externalId(), writer, null);
    }

    @Test
    void itsEvidenceIsReplacedWithOneAndKeepsItsOrder() {
        CountedStatements statements = counted();
        InboxRow row = handled();
        MailEvidence evidence = new MailEvidence(statements.database());

        assertThat(statements.during(() -> evidence.store(row.id(), List.of("c", "a", "b"))))
                .isEqualTo(1);
        assertThat(evidence.of(row.id())).containsExactly("c", "a", "b");
        evidence.store(row.id(), List.of());
        assertThat(evidence.of(row.id())).isEmpty();
    }

    @Test
    void whereItLiesIsNotedWithOneThatAlsoTakesAMarkFromItsWriter() {
        CountedStatements statements = counted();
        InboxRow row = handled();
        MailFiling filing = new MailFiling(statements.database());
        UndeliverableAddresses undeliverable = new UndeliverableAddresses(hubDatabase);
        undeliverable.mark(writer, "no such user");
        RequestId request = new RequestId(unique("request"));
        MailFiling.Filed named = new MailFiling.Filed(row.id(), unique("id"), writer, false);
        assertThat(filing.file(named, request)).isFalse();
        assertThat(undeliverable.has(writer)).isTrue();
        MailFiling.Filed written = new MailFiling.Filed(row.id(), unique("id"), writer, true);

        assertThat(statements.during(
                        () -> assertThat(filing.file(written, request)).isTrue()))
                .isEqualTo(1);
        assertThat(undeliverable.has(writer)).isFalse();
        assertThat(new MailThreads(hubDatabase).requestsOf(List.of(written.messageId())))
                .containsExactly(request);
        assertThat(new MailIdentities(hubDatabase).byExternalId(row.externalId()))
                .map(MailIdentities.Known::requestId)
                .contains(request.value());
    }
}
