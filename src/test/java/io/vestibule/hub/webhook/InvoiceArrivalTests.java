package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.InvoiceStatus;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.connector.TokenStore;
import io.vestibule.hub.connector.Tokens;
import io.vestibule.hub.gateway.PortalGateway.InvoiceView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.support.SimulatedWorld;
import io.vestibule.support.vendors.SimulatedXero;
import io.vestibule.support.vendors.SimulatedXero.NewInvoice;
import io.vestibule.support.vendors.SimulatedXero.News;
import io.vestibule.support.vendors.VendorFault;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class InvoiceArrivalTests extends WebhookTest {

    /** More than there are workers. */
    private static final int HANGING = 8;

    @Autowired
    private Links links;

    @Autowired
    private LinkDecisions decisions;

    @Autowired
    private SimulatedXero xero;

    @Autowired
    private TokenStore tokens;

    private final String tenant = UUID.randomUUID().toString();
    private final String contact = UUID.randomUUID().toString();

    @AfterEach
    void wellAgain() {
        xero.forgetFaults();
    }

    @Test
    void bringsAPushedInvoiceToTheClientOfItsConnection() {
        ClientId client = newClient(app);
        newSender(client);

        push("w1", invoice("i1", app, "2026-09-01T10:00:00Z"));

        InboxRow row = ended("w1");
        assertThat(row.state()).isEqualTo(InboxState.APPLIED);
        assertThat(row.clientId()).isEqualTo(client.value());
        InvoiceView invoice = invoiceOf("i1");
        assertThat(invoice.clientId()).isEqualTo(client);
        assertThat(invoice.facts().total().amount()).isEqualByComparingTo("1190.00");
        assertThat(row.objectId()).isEqualTo(invoice.id());
    }

    @Test
    void updatesWithNewerNewsAndIgnoresOlder() {
        newSender(newClient(app));
        push("w1", invoice("i1", app, "2026-09-01T10:00:00Z"));
        push("w3", invoice("i1", app, "2026-09-03T10:00:00Z").replace("\"open\"", "\"paid\""));
        push("w2", invoice("i1", app, "2026-09-02T10:00:00Z"));

        InboxRow late = ended("w2");

        assertThat(ended("w3").state()).isEqualTo(InboxState.APPLIED);
        assertThat(late.state()).isEqualTo(InboxState.IGNORED);
        assertThat(late.reason()).isEqualTo("stale");
        assertThat(invoiceOf("i1").facts().status()).isEqualTo(InvoiceStatus.PAID);
    }

    @Test
    void hasNoEffectWhenTheSameFactsComeAgain() {
        newSender(newClient(app));
        push("w1", invoice("i1", app, "2026-09-01T10:00:00Z"));
        ended("w1");
        long version = invoiceOf("i1").version();

        push("w2", invoice("i1", app, "2026-09-01T10:00:00Z"));

        assertThat(ended("w2").result()).contains("still as known");
        assertThat(invoiceOf("i1").version()).isEqualTo(version);
    }

    @Test
    void holdsAnInvoiceOfAnUnlinkedContactUntilOneClickLinksIt() {
        ClientId client = newClient("Nobody Known " + app);
        namesAreReadAnew();
        newSender(null);
        push("w1", invoice("i1", app, "2026-09-01T10:00:00Z"));
        push("w2", invoice("i2", app, "2026-09-01T10:00:00Z"));
        InboxRow held = ended("w1");
        assertThat(held.state()).isEqualTo(InboxState.HELD);
        assertThat(held.suggestions())
                .anySatisfy(suggestion -> assertThat(suggestion.clientId()).isEqualTo(client.value()));
        assertThat(portal.invoiceByOrigin(new ExternalId(app, "i1"))).isEmpty();

        inState(ended("w2").id(), InboxState.HELD);
        decisions.decide(new Links.Key(app, "client", "D-1"), null, client, "Olga");
        inbox.release(String.valueOf(held.holdKey()), null);

        inState(held.id(), InboxState.APPLIED);
        inState(ended("w2").id(), InboxState.APPLIED);
        assertThat(invoiceOf("i1").clientId()).isEqualTo(client);
        assertThat(links.find(new Links.Key(app, "client", "D-1"))).hasValue(client);
    }

    @Test
    void refusesAnInvoiceOfAClientThatIsGoneAndAppliesItAfterAReplay() {
        newSender(null);
        ClientId gone = new ClientId(UUID.randomUUID().toString());
        links.put(new Links.Key(app, "client", "D-1"), null, gone, new Links.By("Olga", "?"));
        push("w1", invoice("i1", app, "2026-09-01T10:00:00Z"));
        InboxRow refused = ended("w1");
        assertThat(refused.state()).isEqualTo(InboxState.REFUSED);
        assertThat(refused.reason()).isEqualTo("unknown-client");

        ClientId client = newClient(app);
        links.put(new Links.Key(app, "client", "D-1"), gone, client, new Links.By("Olga", "?"));
        inbox.replay(refused.id(), "Olga");

        inState(refused.id(), InboxState.APPLIED);
        assertThat(invoiceOf("i1").clientId()).isEqualTo(client);
    }

    @Test
    void namesThePathWhenTheMappingBreaksAndDelaysNobodyElse() {
        newSender(newClient(app));
        push(
                "w1",
                invoice("i1", app, "2026-09-01T10:00:00Z")
                        .replace("\"1190.00\",\"amountDue\"", "\"twelve\",\"amountDue\""));
        push("w2", invoice("i2", app, "2026-09-01T10:00:00Z"));

        InboxRow dead = ended("w1");
        assertThat(dead.state()).isEqualTo(InboxState.DEAD);
        assertThat(dead.reason()).isEqualTo("mapping-failed");
        assertThat(dead.detail()).contains("invoice.inbound.jsonata");
        assertThat(ended("w2").state()).isEqualTo(InboxState.APPLIED);
    }

    @Test
    void holdsNewsOfAnUnknownAccountUntilThereIsAConnectionForIt() {
        newSender(newClient(app));
        String other = unique("branch");
        push("w1", invoiceOfAccount(other));
        InboxRow held = ended(other, "w1");
        assertThat(held.reason()).isEqualTo("unknown-account");

        newConnection(other, other, newClient(other), Map.of());

        assertThat(inState(held.id(), InboxState.APPLIED).connection()).isEqualTo(other);
    }

    @Test
    void whatWaitedForAnAccountGoesOnWhenAWorkingConnectionIsCorrectedToIt() {
        newSender(newClient(app));
        String right = unique("branch");
        String name = unique("books");
        newConnection(name, unique("mistyped"), newClient(name), Map.of());
        push("w1", invoiceOfAccount(right));
        InboxRow held = ended(right, "w1");
        // Longer ago than the look at what was held lately goes back
        hubDatabase
                .sql("update hub.inbox_message set changed_at = changed_at - interval '2 hours' where id = ?")
                .param(held.id())
                .update();

        Connection now = connections.find(name).orElseThrow();
        ConnectionDraft corrected = new ConnectionDraft(name, app, right, now.client(), Map.of(), Map.of(), true);
        assertThat(connections.save(corrected, now.version(), "test")).isInstanceOf(Change.Saved.class);

        assertThat(inState(held.id(), InboxState.APPLIED).connection()).isEqualTo(name);
    }

    /** Those of a client's own connection need no link. */
    @Test
    void aConnectionWhoseInvoicesAreShownKeepsItsAccount() {
        newApp("standard-webhooks", Map.of("webhookSecret", sender.secret()));
        String branch = unique("branch");
        newConnection(app, branch, newClient(app), Map.of());
        push("w1", invoiceOfAccount(branch));
        assertThat(ended(branch, "w1").state()).isEqualTo(InboxState.APPLIED);

        Connection now = connections.find(app).orElseThrow();
        ConnectionDraft moved = new ConnectionDraft(app, app, unique("b"), now.client(), Map.of(), Map.of(), true);
        assertThat(connections.save(moved, now.version(), "test"))
                .isInstanceOfSatisfying(
                        Change.Invalid.class,
                        invalid -> assertThat(invalid.errors()).containsOnlyKeys("account"));
        assertThat(connections.byAccount(app, branch)).map(Connection::name).hasValue(app);
    }

    @Test
    void ignoresWhatNoRuleIsAbout() {
        newSender(newClient(app));
        push("w1", "{\"type\":\"moon.landed\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"data\":{\"id\":\"m\"}}");

        assertThat(ended("w1").reason()).isEqualTo("no-rule");
    }

    @Test
    void bringsEventsOfTwoOrganisationsInOneBodyToTheRightClients() {
        ClientId first = newClient(app + " one");
        ClientId second = newClient(app + " two");
        String secondTenant = UUID.randomUUID().toString();
        newLedger(app + "-a", tenant, first);
        newLedger(app + "-b", secondTenant, second);
        String one = enter(tenant, "A-1");
        String two = enter(secondTenant, "B-1");

        send(xero.webhook(xero.invoiceNews(tenant, "CREATE", one), xero.invoiceNews(secondTenant, "CREATE", two)));

        assertThat(endedIn(tenant).state()).isEqualTo(InboxState.APPLIED);
        assertThat(endedIn(secondTenant).state()).isEqualTo(InboxState.APPLIED);
        assertThat(portal.invoiceByOrigin(new ExternalId(app + "-a", one))
                        .orElseThrow()
                        .clientId())
                .isEqualTo(first);
        assertThat(portal.invoiceByOrigin(new ExternalId(app + "-b", two))
                        .orElseThrow()
                        .clientId())
                .isEqualTo(second);
    }

    @Test
    void takesTheNewestFactsWhenTheInvoiceChangedAfterAKill() {
        newLedger(app, tenant, newClient(app));
        String id = enter(tenant, "A-1");
        send(xero.webhook(xero.invoiceNews(tenant, "CREATE", id)));
        InboxRow row = endedIn(tenant);
        xero.payInvoice(tenant, id);

        asKilledBeforeItsEndWasRecorded(row);

        inState(row.id(), InboxState.APPLIED);
        assertThat(invoiceOf(id).facts().status()).isEqualTo(InvoiceStatus.PAID);
    }

    @Test
    void triesAgainWhenTheVendorIsBusyOrBroken() {
        newLedger(app, tenant, newClient(app));
        String id = enter(tenant, "A-1");
        xero.planFault(1, ".*" + id, new VendorFault.NotJson());
        xero.planFault(1, ".*" + id, new VendorFault.Status(429, Map.of("Retry-After", "1"), "{}"));

        send(xero.webhook(xero.invoiceNews(tenant, "CREATE", id)));

        InboxRow row = endedIn(tenant);
        assertThat(row.state()).isEqualTo(InboxState.APPLIED);
        assertThat(row.attempts()).isEqualTo(3);
        assertThat(rows.history(row.id()))
                .extracting(change -> change.state())
                .containsExactly(InboxState.RECEIVED, InboxState.RETRY, InboxState.RETRY, InboxState.APPLIED);
    }

    @Test
    void anInvoiceThatAlwaysFailsHoldsUpNoOtherOne() {
        newLedger(app, tenant, newClient(app));
        String poison = enter(tenant, "A-1");
        String other = enter(tenant, "A-2");
        xero.planFault(1_000, ".*" + poison, new VendorFault.Status(500, Map.of(), "{}"));
        send(xero.webhook(xero.invoiceNews(tenant, "CREATE", poison)));
        long failing = rowsOfApp().getFirst().id();
        inState(failing, InboxState.RETRY);

        send(xero.webhook(xero.invoiceNews(tenant, "CREATE", other)));

        long next = rowsOfApp().stream()
                .mapToLong(InboxRow::id)
                .filter(id -> id != failing)
                .findFirst()
                .orElseThrow();
        inState(next, InboxState.APPLIED);
        assertThat(rows.find(failing).orElseThrow().open()).isTrue();
        xero.forgetFaults();
        inbox.wake(app);
        inState(failing, InboxState.APPLIED);
    }

    @Test
    void aVendorThatHangsHoldsUpNoNewsOfAnother() {
        newLedger(app, tenant, newClient(app));
        String other = unique("other");
        apps.save(
                new AppDraft(other, "standard-webhooks", Map.of("webhookSecret", sender.secret()), true), null, "test");
        connections.save(
                new ConnectionDraft(other, other, "", newClient(other), Map.of(), Map.of(), true), null, "test");
        xero.planFault(HANGING, ".*/Invoices/.*", new VendorFault.Hang(Duration.ofSeconds(6)));
        for (int number = 0; number < HANGING; number++) {
            send(xero.webhook(xero.invoiceNews(tenant, "CREATE", enter(tenant, "A-" + number))));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> inWork() > 1);

        sender.sign("w1", clock.instant(), invoice("i1", other, "2026-09-01T10:00:00Z"))
                .sendTo(URI.create(url("/hooks/" + other)));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> rows.find(other, "", "w1")
                        .filter(row -> row.state() == InboxState.APPLIED)
                        .isPresent());
        assertThat(rowsOfApp()).hasSize(HANGING).allMatch(InboxRow::open);
        xero.forgetFaults();
        rowsOfApp().forEach(row -> inState(row.id(), InboxState.APPLIED));
    }

    private int inWork() {
        return hubDatabase
                .sql("select count(*) from hub.inbox_claim where app = :app")
                .param("app", app)
                .query(Integer.class)
                .single();
    }

    @Test
    void waitsWhileAConnectionIsStoppedAndGoesOnWhenItWorksAgain() {
        newLedger(app, tenant, newClient(app));
        String id = enter(tenant, "A-1");
        tokens.connect(app, new Tokens("revoked", "revoked", clock.instant().plusSeconds(900)));

        News news = xero.invoiceNews(tenant, "CREATE", id);
        send(xero.webhook(news));
        InboxRow waiting = rows.find(rowsOfApp().getFirst().id()).orElseThrow();
        inState(waiting.id(), InboxState.RETRY);
        assertThat(rows.find(waiting.id()).orElseThrow().reason()).isEqualTo("connection-stopped");
        assertThat(connections.find(app).orElseThrow().problem()).contains("Connect");

        connect(app);
        connections.recover(app, "Olga");

        inState(waiting.id(), InboxState.APPLIED);
    }

    private String invoiceOfAccount(String account) {
        return invoice("i1", app, "2026-09-01T10:00:00Z")
                .replace("\"data\":{", "\"data\":{\"account\":\"" + account + "\",");
    }

    private void newLedger(String name, String account, ClientId client) {
        if (apps.find(app).isEmpty()) {
            newApp("xero", Map.of("clientId", "c", "clientSecret", "s", "webhookKey", SimulatedWorld.XERO_WEBHOOK_KEY));
        }
        xero.addOrganisation(account, name);
        xero.addContact(account, contact, "Acme", "books@acme.example");
        newConnection(name, "", client, Map.of("tenantId", account));
        connect(name);
    }

    private void connect(String name) {
        ObjectNode consent = xero.consent();
        tokens.connect(
                name,
                new Tokens(
                        consent.path("access_token").asText(),
                        consent.path("refresh_token").asText(),
                        clock.instant().plus(Duration.ofMinutes(30))));
    }

    private String enter(String account, String number) {
        LocalDate day = LocalDate.parse("2026-09-01");
        return xero.addInvoice(
                account, new NewInvoice(contact, number, new BigDecimal("120.50"), "GBP", day, day.plusDays(30)));
    }

    private InboxRow endedIn(String account) {
        InboxRow row = rowsOfApp().stream()
                .filter(each -> each.account().equals(account))
                .findFirst()
                .orElseThrow();
        return ended(account, row.externalId());
    }

    private InvoiceView invoiceOf(String id) {
        return portal.invoiceByOrigin(new ExternalId(app, id)).orElseThrow();
    }
}
