package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.gateway.PortalFailed;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.Resource;
import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import io.vestibule.support.VestibuleTest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Notes on mails that failed, of which one can't be told. */
class DeliveryNotesTests extends VestibuleTest {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final OutboxAlone OUTBOX = new OutboxAlone(DATABASE);
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Ids of requests whose notes the portal fails over. */
    private final Queue<String> poison = new ConcurrentLinkedQueue<>();

    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    @Autowired
    private UndeliveredMail undelivered;

    private @Nullable DeliveryNotes notes;

    @AfterAll
    static void close() {
        FRESH.close();
    }

    @BeforeEach
    void startEmpty() {
        DATABASE.sql("truncate hub.outbox_message cascade").update();
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(notes).stop();
    }

    @Test
    void oneThatCanNotBeWrittenIsLeftOutAndHoldsBackNoOther() {
        refused(" ");
        refused("r2");

        start();

        await().atMost(SOON).until(() -> OUTBOX.deliveries().untoldMails(10).isEmpty());
        assertThat(told).containsExactly("r2");
    }

    @Test
    void oneThatThePortalFailsOverIsTriedAgainAndHoldsBackNoOther() {
        poison.add("r1");
        refused("r1");
        refused("r2");

        start();

        await().atMost(SOON).until(() -> OUTBOX.deliveries().untoldMails(10).size() == 1);
        assertThat(told).containsExactly("r2");
        poison.clear();
        await().atMost(SOON).until(() -> OUTBOX.deliveries().untoldMails(10).isEmpty());
        assertThat(told).containsExactly("r2", "r1");
    }

    private void start() {
        notes = new DeliveryNotes(OUTBOX.deliveries(), undelivered, portal());
        notes.start();
    }

    private static void refused(String request) {
        ObjectRef object = new ObjectRef("request", request);
        OUTBOX.outbox()
                .enqueue(new OutboxDraft(
                        "e-" + request, "mail", "ann@client.example", "desk", object, null, "comment", "{}", null));
        OUTBOX.outbox()
                .claim(10, List.of())
                .forEach(message ->
                        OUTBOX.outbox().record(message, new Outcome.Refused("smtp-refused", "no such user", true)));
    }

    private PortalGateway portal() {
        return (PortalGateway) Proxy.newProxyInstance(
                PortalGateway.class.getClassLoader(),
                new Class<?>[] {PortalGateway.class},
                (proxy, method, arguments) -> ((List<?>) arguments[0])
                        .stream()
                                .map(envelope -> answer(request((Envelope) envelope)))
                                .toList());
    }

    private static String request(Envelope envelope) {
        return ((AddComment) envelope.command()).requestId().value();
    }

    private Answer answer(String request) {
        if (poison.contains(request)) {
            throw new PortalFailed("The portal answered with status 500");
        }
        told.add(request);
        return new Answer.Applied(new Resource("comment", "c1", "REQ-1", 1, ""));
    }
}
