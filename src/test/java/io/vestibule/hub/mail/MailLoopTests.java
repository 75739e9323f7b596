package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.PersonId;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.support.TestMail;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two programs that answer every mail at once and don't say that they are programs, one at a client and one of the firm's,
 * write to each other through us, each in a manner of its own that the seed decides.
 */
class MailLoopTests extends MailTest {

    /** Mails about one request to one address; the sixth request of an hour is not even acknowledged. */
    private static final int BOUND = 6 * 10;

    private final Map<String, Integer> answered = new HashMap<>();

    static List<Long> seeds() {
        return new Random().longs(2).boxed().toList();
    }

    /** @param toKey answers the reply address; {@code threads}: names the mail it answers; {@code keeps}: its subject, too */
    private record Manner(boolean toKey, boolean threads, boolean keeps) {

        static Manner of(Random random) {
            return new Manner(random.nextInt(4) > 0, random.nextBoolean(), random.nextBoolean());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoProgramsThatAnswerEachOtherComeToAnEnd(long seed) {
        Random random = new Random(seed);
        Manner atClient = Manner.of(random);
        Manner atFirm = Manner.of(random);
        String mailbox = mailbox();
        String staff = unique("olga") + "@firm.example";
        String writer = "tom@" + clientOwnedBy(person(staff));
        send(TestMail.from(writer).to(mailbox).subject(unique("Question")).text("Hello"));
        long[] lastNews = {System.nanoTime()};

        await("seed " + seed).atMost(Duration.ofMinutes(4)).until(() -> {
            boolean client = answer(writer, mailbox, atClient);
            boolean news = answer(staff, mailbox, atFirm) || client;
            lastNews[0] = news || waiting(mailbox, writer, staff) > 0 ? System.nanoTime() : lastNews[0];
            return System.nanoTime() - lastNews[0] > Duration.ofSeconds(8).toNanos();
        });

        assertThat(MAILS.mailsOf(writer)).as("seed %d: %s", seed, atClient).hasSizeBetween(1, BOUND);
        assertThat(MAILS.mailsOf(staff)).as("seed %d: %s", seed, atFirm).hasSizeLessThanOrEqualTo(BOUND);
    }

    /** Answers every mail that came since; true when there was one. */
    private boolean answer(String address, String mailbox, Manner manner) throws Exception {
        List<MimeMessage> mails = MAILS.mailsOf(address);
        int from = answered.getOrDefault(address, 0);
        for (MimeMessage mail : mails.subList(from, mails.size())) {
            TestMail answer = TestMail.from(address)
                    .to(manner.toKey() ? mail.getReplyTo()[0].toString() : mailbox)
                    .subject(manner.keeps() ? "Re: " + mail.getSubject() : "We have your mail")
                    .text("Thank you, we have your mail number " + unique("n"));
            send(manner.threads() ? answer.replyingTo(header(mail, "Message-ID")) : answer);
        }
        answered.put(address, mails.size());
        return mails.size() > from;
    }

    /** What is still on its way through us; what other tests left behind is none of it. */
    private int waiting(String mailbox, String... people) {
        return hubDatabase
                .sql("""
                        select (select count(*) from hub.inbox_message
                                where is_open and (app = :mailbox or kind = 'feed'))
                            + (select count(*) from hub.outbox_message
                                where channel = 'mail' and finished_at is null and target in (:people))
                        """)
                .param("mailbox", nameOf(mailbox))
                .param("people", List.of(people))
                .query(Integer.class)
                .single();
    }

    private String clientOwnedBy(String person) {
        String domain = unique("acme") + ".example";
        Answer answer = portal.execute(Envelope.of(
                unique("client"),
                new UpsertClient(null, unique("Client"), List.of(domain), new PersonId(person), null, null)));
        assertThat(answer).isInstanceOf(Answer.Applied.class);
        return domain;
    }
}
