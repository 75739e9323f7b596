package io.vestibule.hub.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.connection.Connection;
import io.vestibule.support.VestibuleTest;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Session;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a look into a mailbox that goes wrong means for the next one. */
class PollReportTests extends VestibuleTest {

    @Autowired
    private MailboxWatches watches;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final String mailbox = unique("box");

    @SuppressWarnings("NullAway.Init")
    private SeenMails seen;

    @SuppressWarnings("NullAway.Init")
    private PollReport report;

    @SuppressWarnings("NullAway.Init")
    private Consumer consumer;

    @SuppressWarnings("NullAway.Init")
    private Endpoint endpoint;

    private PollReport report() {
        QuietFaults quiet = QuietFaults.watch(Session.getInstance(new Properties()));
        Connection connection =
                new Connection(mailbox, mailbox, "mailbox", mailbox, null, Map.of(), Map.of(), Map.of(), true, null, 1);
        SignIn signIn = new SignIn(Mailbox.of(connection, true, null));
        return new PollReport(mailbox, watches, signIn, seen, quiet, taken -> taken < 50);
    }

    @BeforeEach
    void look() throws Exception {
        seen = new SeenMails(hubDatabase, mailbox, List.of("INBOX"));
        report = report();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:looked").routeId("looked").to("log:looked");
            }
        });
        camel.start();
        consumer = camel.getRoute("looked").getConsumer();
        endpoint = consumer.getEndpoint();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void mailsThatALookBeganAndLostAreFetchedByTheNextOne() {
        report.begin(consumer, endpoint);
        assertThat(seen.add("7:1 INBOX")).isTrue();
        assertThat(seen.add("7:2 INBOX")).isTrue();
        assertThat(seen.add("7:2 INBOX")).isFalse();
        seen.confirm("7:1 INBOX");

        report.begin(consumer, endpoint);

        assertThat(seen.add("7:2 INBOX")).isTrue();
        assertThat(seen.add("7:1 INBOX")).isFalse();
    }

    @Test
    void whatALookReceivedIsKnownAfterARestart() {
        report.begin(consumer, endpoint);
        seen.confirm("7:1 INBOX");
        seen.confirm("7:2 INBOX");

        report.commit(consumer, endpoint, 2);

        SeenMails afterARestart = new SeenMails(hubDatabase, mailbox, List.of("INBOX"));
        assertThat(afterARestart.contains("7:1 INBOX")).isTrue();
        assertThat(afterARestart.contains("7:2 INBOX")).isTrue();
        assertThat(afterARestart.contains("7:3 INBOX")).isFalse();
    }

    @Test
    void aLookThatWentWrongIsNotFollowedByTheNextAtOnce() {
        assertThat(report.begin(consumer, endpoint)).isTrue();
        report.handleException("one mail could not be stored", new IllegalStateException());
        report.commit(consumer, endpoint, 50);

        assertThat(report.begin(consumer, endpoint)).isFalse();
        assertThat(report.begin(consumer, endpoint)).isTrue();
    }

    @Test
    void aMailThatCouldNotBeStoredIsNotTriedAgainAtOnce() {
        report.begin(consumer, endpoint);
        seen.add("7:1 INBOX");
        seen.remove("7:1 INBOX");
        report.commit(consumer, endpoint, 1);

        assertThat(report.begin(consumer, endpoint)).isFalse();
        assertThat(report.begin(consumer, endpoint)).isTrue();
        assertThat(seen.add("7:1 INBOX")).isTrue();
    }

    @Test
    void aRefusedSignInMakesTheNextLookWaitAndStopsNothingForGood() {
        assertThat(report.begin(consumer, endpoint)).isTrue();

        report.handleException(new AuthenticationFailedException("[UNAVAILABLE] Too many connections"));

        assertThat(report.begin(consumer, endpoint)).isFalse();
        assertThat(report().begin(consumer, endpoint)).isTrue();
    }

    /** Camel tells a failed look twice: to the strategy, and to the handler of exceptions. */
    @Test
    void aRefusedSignInThatIsToldTwiceCountsOnce() {
        AuthenticationFailedException refused = new AuthenticationFailedException("[AUTHENTICATIONFAILED]");
        report.begin(consumer, endpoint);
        report.rollback(consumer, endpoint, 0, refused);
        report.handleException("Failed polling endpoint", refused);

        assertThat(report.pauseLeft()).isPositive().isLessThanOrEqualTo(PollReport.FIRST_PAUSE);
    }

    @Test
    void aFaultOfAnotherKindIsToldAtOnce() {
        watches.hold(List.of(mailbox), UUID.randomUUID());
        report.rollback(consumer, endpoint, 0, new ConnectException("Connection refused"));
        report.begin(consumer, endpoint);
        report.rollback(consumer, endpoint, 0, new AuthenticationFailedException("Revoked"));

        assertThat(watches.find(mailbox).orElseThrow().failure()).contains("refused the sign-in");
    }
}
