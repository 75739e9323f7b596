package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class InboxProcessorTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final InboxSettings SETTINGS = new InboxSettings(2, 2, Duration.ofSeconds(90));

    @AfterAll
    static void close() {
        FRESH.close();
    }

    @Test
    void takesNoMessageBeforeTheRoutesRun() throws Exception {
        Inbox inbox = new Inbox(DATABASE, new ReceiptWriter(DATABASE), SETTINGS, new SimpleMeterRegistry());
        long id = inbox.receive(new Delivery(
                        "note",
                        "a",
                        new byte[] {1},
                        "text/plain",
                        Map.of(),
                        List.of(new Delivery.Item("", "1", null, "note", "k", "{}", null))))
                .getFirst()
                .id();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:process-inbox")
                            .process(exchange ->
                                    exchange.getMessage().setBody(new Handling.Ignored("not-for-us", "A test")));
                }
            });
            InboxProcessor processor =
                    new InboxProcessor(inbox, camel.createProducerTemplate(), SETTINGS, "an external database");
            processor.start();
            await().during(Duration.ofSeconds(2)).until(() -> row(id).attempts() == 0);

            camel.start();

            await().until(() -> row(id).state() == InboxState.IGNORED);
            assertThat(row(id).attempts()).isEqualTo(1);
            processor.stop();
        }
    }

    private static InboxRow row(long id) {
        return new InboxRows(DATABASE).find(id).orElseThrow();
    }
}
