package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.support.TestMail;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Walk 1: an email becomes a request, and the conversation goes on by mail. */
@Tag("mailbox")
class MailWalkTests extends MailTest {

    @Test
    void aMailOfAContactBecomesARequestAndIsAcknowledgedOnce() throws Exception {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        TestMail mail = TestMail.from("Tom Client <" + writer + ">")
                .to(mailbox)
                .subject("Größe des Büros")
                .text("How large is it?\n\nTom")
                .attach("plan.txt", "text/plain", "the plan".getBytes(StandardCharsets.UTF_8));
        send(mail);

        RequestView request = requestOf(ended(mailbox, mail.messageId()));

        assertThat(request.state().subject()).isEqualTo("Größe des Büros");
        assertThat(request.text()).isEqualTo("How large is it?\n\nTom");
        assertThat(Objects.requireNonNull(request.state().requester()).email()).isEqualTo(writer);
        MimeMessage answer = mailsTo(writer, 1).getFirst();
        assertThat(header(answer, "Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(header(answer, "In-Reply-To")).isEqualTo(mail.messageId());
        assertThat(answer.getSubject()).isEqualTo("[" + request.state().number() + "] Größe des Büros");
        assertThat(text(answer)).contains(request.state().number()).contains("/portal/requests/");
        await().during(Duration.ofSeconds(3))
                .atMost(SOON)
                .until(() -> MAILS.mailsOf(writer).size() == 1);
    }

    @Test
    void whatIsKeptOfAMailThatBecameARequestIsNotedInOneCommit() {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Question").text("Words");
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());

        assertThat(commits(
                        "hub.mail_message where inbox_id = %d and request_id is not null".formatted(row.id()),
                        "IN",
                        writer))
                .isEqualTo(Map.of("rows", 2L, "commits", 1L));
    }

    @Test
    void aMailThatLeavesIsNotedInItsConversationWithTheCommitThatLetsItGo() {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        send(TestMail.from(writer).to(mailbox).subject("Question").text("Words"));
        mailsTo(writer, 1);

        assertThat(commits("hub.mail_sent where address = '%s'".formatted(writer), "OUT", writer))
                .isEqualTo(Map.of("rows", 2L, "commits", 1L));
    }

    /** By which transactions these rows and those of the conversation were written. */
    private Map<String, Object> commits(String rows, String direction, String address) {
        return hubDatabase
                .sql("""
                        select count(*) rows, count(distinct commit) commits from (
                            select xmin::text commit from %s
                            union all
                            select xmin::text from hub.mail_thread where direction = :direction and address = :address) noted
                        """.formatted(rows))
                .param("direction", direction)
                .param("address", address)
                .query()
                .singleRow();
    }

    @Test
    void theFirstMailOfANewcomerIsTheSameCommandAfterAKill() {
        String mailbox = mailbox();
        String domain = unique("acme") + ".example";
        client(domain);
        TestMail mail =
                TestMail.from("tom@" + domain).to(mailbox).subject("Question").text("First words");
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        hubDatabase
                .sql("update hub.inbox_message set state = 'RECEIVED', due_at = now() where id = ?")
                .param(row.id())
                .update();

        await().atMost(SOON).until(() -> !ended(mailbox, mail.messageId()).open());
        assertThat(ended(mailbox, mail.messageId()).state()).isEqualTo(InboxState.APPLIED);
    }

    @Test
    void aReplyWithOnlyInReplyToBecomesACommentWithoutTheQuotedText() throws Exception {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        TestMail first = TestMail.from(writer).to(mailbox).subject("Question").text("First words");
        send(first);
        RequestView request = requestOf(ended(mailbox, first.messageId()));
        MimeMessage acknowledgement = mailsTo(writer, 1).getFirst();
        TestMail reply = TestMail.from(writer)
                .to(mailbox)
                .subject("Something else")
                .header("In-Reply-To", header(acknowledgement, "Message-ID"))
                .text("Second words\n\nOn Tue, 3 Mar 2026 at 10:00, Firm <x@firm.example> wrote:\n> " + "We have it");
        send(reply);

        InboxRow row = ended(mailbox, reply.messageId());

        assertThat(requestOf(row).state().id()).isEqualTo(request.state().id());
        assertThat(row.result()).contains("comment added");
        assertThat(lastComment(request)).isEqualTo("Second words");
    }

    @Test
    void aReplyWithOnlyReferencesFindsItsRequest() {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        TestMail first = TestMail.from(writer).to(mailbox).subject("Question").text("First words");
        send(first);
        RequestView request = requestOf(ended(mailbox, first.messageId()));
        TestMail reply = TestMail.from(writer)
                .to(mailbox)
                .subject("Re: Question")
                .header("References", "<unknown@elsewhere.example> " + first.messageId())
                .text("More");
        send(reply);

        assertThat(requestOf(ended(mailbox, reply.messageId())).state().id())
                .isEqualTo(request.state().id());
    }

    @Test
    void wordsOfStaffReachTheClientWithAReplyAddressThatBringsTheAnswerBack() throws Exception {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        TestMail first = TestMail.from(writer).to(mailbox).subject("Question").text("First words");
        send(first);
        RequestView request = requestOf(ended(mailbox, first.messageId()));
        mailsTo(writer, 1);
        staffWrites(request.state().id(), staffParty(staff()), Visibility.INTERNAL, "Never to be seen");
        staffWrites(request.state().id(), staffParty(staff()), Visibility.PUBLIC, "Here is our answer");

        List<MimeMessage> mails = mailsTo(writer, 2);
        MimeMessage answer = mails.getLast();
        assertThat(text(answer)).contains("Here is our answer").contains("Stella Staff");
        assertThat(header(answer, "Auto-Submitted")).isEmpty();
        assertThat(header(answer, "References")).contains(first.messageId());
        String replyTo = answer.getReplyTo()[0].toString();
        assertThat(replyTo).startsWith(nameOf(mailbox) + "+r.");

        TestMail reply =
                TestMail.from(writer).to(replyTo).subject("Without any header").text("By key");
        send(reply);
        assertThat(requestOf(ended(mailbox, reply.messageId())).state().id())
                .isEqualTo(request.state().id());
        assertThat(MAILS.allMails()).noneMatch(mail -> contains(mail, "Never to be seen"));
    }

    @Test
    void aStrangerIsHeldUntilSomebodySaysWhoseTheMailIs() {
        String mailbox = mailbox();
        ClientId client = client(unique("acme") + ".example");
        String stranger = unique("new") + "@gmail.com";
        TestMail mail = TestMail.from("Nora New <" + stranger + ">")
                .to(mailbox)
                .subject("Hello")
                .text("Who are you?");
        send(mail);
        InboxRow held = ended(mailbox, mail.messageId());
        assertThat(held.state()).isEqualTo(InboxState.HELD);
        assertThat(held.reason()).isEqualTo("unknown-sender");
        assertThat(MAILS.mailsOf(stranger)).isEmpty();

        inbox.release(Objects.requireNonNull(held.holdKey()), new Assignment(client.value(), null, "Dana Admin"));

        RequestView request = requestOf(await().atMost(SOON)
                .until(() -> rows.find(held.id()).orElseThrow(), row -> row.state() == InboxState.APPLIED));
        assertThat(request.state().clientId()).isEqualTo(client);
        assertThat(portal.sender(stranger).contacts()).hasSize(1).allMatch(contact -> !contact.admitted());
    }

    @Test
    void aSenderOfTheClientsOwnDomainBecomesAContactWhoIsNotAdmittedYet() {
        String mailbox = mailbox();
        String domain = unique("birch") + ".example";
        ClientId client = client(domain);
        TestMail mail = TestMail.from("New Person <new@" + domain + ">")
                .to(mailbox)
                .subject("Hi")
                .text("Hello");
        send(mail);

        assertThat(requestOf(ended(mailbox, mail.messageId())).state().clientId())
                .isEqualTo(client);
        assertThat(portal.sender("new@" + domain).contacts()).hasSize(1).allMatch(contact -> !contact.admitted());
    }

    private static boolean contains(MimeMessage mail, String words) {
        try {
            return text(mail).contains(words);
        } catch (Exception e) {
            return false;
        }
    }

    private String lastComment(RequestView request) {
        return portalDatabase
                .sql(
                        "select text from portal.entry where request_id = :id::uuid and kind = 'comment' order by at desc limit 1")
                .param("id", request.state().id().value())
                .query(String.class)
                .single();
    }
}
