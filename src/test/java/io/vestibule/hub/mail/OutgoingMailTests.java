package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.PersonId;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What our mails about requests look like to the one who gets them. */
class OutgoingMailTests extends MailTest {

    @Autowired
    private Outbox outbox;

    @Autowired
    private MailThreads threads;

    @Test
    void aMailSaysTheSameAsTextAndAsHtml() throws Exception {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        RequestView request = opened(mailbox, writer);
        mailsTo(writer, 1);
        staffWrites(
                request.state().id(),
                staffParty(staff()),
                Visibility.PUBLIC,
                "Fill in <b>box 7</b> & sign:\n<script>alert(1)</script>");

        MimeMessage mail = mailsTo(writer, 2).getLast();

        Document page = Jsoup.parse(MailServer.htmlOf(mail));
        List<String> said = List.of(
                "##- Please write your answer above this line -##",
                "Stella Staff wrote about " + request.state().number() + " \"Question\":",
                "Fill in <b>box 7</b> & sign:",
                "<script>alert(1)</script>",
                "Firm & Partners");
        assertThat(text(mail))
                .contains(said)
                .contains("/portal/requests/" + request.state().number());
        assertThat(page.text()).contains(said);
        assertThat(page.select("script, b, img, link")).isEmpty();
        assertThat(page.select("a").eachAttr("href"))
                .anyMatch(link ->
                        link.endsWith("/portal/requests/" + request.state().number()));
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(header(mail, "Auto-Submitted") + header(mail, "X-Auto-Response-Suppress"))
                .isEmpty();
    }

    @Test
    void aClientIsWrittenToInItsLanguageAndWithoutContentWhereItWantsThat() throws Exception {
        String mailbox = mailbox();
        ClientId client = client(unique("acme") + ".example");
        String writer = contact(client, unique("tom") + "@mail.example");
        String owner = staff();
        UpsertClient wishes =
                new UpsertClient(client, null, null, new PersonId(staffId(owner)), null, null, "de", "link");
        assertThat(portal.execute(Envelope.of(unique("wishes"), wishes))).isInstanceOf(Answer.Applied.class);
        RequestView request = opened(mailbox, writer);
        MimeMessage acknowledgement = mailsTo(writer, 1).getLast();
        staffWrites(request.state().id(), staffParty(owner), Visibility.PUBLIC, "Streng vertraulich");

        MimeMessage news = mailsTo(writer, 2).getLast();

        assertThat(text(acknowledgement))
                .contains("Ihre Nachricht ist bei uns.")
                .doesNotContain("Question");
        assertThat(List.of(acknowledgement.getSubject(), news.getSubject()))
                .containsOnly("[" + request.state().number() + "] Zu dieser Anfrage");
        assertThat(text(news) + MailServer.htmlOf(news))
                .contains("Es gibt eine neue Nachricht", "lang=\"de-DE\"")
                .doesNotContain("Streng", "Question", "Stella");
        TestMail reply = TestMail.from(writer)
                .to(news.getReplyTo()[0].toString())
                .subject("Re: " + news.getSubject())
                .text("Secret answer");
        send(reply);
        ended(mailbox, reply.messageId());
        MimeMessage told = mailsTo(owner, 1).getLast();
        assertThat(told.getSubject() + text(told))
                .contains("About this request")
                .doesNotContain("Secret answer");
    }

    @Test
    void aMailThatIsSentAgainDoesNotAnswerItself() throws Exception {
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        RequestView request = opened(mailbox(), writer);
        staffWrites(request.state().id(), staffParty(staff()), Visibility.PUBLIC, "Please sign");
        MimeMessage first = mailsTo(writer, 2).getLast();
        long row = hubDatabase
                .sql("select id from hub.outbox_message where target = :writer and purpose = 'comment'")
                .param("writer", writer)
                .query(Long.class)
                .single();

        await().until(() -> outbox.replay(row, "Olga"));
        MimeMessage again = mailsTo(writer, 3).getLast();

        assertThat(header(again, "Message-ID")).isEqualTo(header(first, "Message-ID"));
        assertThat(header(again, "In-Reply-To")).isEqualTo(header(first, "In-Reply-To"));
        assertThat(header(again, "References")).isEqualTo(header(first, "References"));
    }

    private String staffId(String email) {
        return Objects.requireNonNull(staffParty(email).id());
    }

    @Test
    void whoStopsTheMailsAboutARequestGetsNoneAndCanHaveThemBack() throws Exception {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        RequestView request = opened(mailbox, writer);
        Party staff = staffParty(staff());
        assertThat(header(mailsTo(writer, 1).getLast(), "List-Unsubscribe")).isEmpty();
        staffWrites(request.state().id(), staff, Visibility.PUBLIC, "One");
        MimeMessage news = mailsTo(writer, 2).getLast();
        String link = header(news, "List-Unsubscribe").replaceAll("[<>]", "");
        String path = URI.create(link).getPath();
        assertThat(text(news)).contains("Stop mails about this request: " + link);

        Page seen = browser().get(path);

        assertThat(seen.text()).contains("no longer go to " + writer, "Stop these mails");
        assertThat(muted(request)).isEmpty();

        assertThat(browser()
                        .postWithoutToken(path, Map.of("List-Unsubscribe", "One-Click"))
                        .status())
                .isEqualTo(200);
        assertThat(muted(request)).hasSize(1);
        staffWrites(request.state().id(), staff, Visibility.PUBLIC, "Two");
        browser().postWithoutToken(path, Map.of("mailed", "true"));
        staffWrites(request.state().id(), staff, Visibility.PUBLIC, "Three");
        assertThat(mailsTo(writer, 3)).hasSize(3);
        assertThat(text(mailsTo(writer, 3).getLast())).contains("Three");
        assertThat(browser().get("/mail/stop/no-key").status()).isEqualTo(410);
    }

    @Test
    void aMailProgramMayPostOnlyWhereItCanDoSoSafely() {
        assertThat(StopMails.headers("https://portal.example/mail/stop/1"))
                .containsEntry("List-Unsubscribe", "<https://portal.example/mail/stop/1>")
                .containsEntry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        assertThat(StopMails.headers("http://portal.example/mail/stop/1")).containsOnlyKeys("List-Unsubscribe");
    }

    private List<String> muted(RequestView request) {
        return portal.request(request.state().id()).orElseThrow().state().muted();
    }

    @Test
    void aMailRefersToTheFirstAndTheLatestOfTheConversation() {
        RequestId request = new RequestId(unique("request"));
        IntStream.rangeClosed(1, 20)
                .forEach(i -> threads.received("m" + i + "@" + request.value(), request, "a@b.example"));
        threads.received("other@" + request.value(), request, "somebody@else.example");

        List<String> references = threads.references(request, "a@b.example");

        assertThat(references)
                .hasSize(16)
                .startsWith("m1@" + request.value(), "m6@" + request.value())
                .endsWith("m20@" + request.value());
    }

    private RequestView opened(String mailbox, String writer) {
        TestMail first = TestMail.from("Tom Client <" + writer + ">")
                .to(mailbox)
                .subject("Question")
                .text("First words");
        send(first);
        return requestOf(ended(mailbox, first.messageId()));
    }
}
