package io.vestibule.hub.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.OpenRequest;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertInvoice;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.InvoiceFacts;
import io.vestibule.hub.canonical.InvoiceStatus;
import io.vestibule.hub.canonical.Money;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.support.VestibuleTest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class FeedCatchUpTests extends VestibuleTest {

    @Autowired
    private PortalGateway portal;

    @Autowired
    private FeedCatchUp feed;

    @Autowired
    private FeedCursor cursor;

    @Autowired
    private FeedNews news;

    @Autowired
    private Inbox events;

    @Autowired
    private InboxRows inbox;

    @Test
    void anEventWhosePushWasLostIsReadFromTheLogAndAppliedOnce() {
        String request = openRequest();
        feed.catchUp();
        await().until(() ->
                opened(request).size() == 1 && opened(request).getFirst().state() == InboxState.APPLIED);
        lose(opened(request).getFirst());
        feed.catchUp();
        await().until(() ->
                opened(request).size() == 1 && opened(request).getFirst().state() == InboxState.APPLIED);
        feed.catchUp();
        assertThat(opened(request)).hasSize(1);
    }

    @Test
    void aHubThatWasAwayReadsOnFromWhereItWasInOrderAndOnce() {
        feed.catchUp();
        String before = cursor.read().orElseThrow();
        List<String> requests = List.of(openRequest(), openRequest(), openRequest());
        requests.forEach(request -> await().until(() ->
                opened(request).size() == 1 && opened(request).getFirst().state() == InboxState.APPLIED));
        requests.forEach(request -> lose(opened(request).getFirst()));
        cursor.move(before);

        feed.catchUp();

        requests.forEach(request -> await().until(() ->
                opened(request).size() == 1 && opened(request).getFirst().state() == InboxState.APPLIED));
        assertThat(requests.stream().map(request -> opened(request).getFirst().id()))
                .isSorted();
        assertThat(cursor.read()).isPresent().get().isNotEqualTo(before);
        assertThat(requests)
                .as("a page is one commit, or reading what came in hours takes hours")
                .extracting(request -> opened(request).getFirst().receivedAt())
                .containsOnly(opened(requests.getFirst()).getFirst().receivedAt());
    }

    /** A hub that was away for a day has a day to read. */
    @Test
    void theHubIsReadyBeforeItHasReadAllAndReadsItOnce() {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        FeedCatchUp slow = new FeedCatchUp(answering(answers, asked), events, inbox, cursor, news);

        slow.atStart();
        await().until(() -> asked.get() == 1);
        slow.run();

        assertThat(asked).hasValue(1);
        answers.countDown();
        await().until(() -> {
            slow.run();
            return asked.get() > 1;
        });
    }

    /** A portal whose feed is silent until it may answer. */
    private PortalGateway answering(CountDownLatch may, AtomicInteger asked) {
        InvocationHandler slowly = (proxy, method, arguments) -> {
            asked.incrementAndGet();
            may.await();
            return method.invoke(portal, arguments);
        };
        return (PortalGateway) Proxy.newProxyInstance(
                PortalGateway.class.getClassLoader(), new Class<?>[] {PortalGateway.class}, slowly);
    }

    @Test
    void anEventThatCantBeReadIsDeadAndHoldsUpNothing() {
        String request = openRequest();
        await().until(() ->
                opened(request).size() == 1 && opened(request).getFirst().state() == InboxState.APPLIED);
        InboxRow row = opened(request).getFirst();
        String data = portalDatabase
                .sql("select data::text from portal.feed_event where id = :id::uuid")
                .param("id", row.externalId())
                .query(String.class)
                .single();
        replaceData(row.externalId(), "7");
        lose(row);

        feed.catchUp();

        endsDead(row.externalId());
        assertThat(feed.catchUp()).isZero();
        replaceData(row.externalId(), data);
    }

    /** Nobody in the hub acts on invoices: there is nothing to claim and to bring to an end. */
    @Test
    void anEventNobodyActsOnEndsWithItsReceiptAndOneThatCantBeReadDoesNot() {
        String invoice = upsertInvoice();
        await().until(() -> changed(invoice).size() == 1);
        InboxRow row = changed(invoice).getFirst();
        assertThat(row.state()).isEqualTo(InboxState.APPLIED);
        assertThat(row.attempts()).isZero();
        assertThat(row.result()).isEqualTo("invoice-changed");
        assertThat(inbox.history(row.id()))
                .extracting(InboxRow.Change::state)
                .containsExactly(InboxState.RECEIVED, InboxState.APPLIED);

        replaceData(row.externalId(), "7");
        lose(row);
        feed.catchUp();

        endsDead(row.externalId());
    }

    private void endsDead(String event) {
        await().untilAsserted(() -> assertThat(inbox.find("portal", "", event))
                .get()
                .extracting(InboxRow::state)
                .isEqualTo(InboxState.DEAD));
    }

    private void replaceData(String event, String data) {
        portalDatabase
                .sql("update portal.feed_event set data = :data::jsonb where id = :id::uuid")
                .param("data", data)
                .param("id", event)
                .update();
    }

    /** As if the hub had been restored from a backup that knew nothing of it. */
    private void lose(InboxRow row) {
        hubDatabase
                .sql("delete from hub.inbox_message where id = :id")
                .param("id", row.id())
                .update();
        hubDatabase.sql("delete from hub.feed_cursor").update();
    }

    private List<InboxRow> opened(String request) {
        return inbox.about("request", request).stream()
                .filter(row -> row.kind().equals("feed") && row.eventType().equals("request-opened"))
                .toList();
    }

    private List<InboxRow> changed(String invoice) {
        return inbox.about("invoice", invoice);
    }

    private String upsertInvoice() {
        String key = unique("invoice");
        Instant now = clock.instant();
        Money amount = new Money(BigDecimal.TEN, "EUR");
        InvoiceFacts facts =
                new InvoiceFacts(key, InvoiceStatus.OPEN, amount, amount, null, null, null, null, "Books", null, now);
        return applied(Envelope.of(key + ".2", new UpsertInvoice(client(key), facts))
                .from(new ExternalId(unique("books"), key), now));
    }

    private ClientId client(String key) {
        UpsertClient client = new UpsertClient(null, unique("Client"), List.of(), null, null, null);
        return new ClientId(applied(Envelope.of(key + ".1", client)));
    }

    private String openRequest() {
        String key = unique("open");
        ClientId clientId = client(key);
        RequestDraft draft =
                new RequestDraft("Printer", "It is on fire", null, null, List.of(), List.of(), Channel.CRM, null, null);
        return applied(Envelope.of(key + ".2", new OpenRequest(clientId, draft))
                .from(new ExternalId(unique("elsewhere"), key), null));
    }

    private String applied(Envelope envelope) {
        return ((Answer.Applied) portal.execute(envelope)).resource().id();
    }
}
