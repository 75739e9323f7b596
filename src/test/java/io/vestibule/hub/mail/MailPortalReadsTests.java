package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.PersonId;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.platform.observe.Trace;
import io.vestibule.support.TestMail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How often the portal is asked something for one mail, until all is sent that it brings about. */
class MailPortalReadsTests extends MailTest {

    private static final String SENDER = "GET /senders";
    private static final String REQUEST = "GET /requests/{id}";

    /** Read again every few minutes, for all mails of that time. */
    private static final Set<String> KNOWN_NAMES = Set.of("GET /people", "GET /clients");

    @Autowired
    private CamelContext camel;

    private final Calls calls = new Calls();
    private String mailbox = "";
    private String owner = "";
    private String writer = "";

    @BeforeEach
    void listen() {
        calls.start();
        camel.getManagementStrategy().addEventNotifier(calls);
        camel.getCamelContextExtension().setEventNotificationApplicable(true);
        mailbox = mailbox();
        owner = unique("owner") + "@firm.example";
        String domain = unique("acme") + ".example";
        Answer answer = portal.execute(Envelope.of(
                unique("client"),
                new UpsertClient(null, unique("Client"), List.of(domain), new PersonId(person(owner)), null, null)));
        writer = contact(new ClientId(((Answer.Applied) answer).resource().id()), "tom@" + domain);
    }

    @AfterEach
    void listenNoMore() {
        camel.getManagementStrategy().removeEventNotifier(calls);
    }

    @Test
    void forANewRequestTheSenderIsLookedUpOnceAndTheRequestReadOnceToAcknowledgeIt() {
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Question").text("How large is it?");
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        mailsTo(writer, 1);

        assertThat(reads(row)).containsExactlyInAnyOrder(SENDER, REQUEST);
    }

    @Test
    void forAnAnswerTheRequestIsReadToFindItAndToTellItsOwner() {
        TestMail first = TestMail.from(writer).to(mailbox).subject("Question").text("How large is it?");
        send(first);
        requestOf(ended(mailbox, first.messageId()));
        TestMail reply = TestMail.from(writer)
                .to(mailbox)
                .subject("Re: Question")
                .header("In-Reply-To", first.messageId())
                .text("And how high?");
        send(reply);
        InboxRow row = ended(mailbox, reply.messageId());
        await().atMost(SOON).until(() -> MAILS.mailsOf(owner).stream().anyMatch(mail -> contains(mail, "how high")));

        assertThat(reads(row)).containsExactlyInAnyOrder(SENDER, REQUEST, REQUEST);
    }

    @Test
    void ofAllWhoGotACopyThePortalIsAskedTogether() {
        TestMail mail = TestMail.from(writer)
                .to(mailbox)
                .header("Cc", "Eve <%s@gmail.com>, Ann <%s@gmail.com>".formatted(unique("eve"), unique("ann")))
                .subject("Question")
                .text("How large is it?");
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        mailsTo(writer, 1);

        assertThat(reads(row))
                .containsExactlyInAnyOrder(SENDER, SENDER, "GET /clients/{id}", REQUEST, REQUEST, REQUEST);
    }

    @Test
    void forAWriterWhoHadEnoughAcknowledgementsTheRequestIsNotRead() {
        IntStream.range(0, SentMails.ACKNOWLEDGEMENTS_AN_HOUR)
                .forEach(number -> send(TestMail.from(writer)
                        .to(mailbox)
                        .subject("Question " + number)
                        .text("How large is it?")));
        mailsTo(writer, SentMails.ACKNOWLEDGEMENTS_AN_HOUR);
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Another").text("And how high?");
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        await().atMost(SOON)
                .until(() -> hubDatabase
                        .sql("select exists (select from hub.outbox_message where target = ? and reason = ?)")
                        .params(writer, "acknowledgement-limit")
                        .query(Boolean.class)
                        .single());

        assertThat(reads(row)).containsExactly(SENDER);
    }

    private List<String> reads(InboxRow row) {
        String trace = Trace.of(row.trace()).orElseThrow().id();
        return calls.made.stream()
                .filter(call -> call.trace().equals(trace) && call.what().startsWith("GET"))
                .map(Call::what)
                .filter(what -> !KNOWN_NAMES.contains(what))
                .toList();
    }

    private static boolean contains(MimeMessage mail, String words) {
        try {
            return text(mail).contains(words);
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Call(String trace, String what) {}

    /** Takes note of every call to the portal. */
    private static final class Calls extends EventNotifierSupport {

        private final Queue<Call> made = new ConcurrentLinkedQueue<>();

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof ExchangeSendingEvent sending
                    && sending.getEndpoint().getEndpointUri().startsWith("http://portal.invalid")) {
                Message message = sending.getExchange().getMessage();
                made.add(new Call(
                        Trace.of(message.getHeader(Trace.HEADER, String.class))
                                .map(Trace::id)
                                .orElse(""),
                        message.getHeader(Exchange.HTTP_METHOD, String.class) + " " + path(message)));
            }
        }

        private static String path(Message message) {
            String path = message.getHeader(Exchange.HTTP_URI, String.class).replaceAll(".*/portal/api/v1", "");
            return path.replaceAll("(/\\w+)/[^/]+", "$1/{id}");
        }
    }
}
