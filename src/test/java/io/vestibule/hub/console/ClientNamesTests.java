package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Authorizations;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.control.HealthReport;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.mail.mailbox.MissedMails;
import io.vestibule.hub.webhook.LinkDecisions;
import io.vestibule.platform.web.Notice;
import io.vestibule.support.VestibuleTest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.ui.Model;

/** Pages ask the portal for the names of clients no more than they need, and come up when it can't be asked. */
class ClientNamesTests extends VestibuleTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private PortalGateway portal;

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aPageThatLooksAgainAndAgainAsksThePortalOnceAMinute() {
        String name = unique("Client");
        UpsertClient command = new UpsertClient(null, name, List.of(), null, null, null);
        Answer client = portal.execute(Envelope.of(unique("test"), command));
        String id = ((Answer.Applied) client).resource().id();
        ClientNames names = new ClientNames(counted());

        assertThat(names.of(Set.of())).isEmpty();
        assertThat(asked).hasValue(0);
        assertThat(names.of(Set.of(id))).containsEntry(id, name);
        assertThat(names.of(Set.of(id))).containsEntry(id, name);
        assertThat(asked).hasValue(1);
        names.byId();
        assertThat(asked).hasValue(2);
    }

    @Test
    void aPortalThatCantBeAskedIsNotAskedByEveryPageThatLooks() {
        ClientNames names = new ClientNames(gateway((proxy, method, arguments) -> {
            asked.incrementAndGet();
            throw new PortalUnreachable("It hangs");
        }));

        assertThat(names.of(Set.of("an-id"))).isEmpty();
        assertThat(names.of(Set.of("an-id"))).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aDecisionThatNeedsANameSaysThatThePortalCantBeAsked() {
        HeldMessages held = new HeldMessages(
                context.getBean(Inbox.class),
                context.getBean(InboxRows.class),
                context.getBean(LinkDecisions.class),
                context.getBean(Apps.class),
                new ClientNames(silent()));

        assertThat(held.clients()).isEmpty();
        assertThat(told(held, new ClientAnswer(null, "Acme Ltd", null))).isEqualTo("problems.names-unknown");
        assertThat(told(held, new ClientAnswer("an-id", null, null))).isEqualTo("problems.assigned");
    }

    @Test
    void aConnectionKeepsItsClientInTheFormWhenThePortalCantBeAsked() {
        ConnectorCatalog catalog = context.getBean(ConnectorCatalog.class);
        ConnectionPage page = new ConnectionPage(
                context.getBean(Apps.class),
                context.getBean(Connections.class),
                catalog,
                context.getBean(VendorAccounts.class),
                context.getBean(Authorizations.class),
                context.getBean(StatusForm.class),
                context.getBean(WebhookAddresses.class),
                new ClientNames(silent()),
                context.getBean(HealthReport.class),
                context.getBean(MissedMails.class),
                context);
        Model model = new ExtendedModelMap();

        page.list(model);
        ConnectionPage.Entered entered =
                new ConnectionPage.Entered(null, new Served(new ClientId("an-id")), Map.of(), Map.of());
        page.form(model, catalog.find("standard-webhooks").orElseThrow(), null, entered, null);

        assertThat(model.getAttribute("clientNames")).isEqualTo(Map.of());
        assertThat(model.getAttribute("clientChoices"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("firm", "client:an-id");
    }

    private static String told(HeldMessages held, ClientAnswer answer) {
        return held.decide(answer, "Olga", assignment -> Notice.done("problems.assigned"))
                .getFirst()
                .key();
    }

    private PortalGateway counted() {
        return gateway((proxy, method, arguments) -> {
            asked.incrementAndGet();
            return method.invoke(portal, arguments);
        });
    }

    private static PortalGateway silent() {
        return gateway((proxy, method, arguments) -> {
            throw new PortalUnreachable("It is being started again");
        });
    }

    private static PortalGateway gateway(InvocationHandler answers) {
        return (PortalGateway) Proxy.newProxyInstance(
                PortalGateway.class.getClassLoader(), new Class<?>[] {PortalGateway.class}, answers);
    }
}
