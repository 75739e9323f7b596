package io.vestibule.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

    private void newApp() {
        Map<String, String> values = Map.of("clientId", "c", "clientSecret", "s", "webhookKey", KEY);
        assertThat(apps.save(new AppDraft(app, "xero", values, true), null, "t"))
                .isInstanceOf(Change.Saved.class);
    }

    private ConnectionDraft draft(Map<String, String> values) {
        return new ConnectionDraft(name, app, "", null, values, Map.of(), true);
    }
}
