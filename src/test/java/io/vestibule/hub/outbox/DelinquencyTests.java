package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.RefusedSignatures;
import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailContent;
import io.vestibule.platform.mail.MailLanguage;
import io.vestibule.platform.mail.MailWords;
import io.vestibule.platform.security.Role;
import io.vestibule.platform.web.PublicAddress;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Invitation;
import io.vestibule.portal.access.People;
import io.vestibule.support.Alerts;
import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the admins hear of connections that stop, over the running product. */
class DelinquencyTests extends VestibuleTest {

    private static final StatusTable STAGES = new StatusTable(
            Map.of("1", "new", "2", "waiting-on-client", "3", "in-progress", "4", "done"), Map.of("done", "4"));

    private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");

    @Autowired
    private Delinquency delinquency;

    @Autowired
    private Outbox outbox;

    @Autowired
    private FailingConnections failing;

    @Autowired
    private Apps apps;

    @Autowired
    private Connections connections;

    @Autowired
    private Inbox inbox;

    @Autowired
    private RefusedSignatures signatures;

    @Autowired
    private People people;

    @Autowired
    private MailWords words;

    @Autowired
    private PublicAddress publicAddress;

    private final String admin = unique("admin") + "@firm.example";
    private final String app = unique("crm");
    private final String connection = unique("crm");

    @BeforeEach
    void connect() {
        people.invite(Access.system("test"), new Invitation(null, "Dana Admin", admin, Role.INTERNAL_ADMIN, false));
        assertThat(apps.save(new AppDraft(app, "hubspot", Map.of("clientSecret", "secret"), true), null, "test"))
                .isInstanceOf(Change.Saved.class);
        Map<String, String> values = Map.of("portalId", "33", "accessToken", "t", "markerProperty", "client_portal");
        assertThat(connections.save(
                        new ConnectionDraft(connection, app, "33", null, values, Map.of("request", STAGES), true),
                        null,
                        "test"))
                .isInstanceOf(Change.Saved.class);
        outbox.enqueue(new OutboxDraft(
                "waits:" + connection, "vendor", connection, connection, null, null, "status", "{}", LATER));
    }

    @Test
    void tellsEachAdminOnceWhenAConnectionStopsAndOnceWhenItIsWell() {
        connections.stop(connection, "HubSpot refused the token. Reconnect it.");
        delinquency.check();
        delinquency.check();
        assertThat(alerts("Connection " + connection + " has stopped"))
                .singleElement()
                .satisfies(body -> assertThat(body).contains("refused the token. Reconnect it"));
        connections.recover(connection, "dana");
        delinquency.check();
        delinquency.check();
        assertThat(alerts("Connection " + connection + " is well again")).hasSize(1);
    }

    @Test
    void speaksTheFirmsLanguageAndQuotesTheConsole() {
        TroubleWords german =
                new TroubleWords(words, new LetterSettings(MailLanguage.DE, MailContent.FULL), publicAddress);
        Trouble stopped = Trouble.of("acme-books", "Xero refused the token. Reconnect it.");
        Trouble sum = Trouble.ofSums("xero", "On 2026-03-03 (UTC) 3 were seen and 2 are accounted for.");

        assertThat(german.begun(stopped).subject()).isEqualTo("Verbindung acme-books steht still");
        assertThat(german.begun(stopped).text())
                .startsWith("Die Konsole sagt dazu:\n\nXero refused the token. Reconnect it.\n\n")
                .contains("/console");
        assertThat(german.begun(sum).subject()).isEqualTo("Die Tagessumme von xero geht nicht auf");
        assertThat(german.over(sum.subject(), german.title(sum)).subject())
                .isEqualTo("Die Tagessumme von xero geht wieder auf");
        assertThat(german.over(stopped.subject(), german.title(stopped)).text())
                .startsWith("Verbindung acme-books läuft wieder");
        assertThat(german.headline(stopped)).isEqualTo("Connection acme-books has stopped");
    }

    @Test
    void saysNothingOfConnectionsThatAPersonSwitchedOff() {
        connections.stop(connection, "HubSpot refused the token. Reconnect it.");
        connections.enable(connection, false, "dana");
        delinquency.check();
        assertThat(alerts("Connection " + connection)).isEmpty();
    }

