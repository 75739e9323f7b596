package io.vestibule.portal.feed;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.InvoiceFacts;
import io.vestibule.portal.contract.InvoiceStatus;
import io.vestibule.portal.contract.Money;
import io.vestibule.portal.contract.PortalEvent.InvoiceChanged;
import io.vestibule.support.PortalTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class FeedPublisherTests extends PortalTest {

    private static final byte[] SECRET = "a secret of thirty-two bytes ...".getBytes(StandardCharsets.UTF_8);

    /** An open transaction of any other test holds back what comes after it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    FeedLog log;

    @Autowired
    Feed feed;

    @Autowired
    FeedPost post;

    @Autowired
    FeedHealth health;

    private final WireMockServer receiver =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final String name = unique("subscriber");
    private FeedPublisher publisher;
    private volatile int eventsInAPost = 1;

    @BeforeEach
    void subscribe() {
        receiver.start();
        receiver.stubFor(post(urlEqualTo("/events")).atPriority(10).willReturn(noContent()));
        startAtTheEnd();
        publisher = publisher(portalDatabase);
        publisher.start();
    }

    @AfterEach
    void leave() {
        publisher.stop();
        receiver.stop();
    }

    @Test
    void pushesAnEventSigned() throws Exception {
        UUID id = record(UUID.randomUUID(), 1);

        await().atMost(PATIENCE).until(() -> received().contains(id.toString()));
        LoggedRequest request = receiver.findAll(
                        postRequestedFor(urlEqualTo("/events")).withHeader("webhook-id", equalTo(id.toString())))
                .getFirst();
        long time = Long.parseLong(request.getHeader("webhook-timestamp"));
        assertThat(request.getHeader("webhook-signature"))
                .isEqualTo(FeedPost.signature(SECRET, id.toString(), time, request.getBody())
                        .get("webhook-signature"));
        assertThat(new ObjectMapper()
                        .readTree(request.getBody())
                        .at("/data/data/facts/number")
                        .asText())
                .isEqualTo("INV-1");
    }

    @Test
    void keepsTheOrderOfAnObjectWhenItsFirstEventIsRefusedForAWhile() {
        UUID object = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        receiver.stubFor(post(urlEqualTo("/events"))
                .withRequestBody(matchingJsonPath("$.data.object.id", equalTo(object.toString())))
                .atPriority(1)
                .willReturn(aResponse().withStatus(500)));
        UUID first = record(object, 1);
        UUID second = record(object, 2);
        UUID independent = record(other, 3);

        await().atMost(Duration.ofSeconds(10)).until(() -> accepted().contains(independent.toString()));
        assertThat(accepted()).doesNotContain(first.toString(), second.toString());
        receiver.resetMappings();
        receiver.stubFor(post(urlEqualTo("/events")).willReturn(noContent()));

        await().atMost(Duration.ofSeconds(30)).until(() -> accepted().contains(second.toString()));
        List<String> accepted = accepted();
        assertThat(accepted.indexOf(first.toString())).isBetween(0, accepted.indexOf(second.toString()) - 1);
    }

    @Test
    void sendsSeveralEventsInOnePostToASubscriberThatTakesThem() {
        eventsInAPost = 5;
        List<String> ids = new ArrayList<>();
        portalDatabase.inTransaction(() -> {
            for (int i = 0; i < 12; i++) {
                ids.add(log.record(change(UUID.randomUUID(), i)).toString());
            }
        });

        await().atMost(Duration.ofSeconds(10)).until(() -> together().containsAll(ids));

        assertThat(together().stream().filter(ids::contains)).containsExactlyElementsOf(ids);
        assertThat(receiver.getAllServeEvents()).hasSizeLessThan(12);
    }

    @Test
    void anEventThatIsRefusedHoldsUpOnlyItsObjectAlsoAmongSeveralInOnePost() {
        eventsInAPost = 5;
        UUID object = UUID.randomUUID();
        receiver.stubFor(post(urlEqualTo("/events"))
                .withRequestBody(containing(object.toString()))
                .atPriority(1)
                .willReturn(aResponse().withStatus(500)));
        List<UUID> ids = new ArrayList<>();
        portalDatabase.inTransaction(() -> {
            ids.add(log.record(change(object, 1)));
            ids.add(log.record(change(object, 2)));
            ids.add(log.record(change(UUID.randomUUID(), 3)));
            ids.add(log.record(change(UUID.randomUUID(), 4)));
        });

        await().atMost(Duration.ofSeconds(10))
                .until(() -> accepted()
                        .containsAll(List.of(ids.get(2).toString(), ids.get(3).toString())));
        assertThat(accepted()).doesNotContain(ids.get(0).toString(), ids.get(1).toString());
        receiver.resetMappings();
        receiver.stubFor(post(urlEqualTo("/events")).willReturn(noContent()));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> together().contains(ids.get(1).toString()));
        assertThat(together())
                .containsSubsequence(ids.get(0).toString(), ids.get(1).toString());
    }

    /** Ids of the events that were taken, in order, alone or several in one post. */
    private List<String> together() {
        return receiver.getAllServeEvents().reversed().stream()
                .filter(served -> served.getResponse().getStatus() == 204)
                .flatMap(served -> ids(served.getRequest().getBody()))
                .toList();
    }

    private static Stream<String> ids(byte[] body) {
        try {
            JsonNode content = new ObjectMapper().readTree(body).path("data");
            return content.isArray()
                    ? StreamSupport.stream(content.spliterator(), false)
                            .map(event -> event.path("id").asText())
                    : Stream.of(content.path("id").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void losesNothingWhileTheSubscriberIsAway() {
        receiver.stubFor(
                post(urlEqualTo("/events")).atPriority(1).willReturn(aResponse().withStatus(503)));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(record(UUID.randomUUID(), i).toString());
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> !received().isEmpty());
        receiver.resetMappings();
        receiver.stubFor(post(urlEqualTo("/events")).willReturn(noContent()));

        await().atMost(Duration.ofSeconds(30)).until(() -> accepted().containsAll(ids));
        assertThat(accepted()).containsOnlyOnceElementsOf(ids);
    }

    @Test
    void healthSaysHowFarASubscriberIsBehindAndWhyUntilItIsBack() {
        receiver.stubFor(
                post(urlEqualTo("/events")).atPriority(1).willReturn(aResponse().withStatus(503)));
        UUID id = record(UUID.randomUUID(), 1);

        await().atMost(Duration.ofSeconds(10)).until(() -> lag().problem() != null);
        assertThat(lag().waiting()).isPositive();
        assertThat(lag().behind()).isPositive();
        assertThat(lag().problem()).contains("503");
        receiver.resetMappings();
        receiver.stubFor(post(urlEqualTo("/events")).willReturn(noContent()));

        await().atMost(Duration.ofSeconds(30)).until(() -> accepted().contains(id.toString()));
        await().atMost(Duration.ofSeconds(10)).until(() -> lag().waiting() == 0 && lag().problem() == null);
        assertThat(lag().behind()).isZero();
    }

    private FeedHealth.Lag lag() {
        return health.lags(Access.peer("test")).stream()
                .filter(lag -> lag.subscriber().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void neverPassesAnEventThatIsCommittedLater() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        List<UUID> slow = new ArrayList<>();
        Thread writer = Thread.ofPlatform()
                .start(() -> portalDatabase.inTransaction(() -> {
                    slow.add(log.record(change(UUID.randomUUID(), 1)));
                    portalDatabase.sql("select pg_current_xact_id()").query(row -> {}); // as a change itself writes
                    written.countDown();
                    waitFor(mayCommit);
                }));
        written.await();
        UUID quick = record(UUID.randomUUID(), 2);

        // The quick one is committed, but an older transaction still runs: neither may be shown.
        String cursor = feed.read(Access.peer("test"), end(), 500).nextCursor();
        mayCommit.countDown();
        writer.join();

        await().atMost(PATIENCE).until(() -> after(cursor).contains(quick));
        assertThat(after(cursor)).containsSubsequence(slow.getFirst(), quick);
    }

    @Test
    void goesOnBehindWhatTheLogHasAfterARestoreIntoAClusterWithLowerTransactionIds() {
        UUID object = UUID.randomUUID();
        String cursor = end();
        UUID before = record(object, 1);
        await().until(() -> received().contains(before.toString()));
        for (String place : List.of("feed_event set stamp = stamp", "feed_object set last_stamp = last_stamp")) {
            portalDatabase
                    .sql("update portal." + place + " + 5000000000 where object_id = ?")
                    .param(object)
                    .update();
        }
        portalDatabase
                .sql("update portal.feed_subscriber set stamp = stamp + 5000000000 where name = ?")
                .param(name)
                .update();

        new FeedClock(portalDatabase).afterPropertiesSet();
        UUID behind = record(object, 2);

        await().atMost(Duration.ofSeconds(10)).until(() -> received().contains(behind.toString()));
        assertThat(after(cursor)).containsSubsequence(before, behind);
    }

    @Test
    void knowsACursorThatCantBeOfThisLog() {
        assertThatThrownBy(() -> after("999999999999999999.1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysSinceWhenAnOpenTransactionHoldsEventsBack() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        Thread writer = Thread.ofPlatform()
                .start(() -> portalDatabase.inTransaction(() -> {
                    log.record(change(UUID.randomUUID(), 1));
                    portalDatabase.sql("select pg_current_xact_id()").query(row -> {}); // as a change itself writes
                    written.countDown();
                    waitFor(mayCommit);
                }));
        written.await();
        UUID waiting = record(UUID.randomUUID(), 2);
        portalDatabase
                .sql("update portal.feed_event set recorded_at = now() - interval '2 minutes' where id = ?")
                .param(waiting)
                .update();

        Feed.Page page = feed.read(Access.peer("test"), end(), 500);
        mayCommit.countDown();
        writer.join();

        assertThat(page.heldUpSince()).isNotNull();
        await().until(() -> feed.read(Access.peer("test"), end(), 500).heldUpSince() == null);
    }

    private List<UUID> after(@Nullable String cursor) {
        return feed.read(Access.peer("test"), cursor, 500).events().stream()
                .map(LoggedEvent::id)
                .toList();
    }

    private String end() {
        return portalDatabase
                .sql("select stamp || '.' || position from portal.feed_subscriber where name = ?")
                .param(name)
                .query(String.class)
                .single();
    }

    private UUID record(UUID object, int number) {
        return portalDatabase.inTransaction(() -> log.record(change(object, number)));
    }

    private static FeedLog.Change change(UUID object, int number) {
        Money amount = new Money(BigDecimal.TEN, "EUR");
        Instant at = Instant.parse("2026-09-01T10:00:00Z");
        InvoiceFacts facts = new InvoiceFacts(
                "INV-" + number, InvoiceStatus.OPEN, amount, amount, null, null, null, null, "Xero", null, at);
        return new FeedLog.Change(
                "invoice",
                object,
                "books",
                at,
                new InvoiceChanged(
                        object.toString(), Ids.next().toString(), new ExternalId("books", "x"), facts, number, true));
    }

    /** Other tests write to the feed too: this subscriber wants to hear of what comes from now on. */
    private void startAtTheEnd() {
        portalDatabase.sql("""
                        insert into portal.feed_subscriber (name, stamp, position) values (?, %s, 0)
                        """.formatted(FeedClock.HORIZON)).param(name).update();
    }

    private FeedPublisher publisher(Database database) {
        FeedSubscriber subscriber = new FeedSubscriber() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String url() {
                return "http://127.0.0.1:" + receiver.port() + "/events";
            }

            @Override
            public byte[] secret() {
                return SECRET;
            }

            @Override
            public int mostInAPost() {
                return eventsInAPost;
            }
        };
        return new FeedPublisher(
                List.of(subscriber), feed, new FeedSubscriptions(database), post, new FeedLog(database));
    }

    private List<String> received() {
        return receiver.findAll(postRequestedFor(urlEqualTo("/events"))).stream()
                .map(request -> request.getHeader("webhook-id"))
                .toList();
    }

    private List<String> accepted() {
        return receiver.getAllServeEvents().reversed().stream()
                .filter(served -> served.getResponse().getStatus() == 204)
                .map(ServeEvent::getRequest)
                .map(request -> request.getHeader("webhook-id"))
                .toList();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
