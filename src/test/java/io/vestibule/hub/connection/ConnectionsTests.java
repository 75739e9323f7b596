package io.vestibule.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.connector.TokenStore;
import io.vestibule.hub.connector.Tokens;
import io.vestibule.platform.security.SecretBox;
import io.vestibule.support.VestibuleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class ConnectionsTests extends VestibuleTest {

    private static final String KEY = "key-of-the-webhook-very-secret";

    @Autowired
    private Apps apps;

    @Autowired
    private Connections connections;

    @Autowired
    private SnapshotReader reader;

    @Autowired
    private ConnectorCatalog catalog;

    @Autowired
    private TokenStore tokens;

    @Autowired
    private Links links;

    @Autowired
    private LinkRecords linkRecords;

    @Autowired
    private ObjectLinks objectLinks;

    private final String app = unique("app");
    private final String name = unique("conn");
    private final String tenant = UUID.randomUUID().toString();

    @Test
    void namesWhatIsWrongFieldByField() {
        Change app =
                apps.save(new AppDraft("No Name", "xero", Map.of("clientId", "", "colour", "red"), true), null, "t");

        assertThat(app)
                .isInstanceOfSatisfying(
                        Change.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .containsOnlyKeys("name", "clientId", "clientSecret", "webhookKey", "colour"));
        assertThat(connections.save(draft(Map.of("tenantId", tenant)), null, "t"))
                .isInstanceOfSatisfying(
                        Change.Invalid.class,
                        invalid -> assertThat(invalid.errors()).containsOnlyKeys("app"));
    }

    @Test
    void keepsSecretsSealedAndOutOfEveryText() {
        newApp();

        byte[] sealed = hubDatabase
                .sql("select sealed from hub.secret where owner = ? and field = 'webhookKey'")
                .param("app:" + app)
                .query(byte[].class)
                .single();

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(apps.find(app).orElseThrow().secrets()).containsEntry("webhookKey", KEY);
        assertThat(apps.find(app).orElseThrow().toString()).doesNotContain(KEY);
        assertThat(hubDatabase
                        .sql("select settings::text from hub.app where name = ?")
                        .param(app)
                        .query(String.class)
                        .single())
                .doesNotContain(KEY);
    }

    @Test
    void keepsAStoredSecretWhenTheFieldIsLeftEmpty() {
        newApp();
        Map<String, String> values = new HashMap<>(Map.of("clientId", "other", "clientSecret", "", "webhookKey", ""));

        Change change = apps.save(new AppDraft(app, "xero", values, true), 1L, "t");

        assertThat(change).isInstanceOf(Change.Saved.class);
        assertThat(apps.find(app).orElseThrow().secrets()).containsEntry("webhookKey", KEY);
        assertThat(apps.find(app).orElseThrow().settings()).containsEntry("clientId", "other");
        assertThat(apps.save(new AppDraft(app, "xero", values, true), 1L, "t")).isInstanceOf(Change.Moved.class);
    }

    @Test
    void aMailboxAndAnAppNeverShareAName() {
        newApp();
        String box = unique("box");
        apps.save(new AppDraft(box, "mailbox", Map.of(), true), null, "t");
        Map<String, String> values = Map.of("address", box + "@firm.example");

        assertNameRefused(connections.save(new ConnectionDraft(app, box, "", null, values, Map.of(), true), null, "t"));
    }

    private static void assertNameRefused(Change change) {
        assertThat(change)
                .isInstanceOfSatisfying(
                        Change.Invalid.class,
                        invalid -> assertThat(invalid.errors()).containsKey("name"));
    }

    @Test
    void findsTheConnectionOfAnAccountByItsSetting() {
        newApp();
        assertThat(connections.save(draft(Map.of("tenantId", tenant)), null, "t"))
                .isInstanceOf(Change.Saved.class);

        assertThat(connections.byAccount(app, tenant)).map(Connection::name).hasValue(name);
        ConnectionDraft twin =
                new ConnectionDraft(unique("twin"), app, "", null, Map.of("tenantId", tenant), Map.of(), true);
        assertThat(connections.save(twin, null, "t"))
                .isInstanceOfSatisfying(
                        Change.Invalid.class,
                        invalid -> assertThat(invalid.errors()).containsOnlyKeys("account"));
    }

    @Test
    void anAccountCanBeCorrectedUntilSomethingIsLinkedUnderIt() {
        newApp();
        String right = UUID.randomUUID().toString();
        connections.save(draft(Map.of("tenantId", tenant)), null, "t");
        links.await(contact(), "Acme Ltd");
        assertThat(change(Map.of("tenantId", right))).isInstanceOf(Change.Saved.class);

        links.put(contact(), null, new ClientId("c1"), new Links.By("Olga", "Acme Ltd"));

        assertRefused(
                change(Map.of("tenantId", tenant)),
                "tenantId",
                "already stands for account " + right + ": its records are linked");
        assertThat(change(Map.of("tenantId", right))).isInstanceOf(Change.Saved.class);
        assertThat(connections.find(name).orElseThrow().account()).isEqualTo(right);
    }

    @Test
    void anAccountStaysAlsoWhenTheLinkOfItsRecordsWasRemoved() {
        newApp();
        connections.save(draft(Map.of("tenantId", tenant)), null, "t");
        linkRecords.put(new LinkRecords.LinkRecord(contact(), new ObjectRef("invoice", "i1"), null));

        String other = UUID.randomUUID().toString();
        assertRefused(change(Map.of("tenantId", other)), "tenantId", "Create a new connection");
    }

    @Test
    void whatBecomesARequestStaysTheSameOnceARecordIsLinked() {
        apps.save(new AppDraft(app, "hubspot", Map.of("clientSecret", "s"), true), null, "t");
        Map<String, String> values =
                new HashMap<>(Map.of("portalId", "33", "accessToken", "t", "markerProperty", "in_portal"));
        assertThat(connections.save(draft(values), null, "t")).isInstanceOf(Change.Saved.class);
        objectLinks.put(
                new ObjectLinks.ObjectLink(name, "17", new ObjectRef("request", "r1"), null, "Ticket 17", null));

        values.put("object", "deals");
        assertRefused(change(values), "object", "already stands for \"Tickets\"");
        values.put("object", "tickets");
        values.put("markerProperty", "for_clients");
        assertThat(change(values))
                .as("what it has been by default, and what does not tell records apart")
                .isInstanceOf(Change.Saved.class);
        values.put("portalId", "44");
        assertRefused(change(values), "portalId", "already stands for account 33");
    }

    @Test
    void aLinkThatIsMadeWhileAnotherAccountIsBeingStoredWins() {
        newApp();
        connections.save(draft(Map.of("tenantId", tenant)), null, "t");
        String other = UUID.randomUUID().toString();
        ConnectionCheck check = connections.check(draft(Map.of("tenantId", other)), reader.read(), 1L);
        assertThat(check.errors()).isEmpty();

        links.put(contact(), null, new ClientId("c1"), new Links.By("Olga", "Acme Ltd"));

        Optional<Long> stored = hubDatabase.inTransaction(() -> connections.write(check, 1L, "t"));
        assertThat(stored).isEmpty();
        assertThat(reader.read().connections().get(name))
                .extracting(Connection::account)
                .isEqualTo(tenant);
    }

    @Test
    void storesAConnectionWhoseStatusTableHasAGapSwitchedOff() {
        newApp();
        StatusTable gap = new StatusTable(Map.of("PAID", "paid"), Map.of());
        ConnectionDraft draft =
                new ConnectionDraft(name, app, "", null, Map.of("tenantId", tenant), Map.of("invoice", gap), true);

        assertThat(connections.save(draft, null, "t"))
                .isInstanceOfSatisfying(
                        Change.Saved.class, saved -> assertThat(saved.problem()).contains("DRAFT"));

        Connection stored = connections.find(name).orElseThrow();
        assertThat(stored.enabled()).isFalse();
        assertThat(connections.working(stored)).isFalse();
        assertThat(connections.enable(name, true, "t")).isPresent();
    }

    @Test
    void stopsOnceAndWorksAgainWhenRecovered() {
        newApp();
        connections.save(draft(Map.of("tenantId", tenant)), null, "t");

        assertThat(connections.stop(name, "Connect it again.")).isTrue();
        assertThat(connections.stop(name, "Connect it again.")).isFalse();
        assertThat(connections.working(connections.find(name).orElseThrow())).isFalse();
        assertThat(connections.recover(name, "t")).isTrue();
        assertThat(connections.working(connections.find(name).orElseThrow())).isTrue();
        apps.enable(app, false, "t");
        assertThat(connections.working(connections.find(name).orElseThrow())).isFalse();
    }

    @Test
    void reachesAnotherNodeAndItsListenersWithinFiveSeconds() {
        AtomicInteger told = new AtomicInteger();
        StaticListableBeanFactory listeners = new StaticListableBeanFactory();
        listeners.addBean("listener", (ConnectionListener) told::incrementAndGet);
        ConnectionWatch otherNode =
                new ConnectionWatch(reader, catalog, listeners.getBeanProvider(ConnectionListener.class));
        otherNode.start();
        try {
            await().until(() -> told.get() > 0);
            newApp();
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> otherNode.current().apps().containsKey(app) && told.get() > 1);
        } finally {
            otherNode.stop();
        }
    }

    @Test
    void stopsOnlyTheAppWhoseSecretsTheKeyCantOpen() {
        newApp();
        byte[] sealedElsewhere = new SecretBox(new byte[32]).seal(KEY, "app:" + app + ":webhookKey");
        hubDatabase
                .sql("update hub.secret set sealed = ? where owner = ? and field = 'webhookKey'")
                .params(sealedElsewhere, "app:" + app)
                .update();

        assertThat(reader.read().apps().get(app))
                .extracting(App::problem)
                .asString()
                .contains("webhookKey")
                .contains("VESTIBULE_KEY");
    }

    @Test
    void letsOneAtATimeRefreshATokenAndForgetsALateResult() {
        newApp();
        connections.save(draft(Map.of("tenantId", tenant)), null, "t");
        Instant soon = Instant.parse("2026-09-01T10:00:00Z");
        tokens.connect(name, new Tokens("a1", "r1", soon));

        UUID claim = tokens.claimRefresh(name, Duration.ofMinutes(1)).orElseThrow();
        assertThat(tokens.claimRefresh(name, Duration.ofMinutes(1))).isEmpty();
        assertThat(tokens.save(name, new Tokens("a2", "r2", soon), claim)).isTrue();
        assertThat(tokens.save(name, new Tokens("a3", "r3", soon), claim)).isFalse();

        assertThat(tokens.load(name)).hasValue(new Tokens("a2", "r2", soon));
        byte[] sealed = hubDatabase
                .sql("select sealed from hub.token where connection = ?")
                .param(name)
                .query(byte[].class)
                .single();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("a2");
    }

    @Test
    void whatIsMadeOfConnectionsIsMadeAnewWhenOneOfThemOrItsAppChanges() {
        newApp();
        connections.save(draft(Map.of("tenantId", tenant)), null, "t");
        AtomicInteger times = new AtomicInteger();
        Supplier<Integer> made = connections.made(all -> times.incrementAndGet());

        // Other tests change connections of the same product meanwhile
        await().until(() -> made.get().equals(made.get()));
        int before = made.get();
        connections.enable(name, false, "t");
        int disabled = made.get();
        apps.save(new AppDraft(app, "xero", Map.of("clientId", "other", "webhookKey", ""), true), 1L, "t");

        assertThat(disabled).isGreaterThan(before);
        assertThat(made.get()).isGreaterThan(disabled);
    }

    private Links.Key contact() {
        return new Links.Key(name, "contact", "1");
    }

    private Change change(Map<String, String> values) {
        return connections.save(
                draft(values), connections.find(name).orElseThrow().version(), "t");
    }

    private static void assertRefused(Change change, String field, String words) {
        assertThat(change).isInstanceOfSatisfying(Change.Invalid.class, invalid -> {
            assertThat(invalid.errors()).containsOnlyKeys(field);
            assertThat(invalid.errors().get(field)).contains(words);
        });
    }

    private void newApp() {
        Map<String, String> values = Map.of("clientId", "c", "clientSecret", "s", "webhookKey", KEY);
        assertThat(apps.save(new AppDraft(app, "xero", values, true), null, "t"))
                .isInstanceOf(Change.Saved.class);
    }

    private ConnectionDraft draft(Map<String, String> values) {
        return new ConnectionDraft(name, app, "", null, values, Map.of(), true);
    }
}