    @Test
    void tellsOfTenMinutesOfFailuresUntilOneSucceeds() {
        failing.ended(message(), new Outcome.Retry("connection-timeout", "no answer", null));
        delinquency.check();
        assertThat(alerts("Connection " + connection)).isEmpty();
        failingFor(11);
        failing.ended(message(), new Outcome.Retry("connection-timeout", "no answer", null));
        delinquency.check();
        assertThat(alerts("Connection " + connection + " has stopped"))
                .singleElement()
                .satisfies(body -> assertThat(body).contains("no answer", "queue is kept"));
        failing.ended(message(), new Outcome.Sent(null));
        delinquency.check();
        assertThat(alerts("Connection " + connection + " is well again")).hasSize(1);
    }

    @Test
    void aRefusalIsAnAnswerAndEndsTheFailing() {
        failing.ended(message(), new Outcome.Retry("connection-timeout", "no answer", null));
        failingFor(11);
        failing.ended(message(), new Outcome.Refused("vendor-refused", "no such stage", true));
        delinquency.check();
        assertThat(alerts("Connection " + connection)).isEmpty();
    }

    @Test
    void aConnectionForWhichNothingWaitsAnyMoreIsNotFailing() {
        failing.ended(message(), new Outcome.Retry("connection-timeout", "no answer", null));
        failingFor(11);
        hubDatabase
                .sql("update hub.outbox_message set state = 'CANCELLED', finished_at = now() where connection = ?")
                .param(connection)
                .update();
        failing.ended(message(), new Outcome.Cancelled("superseded"));
        delinquency.check();
        assertThat(alerts("Connection " + connection)).isEmpty();
    }

    @Test
    void aPortalThatIsAwayIsNotTheVendorsFault() {
        failing.ended(message(), new Outcome.NotYet("portal-unreachable", "down", Duration.ZERO));
        failingFor(11);
        delinquency.check();
        assertThat(alerts("Connection " + connection)).isEmpty();
    }

    @Test
    void aKeyThatBreaksAfterNoiseAndAGenuineDeliveryIsToldOf() {
        signatures.count(app, "wrong-signature");
        genuine();
        hubDatabase
                .sql("update hub.refused_signature set minute = minute - interval '2 hours',"
                        + " first_at = first_at - interval '2 hours', last_at = last_at - interval '2 hours'"
                        + " where app = ?")
                .param(app)
                .update();
        delinquency.check();
        assertThat(alerts("App " + app)).isEmpty();
        for (int i = 0; i < 3; i++) {
            signatures.count(app, "wrong-signature");
        }
        delinquency.check();
        assertThat(alerts("App " + app + " has stopped"))
                .singleElement()
                .satisfies(body -> assertThat(body).contains("3 deliveries refused"));
    }

    @Test
    void aForgedPostNowAndThenAlarmsNobody() {
        for (int i = 0; i < 3; i++) {
            signatures.count(app, "wrong-signature");
            hubDatabase
                    .sql("update hub.refused_signature set minute = minute - interval '1 hour' where app = ?")
                    .param(app)
                    .update();
        }
        delinquency.check();
        assertThat(alerts("App " + app)).isEmpty();
    }

    @Test
    void tellsOfWrongSignaturesUntilAGenuineDeliveryComes() {
        for (int i = 0; i < 3; i++) {
            signatures.count(app, "wrong-signature");
        }
        delinquency.check();
        assertThat(alerts("App " + app + " has stopped"))
                .singleElement()
                .satisfies(body -> assertThat(body).contains("3 deliveries refused", "Check the key"));
        genuine();
        delinquency.check();
        assertThat(alerts("App " + app + " is well again")).hasSize(1);
    }

    private void genuine() {
        inbox.receive(new Delivery(
                "webhook",
                app,
                new byte[] {'{', '}'},
                "application/json",
                Map.of(),
                List.of(new Delivery.Item("33", unique("event"), null, "ticket.creation", "1", "{}", null))));
    }

    private void failingFor(int minutes) {
        hubDatabase
                .sql("""
                        update hub.failing_connection
                        set failing_since = clock_timestamp() - :minutes * interval '1 minute'
                        where connection = :connection
                        """)
                .param("minutes", minutes)
                .param("connection", connection)
                .update();
    }

    private OutboxMessage message() {
        OutboxDraft draft = new OutboxDraft("test", "vendor", connection, connection, null, null, "status", "{}", null);
        return new OutboxMessage(1, draft, null, Instant.EPOCH, 1, 0, UUID.randomUUID(), null, false);
    }

    private List<String> alerts(String subject) {
        return new Alerts(hubDatabase, admin).about(subject);
    }
}
