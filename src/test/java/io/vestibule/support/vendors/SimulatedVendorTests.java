package io.vestibule.support.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedVendorTests {

    private static final String TENANT = "11111111-0000-4000-8000-000000000001";
    private final SimulatedXero xero = new SimulatedXero("webhook-key");
    private final SimulatedHubSpot hubSpot = new SimulatedHubSpot("client-secret", 33);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.close();
        xero.close();
        hubSpot.close();
    }

    @Test
    void xeroRefusesARefreshTokenThatWasUsedBefore() throws Exception {
        var refresh = xero.consent().path("refresh_token").asText();
        var form = "grant_type=refresh_token&client_id=a&client_secret=b&refresh_token=" + refresh;

        var first = json(post(xero.baseUrl() + "/connect/token", form));
        var second = post(xero.baseUrl() + "/connect/token", form);

        assertThat(first.path("refresh_token").asText()).isNotEmpty().isNotEqualTo(refresh);
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(json(second).path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void xeroShowsAnInvoiceOnlyToItsOwnTenantAndWithAToken() throws Exception {
        xero.addOrganisation(TENANT, "Firm ledger");
        xero.addOrganisation("other", "Another");
        xero.addContact(TENANT, "c1", "Acme Ltd", "accounts@acme.example");
        var id = xero.addInvoice(TENANT, draft("c1"));
        var path = "/api.xro/2.0/Invoices/" + id;
        var token = xero.consent().path("access_token").asText();

        var invoice =
                json(get(xero.baseUrl() + path, token, TENANT)).path("Invoices").path(0);

        assertThat(invoice.path("Contact").path("Name").asText()).isEqualTo("Acme Ltd");
        assertThat(invoice.path("UpdatedDateUTC").asText()).matches("/Date\\(\\d+\\+0000\\)/");
        assertThat(invoice.path("AmountDue").decimalValue()).isEqualByComparingTo("120.50");
        assertThat(get(xero.baseUrl() + path, token, "other").statusCode()).isEqualTo(404);
        assertThat(get(xero.baseUrl() + path, "wrong", TENANT).statusCode()).isEqualTo(401);
    }

    @Test
    void hubSpotTellsOfEveryChangeAndAnswersOnlyWhatWasAskedFor() throws Exception {
        var changes = new ArrayList<String>();
        hubSpot.onChange(event -> changes.add(event.path("subscriptionType").asText()));
        var company = hubSpot.create("companies", Map.of("name", "Acme Ltd"), Map.of());
        var id = hubSpot.create(
                "tickets",
                Map.of("subject", "Payroll", "hs_pipeline_stage", "1"),
                Map.of("companies", List.of(company)));
        var token = hubSpot.consent().path("access_token").asText();
        var url = hubSpot.baseUrl() + "/crm/v3/objects/tickets/" + id;

        var patch = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .method("PATCH", BodyPublishers.ofString("{\"properties\":{\"hs_pipeline_stage\":\"4\"}}"));
        assertThat(http.send(patch.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        var shown = json(get(url + "?properties=hs_pipeline_stage&associations=companies", token, TENANT));

        assertThat(changes).containsExactly("company.creation", "ticket.creation", "ticket.propertyChange");
        assertThat(shown.path("properties").path("hs_pipeline_stage").asText()).isEqualTo("4");
        assertThat(shown.path("properties").has("subject")).isFalse();
        assertThat(shown.at("/associations/companies/results/0/id").asText()).isEqualTo(company);
    }

    @Test
    void aPlannedFaultFailsOneCallAndIsCounted() throws Exception {
        xero.failNext(1, 429, Map.of("Retry-After", "1"));
        var token = xero.consent().path("access_token").asText();

        var first = get(xero.baseUrl() + "/connections", token, TENANT);
        var second = get(xero.baseUrl() + "/connections", token, TENANT);

        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("Retry-After")).contains("1");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(xero.calls("GET", "/connections")).hasSize(2);
    }

    static SimulatedXero.NewInvoice draft(String contact) {
        return new SimulatedXero.NewInvoice(
                contact, "INV-1", new BigDecimal("120.50"), "GBP", LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 15));
    }

    private HttpResponse<String> get(String url, String token, String tenant) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Xero-Tenant-Id", tenant)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String url, String form) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return VendorState.JSON.readTree(response.body());
    }
}
