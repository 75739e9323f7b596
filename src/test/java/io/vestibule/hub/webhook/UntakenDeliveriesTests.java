package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.connector.EventSplitter;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.TroubleWords;
import io.vestibule.hub.outbox.Troubles;
import io.vestibule.support.SimulatedWorld;
import io.vestibule.support.vendors.SimulatedXero;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a proven sender delivers and cannot be taken: it is told so, and so are the admins. */
class UntakenDeliveriesTests extends WebhookTest {

    @Autowired
    private Troubles troubles;

    @Autowired
    private TroubleWords words;

    @Autowired
    private SimulatedXero xero;

    @Test
    void refusesADeliveryOfMoreEventsThanItsSenderWaitsFor() {
        newApp("xero", Map.of("clientId", "c", "clientSecret", "s", "webhookKey", SimulatedWorld.XERO_WEBHOOK_KEY));
        String events = "{}" + ",{}".repeat(EventSplitter.MOST_EVENTS);

        HttpResponse<String> answer = send(xero.sign("{\"events\":[" + events + "]}"));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("25001 events").contains("Nothing was stored");
        assertThat(rowsOfApp()).isEmpty();
        assertThat(untakenOfApp())
                .singleElement()
                .satisfies(trouble ->
                        assertThat(trouble.text()).contains(": 1. Nothing").contains("25001 events"));
    }

    @Test
    void refusesWhatIsNotJson() {
        newSender(newClient(app));

        HttpResponse<String> answer = push("w1", "amount=12&currency=EUR");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("not JSON");
        assertThat(rowsOfApp()).isEmpty();
        assertThat(untakenOfApp())
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.text())
                        .contains("The body is not JSON.")
                        .contains("let it be delivered again"));
        assertThat(words.headline(untakenOfApp().getFirst()))
                .isEqualTo("Part of what comes for app " + app + " can't be taken");
        apps.enable(app, false, "test");
        assertThat(untakenOfApp()).as("an app that is switched off").isEmpty();
    }

    private List<Trouble> untakenOfApp() {
        return troubles.all().stream()
                .filter(trouble -> trouble.subject().equals("deliveries:" + app))
                .toList();
    }
}
