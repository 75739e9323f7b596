package io.vestibule.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventSplitterTests {

    private final EventSplitter splitter = new EventSplitter(TestConnector.MAPPINGS);

    private EventSplitter.Split split(String connector, String body) {
        return splitter.split(
                TestConnector.shipped(connector).connector(), body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private List<SplitEvent> events(String connector, String body) {
        EventSplitter.Split split = split(connector, body);
        assertThat(split).isInstanceOf(EventSplitter.Split.Events.class);
        return ((EventSplitter.Split.Events) split).events();
    }

    @Test
    void oneBodyOfTwoOrganisationsGivesEachItsEvent() {
        String event = "{\"resourceId\":\"%s\",\"eventDateUtc\":\"t\",\"eventType\":\"UPDATE\","
                + "\"eventCategory\":\"INVOICE\",\"tenantId\":\"%s\"}";

        List<SplitEvent> events =
                events("xero", "{\"events\":[" + event.formatted("i1", "a") + "," + event.formatted("i2", "b") + "]}");

        assertThat(events).extracting(SplitEvent::account).containsExactly("a", "b");
        assertThat(events).extracting(SplitEvent::orderingKey).containsExactly("a/i1", "b/i2");
        assertThat(events).extracting(SplitEvent::type).containsOnly("INVOICE.UPDATE");
    }

    @Test
    void anEventThatCantBeNamedIsKeptWithAHashAndItsNeighboursDontSuffer() {
        List<SplitEvent> events = events(
                "xero",
                "{\"events\":[{\"odd\":1},{\"resourceId\":\"i1\",\"eventDateUtc\":\"t\",\"eventType\":\"UPDATE\","
                        + "\"eventCategory\":{\"an\":\"object\"},\"tenantId\":\"a\"},{\"resourceId\":\"i2\",\"eventDateUtc\":\"t\","
                        + "\"eventType\":\"CREATE\",\"eventCategory\":\"INVOICE\",\"tenantId\":\"a\"}]}");

        assertThat(events).hasSize(3);
        assertThat(events.get(2).failurePath()).isNull();
        assertThat(events.get(2).externalId()).isEqualTo("i2@t@CREATE");
    }

    @Test
    void theSameBrokenEventAlwaysGetsTheSameHash() {
        SplitEvent first = events("hubspot", "[{\"portalId\":1,\"b\":2}]").get(0);
        SplitEvent again =
                events("hubspot", " [ {\"portalId\": 1, \"b\": 2} ] ").get(0);

        assertThat(first.failurePath()).isEqualTo("hubspot/connector.yaml /receive/webhook/type");
        assertThat(first.failureMessage()).contains("subscriptionType", "gives nothing");
        assertThat(first.externalId()).startsWith("sha256-").isEqualTo(again.externalId());
    }

    @Test
    void aBodyThatIsNotJsonIsUnreadable() {
        assertThat(split("xero", "events=none"))
                .isEqualTo(new EventSplitter.Split.Unreadable("The body is not JSON. Send a JSON document."));
        assertThat(split("xero", "")).isInstanceOf(EventSplitter.Split.Unreadable.class);
        assertThat(split("xero", "{\"events\":[]} trailing")).isInstanceOf(EventSplitter.Split.Unreadable.class);
    }

    @Test
    void aDeliveryOfMoreEventsThanItsSenderWaitsForIsCountedAndNotRead() {
        int many = EventSplitter.MOST_EVENTS + 1;

        assertThat(split("xero", "{\"events\":[{}" + ",{}".repeat(many - 1) + "]}"))
                .isEqualTo(new EventSplitter.Split.TooMany(many));
    }

    @Test
    void whatWasAcknowledgedIsReadAgainHoweverManyEventsThereAre() {
        int many = EventSplitter.MOST_EVENTS + 1;
        byte[] body = ("{\"events\":[{}" + ",{}".repeat(many - 1) + "]}").getBytes(StandardCharsets.UTF_8);
        var stored = new EventSplitter.Stored(
                EventSplitter.UNREAD_DELIVERY, VendorJson.parse(body).orElseThrow(), body, Map.of());

        assertThat(splitter.again(TestConnector.shipped("xero").connector(), stored))
                .hasSize(many);
    }

    @Test
    void anUnreadEventIsReadAgainWithoutItsNeighboursAndOnce() {
        String body = "{\"events\":[{\"odd\":1},{\"odd\":2},{\"odd\":1},null]}";
        var stored = new EventSplitter.Stored(
                EventSplitter.UNREAD_EVENT,
                VendorJson.parse("{\"odd\":1}".getBytes(StandardCharsets.UTF_8)).orElseThrow(),
                body.getBytes(StandardCharsets.UTF_8),
                Map.of());

        assertThat(events("xero", body)).hasSize(4);
        assertThat(splitter.again(TestConnector.shipped("xero").connector(), stored))
                .extracting(SplitEvent::json)
                .containsExactly(stored.event());
    }

    @Test
    void anIdThatIsTooLongForAnIndexIsNamedWithItsPath() {
        SplitEvent event = events(
                        "standard-webhooks",
                        "{\"type\":\"a\",\"data\":{\"account\":\"%s\"}}".formatted("x".repeat(9_000)))
                .get(0);

        assertThat(event.failurePath()).isEqualTo("standard-webhooks/connector.yaml /receive/webhook/account");
        assertThat(event.account()).isEmpty();
        assertThat(event.externalId()).startsWith("sha256-");
    }

    @Test
    void aDeliveryWhoseEventsCantBeFoundIsOneUnreadEventUntilTheConnectorIsPutRight() {
        Connector broken = TestConnector.template()
                .inYaml("    id: id", "    events: $error('gone')\n    id: id")
                .connector();
        byte[] body = "{\"id\":\"7\",\"type\":\"invoice.changed\"}".getBytes(StandardCharsets.UTF_8);

        EventSplitter.Split split = splitter.split(broken, body, Map.of());

        assertThat(split).isInstanceOf(EventSplitter.Split.Events.class);
        SplitEvent event = ((EventSplitter.Split.Events) split).events().get(0);
        assertThat(event.type()).isEqualTo(EventSplitter.UNREAD_DELIVERY);
        assertThat(event.failurePath()).endsWith("/receive/webhook/events");
        assertThat(splitter.again(
                        TestConnector.template().connector(),
                        new EventSplitter.Stored(event.type(), event.json(), body, Map.of())))
                .singleElement()
                .satisfies(again -> assertThat(again.externalId()).isEqualTo("7"));
    }

    @Test
    void aFormsFieldsAreOneEvent() {
        Connector form = TestConnector.template()
                .inYaml("    id: id", "    body: form\n    id: object_id")
                .inYaml("    type: type", "    type: name")
                .connector();

        EventSplitter.Split split = splitter.split(
                form, "name=invoice.changed&object_id=7&note=%C5%81".getBytes(StandardCharsets.UTF_8), Map.of());

        assertThat(split).isInstanceOfSatisfying(EventSplitter.Split.Events.class, events -> {
            assertThat(events.events()).hasSize(1);
            assertThat(events.events().get(0).externalId()).isEqualTo("7");
            assertThat(events.events().get(0).json().path("note").asText()).isEqualTo("Ł");
        });
    }

    @Test
    void aConnectorWithoutWebhooksTakesNone() {
        assertThat(split("mailbox", "{}")).isInstanceOf(EventSplitter.Split.Unreadable.class);
    }
}
