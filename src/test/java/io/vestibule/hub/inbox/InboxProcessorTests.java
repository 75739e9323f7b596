package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class InboxProcessorTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final InboxSettings SETTINGS = new InboxSettings(2, 2, 2, Duration.ofSeconds(90));

    @AfterAll
    static void close() {
        FRESH.close();
    }

    @Test
    void takesNoMessageBeforeTheRoutesRun() throws Exception {
        Inbox inbox = new Inbox(
                DATABASE, new ReceiptWriter(DATABASE), new ResultWriter(DATABASE), SETTINGS, new SimpleMeterRegistry());
        long id = inbox.receive(news("a", "1", "k")).getFirst().id();
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

    @Test
    void handlesTheNewsOfEachKeyInOrderWithManyWorkers() throws Exception {
        InboxSettings many = new InboxSettings(16, 16, 2, Duration.ofSeconds(90));
        Inbox inbox = new Inbox(
                DATABASE, new ReceiptWriter(DATABASE), new ResultWriter(DATABASE), many, new SimpleMeterRegistry());
        List<String> handled = Collections.synchronizedList(new ArrayList<>());
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:process-inbox").process(exchange -> {
                        InboxMessage message = exchange.getMessage().getBody(InboxMessage.class);
                        handled.add(message.orderingKey() + ":" + message.externalId());
                        exchange.getMessage().setBody(new Handling.Ignored("not-for-us", "A test"));
                    });
                }
            });
            camel.start();
            InboxProcessor processor =
                    new InboxProcessor(inbox, camel.createProducerTemplate(), many, "an external database");
            processor.start();
            for (int i = 100; i < 300; i++) {
                inbox.receive(news("many", Integer.toString(i), "k" + i % 7));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> handled.size() == 200);
            processor.stop();
        }
        for (int key = 0; key < 7; key++) {
            String prefix = "k" + key + ":";
            assertThat(handled.stream().filter(one -> one.startsWith(prefix)))
                    .isSorted()
                    .hasSizeGreaterThan(20);
        }
    }

    private static Delivery news(String app, String id, String key) {
        Delivery.Item item = new Delivery.Item("", id, null, "note", key, "{}", null);
        return new Delivery("note", app, new byte[] {1}, "text/plain", Map.of(), List.of(item));
    }

    private static InboxRow row(long id) {
        return new InboxRows(DATABASE).find(id).orElseThrow();
    }
}
