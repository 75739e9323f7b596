package io.vestibule.sandbox;

import io.vestibule.support.vendors.SimulatedHubSpot;
import io.vestibule.support.vendors.SimulatedXero;
import java.util.List;
import java.util.Map;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Fills the sandbox at its first start, through the product's own stores: the firm and its clients in the portal, apps
 * and connections in the hub, and the records at the vendors. Whatever is there already is left as it is, so a second
 * start on the same data changes nothing.
 */
@Component
class SandboxSeed implements ApplicationRunner {

    private final SandboxFirm firm;
    private final SandboxConnections connections;
    private final SimulatedXero xero;
    private final SimulatedHubSpot hubSpot;
    private final WebhookCourier courier;
    private final SandboxAddress address;

    SandboxSeed(
            SandboxFirm firm,
            SandboxConnections connections,
            SimulatedXero xero,
            SimulatedHubSpot hubSpot,
            WebhookCourier courier,
            SandboxAddress address) {
        this.firm = firm;
        this.connections = connections;
        this.xero = xero;
        this.hubSpot = hubSpot;
        this.courier = courier;
        this.address = address;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        var clients = firm.seed();
        fillXero();
        var companies = fillHubSpot();
        connections.seed(clients, companies);
        sendWebhooks();
        openFirstDeal(companies);
    }

    private void fillXero() {
        if (!xero.has(SandboxWorld.FIRM_TENANT)) {
            xero.addOrganisation(SandboxWorld.FIRM_TENANT, SandboxWorld.FIRM);
            xero.addOrganisation(SandboxWorld.OWN_TENANT, "Acme Ltd (own books)");
            SandboxWorld.COMPANIES.forEach(company ->
                    xero.addContact(SandboxWorld.FIRM_TENANT, company.contact(), company.name(), company.email()));
            xero.addContact(
                    SandboxWorld.OWN_TENANT, SandboxWorld.OWN_CUSTOMER, "A customer of Acme", "buyer@customer.example");
        }
    }

    private Map<String, String> fillHubSpot() {
        if (hubSpot.ids("companies").isEmpty()) {
            SandboxWorld.COMPANIES.forEach(company ->
                    hubSpot.create("companies", Map.of("name", company.name(), "domain", company.domain()), Map.of()));
        }
        var ids = hubSpot.ids("companies");
        return Map.of(
                SandboxWorld.COMPANIES.get(0).name(), ids.get(0),
                SandboxWorld.COMPANIES.get(1).name(), ids.get(1),
                SandboxWorld.COMPANIES.get(2).name(), ids.get(2));
    }

    /** From now on the vendors tell the hub of every change, as the real ones do. */
    private void sendWebhooks() {
        var xeroHook = address.hook(SandboxWorld.XERO_APP);
        xero.onChange(news -> courier.carry(xeroHook.target(), () -> xero.webhook(news)));
        var hubSpotHook = address.hook(SandboxWorld.HUBSPOT_APP);
        hubSpot.onChange(event -> {
            if (event.path("subscriptionType").asText().startsWith("deal.")) {
                courier.carry(hubSpotHook.target(), () -> hubSpot.webhook(hubSpotHook.known(), event));
            }
        });
    }

    private void openFirstDeal(Map<String, String> companies) {
        if (hubSpot.ids("deals").isEmpty()) {
            hubSpot.create(
                    "deals",
                    Map.of(
                            "dealname",
                            "Move to quarterly accounts",
                            "description",
                            "We prepare the first set for the end of the quarter.",
                            "pipeline",
                            "default",
                            "dealstage",
                            "appointmentscheduled",
                            "amount",
                            "4800",
                            SandboxWorld.MARKER,
                            "true"),
                    Map.of("companies", List.of(String.valueOf(companies.get("Cedar Studio")))));
        }
    }
}
