package io.vestibule.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.canonical.CanonicalCommand;
import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.canonical.InvoiceFacts;
import io.vestibule.hub.canonical.InvoiceStatus;
import io.vestibule.hub.canonical.Money;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanonicalJsonTests {

    private static final Instant NOW = Instant.parse("2026-09-01T10:00:00.123456Z");

    private static final CanonicalEvent.RequestState STATE = new CanonicalEvent.RequestState(
            new RequestId("r1"),
            "REQ-1042",
            new ClientId("c1"),
            "Acme",
            "Subject",
            RequestStatus.WAITING_ON_CLIENT,
            Party.contact("Ann", "ann@acme.example"),
            List.of(Party.system("HubSpot")),
            List.of(),
            null,
            null,
            null,
            new ExternalId("hubspot", "9912"),
            Channel.CRM,
            NOW,
            null,
            3);

    @Test
    void writesACommandAsTheContractHasIt() {
        InvoiceFacts facts = new InvoiceFacts(
                "INV-1",
                InvoiceStatus.OPEN,
                new Money(new BigDecimal("1234.50"), "EUR"),
                new Money(new BigDecimal("1E+3"), "EUR"),
                LocalDate.parse("2026-09-01"),
                null,
                null,
                null,
                "Xero",
                null,
                NOW);
        Envelope envelope = Envelope.of("7.1", new CanonicalCommand.UpsertInvoice(new ClientId("c1"), facts))
                .from(new ExternalId("ledger", "i1"), NOW)
                .expecting(4);

        assertThat(CanonicalJson.command(envelope, "00-1")).isEqualTo("""
                {"idempotencyKey":"7.1","type":"upsert-invoice","origin":{"account":"ledger","id":"i1"},\
                "sourceUpdatedAt":"2026-09-01T10:00:00.123456Z","expectedVersion":4,"data":{"clientId":"c1","facts":\
                {"number":"INV-1","status":"open","total":{"amount":"1234.50","currency":"EUR"},\
                "amountDue":{"amount":"1000","currency":"EUR"},"issueDate":"2026-09-01","source":"Xero",\
                "updatedAt":"2026-09-01T10:00:00.123456Z"}},"traceparent":"00-1"}""");
    }

    @Test
    void readsBackTheFeedEventItWrote() {
        FeedEvent event = new FeedEvent(
                "evt-1",
                "12-3",
                ObjectRef.request(STATE.id()),
                2,
                null,
                NOW,
                new CanonicalEvent.RequestStatusChanged(
                        STATE, RequestStatus.IN_PROGRESS, RequestStatus.WAITING_ON_CLIENT, Party.system("x")));

        assertThat(CanonicalJson.feedEvent(CanonicalJson.write(event))).isEqualTo(event);
    }

    @Test
    void passesOverFieldsItDoesNotKnowAndTakesAnAbsentListAsEmpty() throws Exception {
        JsonNode json = CanonicalJson.MAPPER.readTree("""
                {"id":"c1","name":"Acme","version":3,"fancy":{"new":true}}""");

        PortalGateway.ClientView client = CanonicalJson.read(json, PortalGateway.ClientView.class);

        assertThat(client.id()).isEqualTo(new ClientId("c1"));
        assertThat(client.domains()).isEmpty();
    }

    @Test
    void namesThePathOfAValueThatDoesNotFit() {
        JsonNode json = CanonicalJson.parse("{\"request\":{\"status\":\"sleeping\"},\"text\":\"t\"}");

        assertThatThrownBy(() -> CanonicalJson.read(json, CanonicalEvent.RequestOpened.class))
                .isInstanceOf(CanonicalJson.Unreadable.class)
                .hasMessageStartingWith("/request/status: ");
    }

    @Test
    void anAnswerThatLacksAPartIsToldWithItsPath() {
        JsonNode json = CanonicalJson.parse("{\"id\":\"c1\",\"version\":3}");

        assertThatThrownBy(() -> CanonicalJson.read(json, PortalGateway.ClientView.class))
                .isInstanceOf(CanonicalJson.Unreadable.class)
                .hasMessage("/name is missing");
    }

    @Test
    void anEventWithoutItsDataIsToldWithItsPath() {
        assertThatThrownBy(() -> CanonicalJson.feedEvent("""
                        {"id":"evt-1","cursor":"12-3","object":{"type":"request","id":"r1"},"sequence":2,\
                        "at":"2026-09-01T10:00:00Z","type":"request-status-changed","data":null}"""))
                .isInstanceOf(CanonicalJson.Unreadable.class)
                .hasMessage("/data is missing");
    }

    @Test
    void refusesAnEventTypeItDoesNotKnow() {
        assertThatThrownBy(() -> CanonicalJson.feedEvent("{\"type\":\"moon-landed\"}"))
                .hasMessageContaining("moon-landed");
    }
}
