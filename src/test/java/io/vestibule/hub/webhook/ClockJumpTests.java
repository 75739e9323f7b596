package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.TokenStore;
import io.vestibule.hub.connector.Tokens;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.connector.VendorAnswer;
import io.vestibule.hub.connector.VendorHttp;
import io.vestibule.hub.inbox.ClaimRoom;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.outbox.FailingConnections;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxDraft;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.vendors.SimulatedXero;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Business time is moved by an hour, either way, while everything goes on. */
class ClockJumpTests extends WebhookTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final String WHEN = "2026-09-01T10:00:00Z";

    @Autowired
    private SimulatedXero xero;

    @Autowired
    private TokenStore tokens;

    @Autowired
    private VendorAccounts accounts;

    @Autowired
    private VendorHttp vendors;

    @Autowired
    private Outbox outbox;

    @Autowired
    private FailingConnections failing;

    @Autowired
    private ApplicationContext context;

    @Test
    void noSignatureGrowsOldByIt() {
        newSender(newClient(app));
        for (Duration jump : new Duration[] {AN_HOUR, AN_HOUR.negated()}) {
            clock.backToPresent();
            clock.advance(jump);
            String id = "after" + jump;

            var answer = sender.sign(id, Clock.systemUTC().instant(), invoice(id, app, WHEN))
                    .sendTo(hook());

            assertThat(answer.statusCode()).as("%s", jump).isEqualTo(202);
            assertThat(ended(id).state()).as("%s", jump).isEqualTo(InboxState.APPLIED);
        }
    }

    @Test
    void noLeaseEndsByIt() {
        newSender(newClient(app));
        push("w1", invoice("i1", app, WHEN));
        ended("w1");
        leased("w1");

        clock.advance(AN_HOUR);

        assertThat(inbox.claim(new ClaimRoom(100, 100, 9, Long.MAX_VALUE)))
                .noneMatch(message -> message.app().equals(app));
        hubDatabase
                .sql("delete from hub.inbox_message where app = :app")
                .param("app", app)
                .update();
    }

    @Test
    void noAccessTokenEndsByIt() {
        String tenant = UUID.randomUUID().toString();
        xero.addOrganisation(tenant, "Books");
        xero.acceptToken("good-for-half-an-hour");
        newApp("xero", Map.of("clientId", "id", "clientSecret", "secret", "webhookKey", "key"));
        newConnection(app, tenant, null, Map.of("tenantId", tenant));
        Instant end = Clock.systemUTC().instant().plus(Duration.ofMinutes(30));
        tokens.connect(app, new Tokens("good-for-half-an-hour", "refresh", end));

        clock.advance(AN_HOUR);

        VendorAccount account = accounts.of(connections.find(app).orElseThrow()).orElseThrow();
        assertThat(vendors.check(account)).isInstanceOf(VendorAnswer.Done.class);
        assertThat(tokens.load(app).map(Tokens::accessToken)).contains("good-for-half-an-hour");
    }

    @Test
    void noPauseOfAVendorThatIsLeftAloneEndsOrGrowsByIt() {
        hubDatabase.sql("""
                        insert into hub.failing_connection (connection, reason, opened_at, probe_at)
                        values (:name, 'connection-timeout', clock_timestamp(), clock_timestamp() + interval '5 minutes')
                        """).param("name", app).update();
        outbox.enqueue(new OutboxDraft(app, "vendor", app, app, null, null, "status", "{}", null));

        for (Duration jump : new Duration[] {AN_HOUR, AN_HOUR.negated()}) {
            clock.backToPresent();
            clock.advance(jump);

            assertThat(failing.leftAlone(app).orElseThrow().nextTry())
                    .as("%s", jump)
                    .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
            // Twice as long as the queue is looked at again
            await().during(Duration.ofSeconds(2)).until(() -> attempts() == 0);
        }
    }

    @Test
    void nobodyIsSignedOutByIt() {
        Cast cast = new Cast(context, browser());
        Browser admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));

        for (Duration jump : new Duration[] {AN_HOUR, AN_HOUR.negated()}) {
            clock.backToPresent();
            clock.advance(jump);

            assertThat(admin.get("/console").status()).as("%s", jump).isEqualTo(200);
        }
    }

    private int attempts() {
        return hubDatabase
                .sql("select attempts from hub.outbox_message where connection = :name")
                .param("name", app)
                .query(Integer.class)
                .single();
    }

    /** As if a node that is alive handled it right now. */
    private void leased(String externalId) {
        hubDatabase.sql("""
                        with open as (
                            update hub.inbox_message set state = 'RECEIVED', due_at = now()
                            where app = :app and external_id = :id returning id, app, ordering_key
                        )
                        insert into hub.inbox_claim (message_id, app, ordering_key, claim, held_until)
                        select id, app, ordering_key, gen_random_uuid(), clock_timestamp() + interval '90 seconds'
                        from open
                        """).param("app", app).param("id", externalId).update();
    }
}
