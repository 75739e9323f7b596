package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.connector.LinkKey;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Clients that are suggested for what is held, without asking the portal for all of them each time. */
class ClientChoiceTests extends WebhookTest {

    @Autowired
    private Links links;

    private final List<String> asked = new ArrayList<>();

    @Test
    void namesOfClientsAreReadOnceAMinuteHoweverMuchIsHeld() {
        newSender(null);
        Connection connection = connections.find(app).orElseThrow();
        LinkKey key = new LinkKey("client", "D-1", app + " Ltd", null);
        ClientChoice choice = new ClientChoice(links, portal, new AlikeClients(counted(), clock));

        choice.held(connection, key);
        String client = newClient(app).value();
        assertThat(choice.held(connection, key).suggestions())
                .extracting(Suggestion::clientId)
                .doesNotContain(client);
        assertThat(asked).containsExactly("clients");

        clock.advance(Duration.ofMinutes(1));
        assertThat(choice.held(connection, key).suggestions())
                .extracting(Suggestion::clientId)
                .contains(client);
        assertThat(asked).hasSize(2);
    }

    @Test
    void legalFormsAndSignsMakeNoDifferenceAndNoNameIsLikeNone() {
        ClientId client = newClient(app + " & Sons GmbH");
        AlikeClients alike = new AlikeClients(portal, clock);

        assertThat(alike.of(app.toUpperCase(Locale.ROOT) + " Sons Ltd."))
                .anySatisfy(found -> assertThat(found.id()).isEqualTo(client));
        assertThat(alike.of("Ltd.")).isEmpty();
    }

    private PortalGateway counted() {
        return (PortalGateway) Proxy.newProxyInstance(
                PortalGateway.class.getClassLoader(),
                new Class<?>[] {PortalGateway.class},
                (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    return method.invoke(portal, arguments);
                });
    }
}
