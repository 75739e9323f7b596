package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.observe.Trace;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One trace id from the raw bytes to the last delivery, through both queues and the portal's feed. */
class OneTraceTests extends ScenarioTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void aMailItsEventAndItsAcknowledgementCarryOneTrace() {
        var client = firm.client();
        var mail = firm.mailFrom(client, unique("Traced"));
        mails.send(mail);
        var request = eventually(() -> portal.request(mail.subject()));
        eventuallyMails(client.email());
        letEverythingSettle();

        var received = idsOf(hubDatabase
                .sql("select trace from hub.inbox_message where kind = 'mail' and object_id = ?")
                .param(request.id().toString())
                .query(String.class)
                .list());
        assertThat(received).hasSize(1);
        assertThat(idsOf(portalDatabase
                        .sql("select trace from portal.feed_event where object_id = ?")
                        .param(request.id())
                        .query(String.class)
                        .list()))
                .isEqualTo(received);
        assertThat(idsOf(hubDatabase
                        .sql("select trace from hub.inbox_message where kind = 'feed' and object_id = ?")
                        .param(request.id().toString())
                        .query(String.class)
                        .list()))
                .isEqualTo(received);
        assertThat(idsOf(hubDatabase
                        .sql("select trace from hub.outbox_message where purpose = 'acknowledgement' and object_id = ?")
                        .param(request.id().toString())
                        .query(String.class)
                        .list()))
                .isEqualTo(received);
    }

    @Test
    void twoMailsHaveTwoTraces() {
        var client = firm.client();
        var one = firm.mailFrom(client, unique("One"));
        var two = firm.mailFrom(client, unique("Two"));
        mails.send(one);
        mails.send(two);

        assertThat(traceOf(one.subject())).isNotEqualTo(traceOf(two.subject()));
    }

    @Test
    void aSendersTraceGoesOnAndShowsOnTheMessagesPage() {
        var id = push("00-" + TRACE + "-00f067aa0ba902b7-01");

        assertThat(traceOfRow(id)).contains(TRACE);
        assertThat(signedIn(FirmPeople.OWNER)
                        .get("/console/messages/received/" + id)
                        .text())
                .contains(TRACE);
    }

    @Test
    void whatIsNoTraceOfASenderBeginsOneHere() {
        assertThat(traceOfRow(push("00-" + "0".repeat(32) + "-00f067aa0ba902b7-01")))
                .isPresent()
                .get()
                .isNotEqualTo("0".repeat(32));
        assertThat(traceOfRow(push("'; drop table hub.inbox_message; --"))).isPresent();
    }

    /** Sends an invoice of somebody unknown with this header; answers with the number of the message. */
    private long push(String traceparent) {
        var name = unique("nobody");
        var body = """
                {"type":"invoice.upserted","timestamp":"2026-09-01T01:15:40Z","data":{"id":"%1$s","number":"%1$s",
                "status":"open","currency":"EUR","total":"1.00","amountDue":"1.00","issueDate":"2026-09-01",
                "dueDate":"2099-10-01","client":{"id":"%1$s","name":"%1$s"}}}""".formatted(name);
        var answer = firm.push()
                .sign(unique("msg"), clock.instant(), body)
                .with("traceparent", traceparent)
                .sendTo(hook(Firm.PUSH_APP));
        assertThat(answer.statusCode()).isEqualTo(202);
        return eventually(() -> inbox.with(name, "HELD")).id();
    }

    private Optional<String> traceOfRow(long id) {
        return idsOf(hubDatabase
                        .sql("select trace from hub.inbox_message where id = ?")
                        .param(id)
                        .query(String.class)
                        .list())
                .stream()
                .findFirst();
    }

    private String traceOf(String subject) {
        var request = eventually(() -> portal.request(subject));
        return idsOf(portalDatabase
                        .sql("select trace from portal.feed_event where object_id = ?")
                        .param(request.id())
                        .query(String.class)
                        .list())
                .iterator()
                .next();
    }

    private static Set<String> idsOf(List<String> traceparents) {
        return traceparents.stream()
                .map(traceparent -> Trace.of(traceparent).orElseThrow().id())
                .collect(Collectors.toSet());
    }
}
