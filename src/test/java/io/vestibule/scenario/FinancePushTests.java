package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.scenario.Firm.FirmClient;
import io.vestibule.support.vendors.SignedWebhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A finance system pushes invoices and asks later what became of them, as the README shows. */
class FinancePushTests extends ScenarioTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aPushedInvoiceHasAReceiptAndIsSeenByItsClientWithSourceAndAge() {
        var client = firm.client();
        var number = unique("2026");

        var receipt = receiptOf(push(unique("msg"), invoice(client, number, "1190.00")));

        assertThat(ended(receipt).path("state").asText()).isEqualTo("applied");
        var invoice = portal.invoice(number).orElseThrow();
        assertThat(invoice.clientId()).isEqualTo(client.id());
        assertThat(invoice.due()).isEqualByComparingTo("1190.00");
        var browser = signedInByLink(client.email());
        assertThat(browser.get("/portal/invoices").text()).contains(number);
        var page = browser.get("/portal/invoices/" + invoice.id());
        assertThat(page.text()).contains(number, "1,190.00", invoice.source());
        assertThat(page.select(".v-source time").attr("datetime")).isNotEmpty();
    }

    @Test
    void theSameDeliveryTwiceIsOneInvoiceAndCountedAsADuplicate() {
        var client = firm.client();
        var number = unique("2026");
        var delivery = push(unique("msg"), invoice(client, number, "12.00"));
        var receipt = receiptOf(delivery);
        ended(receipt);
        var first = portal.invoice(number).orElseThrow();

        var again = receiptOf(delivery);

        assertThat(again.path("id")).isEqualTo(receipt.path("id"));
        await().untilAsserted(() ->
                assertThat(ask(receipt).path("duplicates").asInt()).isEqualTo(1));
        letEverythingSettle();
        assertThat(portal.countInvoices(number)).isEqualTo(1);
        assertThat(portal.invoice(number)).contains(first);
    }

    @Test
    void aWrongAmountIsToldByTheReceiptWithReasonAndPlace() {
        var number = unique("2026");

        var receipt = receiptOf(push(unique("msg"), invoice(firm.client(), number, "twelve")));

        var end = ended(receipt);
        assertThat(end.path("state").asText()).isEqualTo("dead");
        assertThat(end.path("reason").asText()).isEqualTo("mapping-failed");
        assertThat(end.path("detail").asText()).contains("invoice.inbound.jsonata", "twelve");
        assertThat(portal.invoice(number)).isEmpty();
    }

    private SignedWebhook push(String id, String body) {
        return firm.push().sign(id, clock.instant(), body);
    }

    private static String invoice(FirmClient client, String number, String amount) {
        return """
                {"type":"invoice.upserted","timestamp":"%s","data":{"id":"A-%s","number":"%s","status":"open",
                "currency":"EUR","total":"%s","amountDue":"%s","issueDate":"2026-09-01","dueDate":"2099-10-01",
                "client":{"id":"%s","name":"%s","email":"%s"}}}""".formatted(
                        Instant.parse("2026-09-01T01:15:40Z"),
                        number,
                        number,
                        amount,
                        amount,
                        client.domain(),
                        client.name(),
                        client.email());
    }

    /** The receipt that the hub's 202 names. */
    private JsonNode receiptOf(SignedWebhook delivery) {
        var answer = delivery.sendTo(hook(Firm.PUSH_APP));
        assertThat(answer.statusCode()).isEqualTo(202);
        return read(answer.body()).at("/receipts/0");
    }

    private JsonNode ended(JsonNode receipt) {
        return await().atMost(PATIENCE)
                .until(() -> ask(receipt), now -> !now.path("state").asText().matches("received|processing|retry"));
    }

    private JsonNode ask(JsonNode receipt) {
        var path = URI.create(receipt.path("url").asText()).getPath();
        var request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Authorization", "Bearer " + firm.push().secret())
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return read(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json, e);
        }
    }
}
