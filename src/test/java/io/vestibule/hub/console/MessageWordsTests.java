package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.OpenRequest;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.Resource;
import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.outbox.Deliveries;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxDraft;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.VestibuleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Messages are named in words of the firm's people; the names that systems give them stand in the folded evidence. */
class MessageWordsTests extends VestibuleTest {

    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private PortalGateway portal;

    @Autowired
    private Apps apps;

    @Autowired
    private Inbox inbox;

    @Autowired
    private InboxRows rows;

    @Autowired
    private Outbox outbox;

    @Autowired
    private Deliveries deliveries;

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    @BeforeEach
    void signIn() {
        Cast cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
    }

    @Test
    void aDeliverySaysWhatCausedItAndLeadsThere() {
        Resource request = request();
        InboxRow event = await().atMost(Duration.ofSeconds(20))
                .until(() -> rows.about("request", request.id()), found -> !found.isEmpty())
                .getFirst();
        String source = "feed:" + event.externalId();
        String target = unique("tom") + "@elsewhere.example";
        outbox.enqueue(List.of(new OutboxDraft(source, "mail", target, "system", null, null, "comment", "{}", NEVER)));
        long delivery = deliveries.bySources(List.of(source)).stream()
                .filter(row -> row.draft().target().equals(target))
                .findFirst()
                .orElseThrow()
                .id();

        Page page = admin.get("/console/messages/sent/" + delivery);

        assertThat(page.html()
                        .select("dd a[href=/console/messages/received/" + event.id() + "]")
                        .text())
                .isEqualTo("Request opened on " + request.number());
        assertThat(page.html().select(".v-facts").text()).doesNotContain(source);
        assertThat(page.html().select("details .v-evidence").text()).contains(source);
    }

    @Test
    void whatAVendorSendsIsNamedByWhatItBecomes() {
        String app = unique("sender");
        apps.save(
                new AppDraft(
                        app,
                        "standard-webhooks",
                        Map.of("webhookSecret", "whsec_c2VjcmV0LW9mLXRoZS1tZXNzYWdlLXdvcmRzLXRlc3Q="),
                        true),
                null,
                "test");
        Delivery.Item item =
                new Delivery.Item("", unique("event"), null, "invoice.upserted", unique("key"), "{}", null);
        inbox.receive(new Delivery(
                "webhook", app, "{}".getBytes(StandardCharsets.UTF_8), "application/json", Map.of(), List.of(item)));
        long id = rows.find(app, "", item.externalId()).orElseThrow().id();

        Page page = admin.get("/console/messages/received/" + id);

        assertThat(page.html().select("h1 span:first-child").text()).isEqualTo("Invoice");
        assertThat(page.html().select("details .v-evidence").text()).contains("invoice.upserted");
    }

    private Resource request() {
        Answer client = portal.execute(
                Envelope.of(unique("test"), new UpsertClient(null, unique("Acme"), List.of(), null, null, null)));
        RequestDraft draft = new RequestDraft(
                "VAT return", "Please help", null, null, List.of(), List.of(), Channel.PORTAL, null, null);
        ClientId id = new ClientId(((Answer.Applied) client).resource().id());
        return ((Answer.Applied) portal.execute(Envelope.of(unique("test"), new OpenRequest(id, draft)))).resource();
    }
}
