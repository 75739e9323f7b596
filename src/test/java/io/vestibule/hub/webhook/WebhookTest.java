package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.platform.web.PublicAddress;
import io.vestibule.support.VestibuleTest;
import io.vestibule.support.vendors.SignedWebhook;
import io.vestibule.support.vendors.StandardWebhooksSender;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

/** What tests of webhooks share: apps, connections and clients of their own, and waiting for a row's end. */
abstract class WebhookTest extends VestibuleTest {

    @Autowired
    protected Apps apps;

    @Autowired
    protected Connections connections;

    @Autowired
    protected PortalGateway portal;

    @Autowired
    protected Inbox inbox;

    @Autowired
    protected InboxRows rows;

    @Autowired
    protected PublicAddress address;

    @Autowired
    private AlikeClients alike;

    protected final String app = unique("app");
    protected final StandardWebhooksSender sender = new StandardWebhooksSender(StandardWebhooksSender.secretOf(app));

    protected ClientId newClient(String name) {
        UpsertClient command = new UpsertClient(null, name, List.of(), null, null, null);
        Answer answer = portal.execute(Envelope.of(unique("test"), command));
        assertThat(answer).isInstanceOf(Answer.Applied.class);
        return new ClientId(((Answer.Applied) answer).resource().id());
    }

    /** Names of clients are read once a minute: from now on those that are new are suggested. */
    protected void namesAreReadAnew() {
        alike.of("anybody");
        clock.advance(Duration.ofMinutes(2));
    }

    protected void newApp(String connector, Map<String, String> values) {
        assertThat(apps.save(new AppDraft(app, connector, values, true), null, "test"))
                .isInstanceOf(Change.Saved.class);
    }

    protected void newConnection(String name, String account, @Nullable ClientId client, Map<String, String> values) {
        ConnectionDraft draft = new ConnectionDraft(name, app, account, client, values, Map.of(), true);
        assertThat(connections.save(draft, null, "test")).isInstanceOf(Change.Saved.class);
    }

    /** An app and a connection of a plain sender, named alike. */
    protected void newSender(@Nullable ClientId client) {
        newApp("standard-webhooks", Map.of("webhookSecret", sender.secret()));
        newConnection(app, "", client, Map.of());
    }

    protected URI hook() {
        return URI.create(url("/hooks/" + app));
    }

    protected HttpResponse<String> push(String id, String body) {
        return sender.sign(id, clock.instant(), body).sendTo(hook());
    }

    protected HttpResponse<String> send(SignedWebhook webhook) {
        return webhook.sendTo(hook());
    }

    protected List<InboxRow> rowsOfApp() {
        InboxRows.Filter mine = new InboxRows.Filter(Set.of(), null, app, null, null, null, null);
        return rows.search(mine, null, 100).rows();
    }

    protected InboxRow ended(String account, String externalId) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> rows.find(app, account, externalId).orElse(null), row -> row != null && !row.open());
    }

    protected InboxRow ended(String externalId) {
        return ended("", externalId);
    }

    protected InboxRow inState(long id, InboxState state) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> rows.find(id).orElseThrow(), row -> row.state() == state);
    }

    /** What the row did stands in the portal; the hub does not know, and its claim ran out. */
    protected void asKilledBeforeItsEndWasRecorded(InboxRow row) {
        hubDatabase
                .sql("update hub.inbox_message set state = 'RECEIVED', due_at = now() where id = ?")
                .param(row.id())
                .update();
    }

    protected static String invoice(String id, String number, String updatedAt) {
        return """
                {"type":"invoice.upserted","timestamp":"%3$s","data":{"id":"%1$s","number":"%2$s","status":"open",
                "currency":"EUR","total":"1190.00","amountDue":"1190.00","issueDate":"2026-09-01",
                "dueDate":"2026-10-01","updatedAt":"%3$s",
                "client":{"id":"D-1","name":"Nobody known","email":"books@%2$s.example"}}}""".formatted(id, number, updatedAt);
    }
}
