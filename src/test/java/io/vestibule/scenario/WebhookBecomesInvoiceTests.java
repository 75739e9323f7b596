package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.scenario.Firm.FirmClient;
import io.vestibule.support.vendors.SimulatedXero.NewInvoice;
import io.vestibule.support.vendors.VendorFault;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Walk 2: a signed Xero webhook becomes an invoice that its client sees. */
class WebhookBecomesInvoiceTests extends ScenarioTest {

    @Test
    void aSignedWebhookBecomesAnInvoiceOfTheLinkedClientWithAllItsFacts() {
        var client = firm.client();
        var number = unique("INV");
        var id = enter(client, number, "120.50");

        announce(id);

        var invoice = eventually(() -> portal.invoice(number));
        assertThat(invoice.clientId()).isEqualTo(client.id());
        assertThat(invoice.status()).isEqualTo("open");
        assertThat(invoice.total()).isEqualByComparingTo("120.50");
        assertThat(invoice.due()).isEqualByComparingTo("120.50");
        assertThat(invoice.currency()).isEqualTo("GBP");
        assertThat(invoice.source()).isEqualTo("Xero");
        assertThat(invoice.sourceUrl()).contains(id);
    }

    @Test
    void thePageOfAnInvoiceLinksToItsSource() {
        var number = unique("INV");
        var id = enter(firm.client(), number, "12.00");
        announce(id);
        var invoice = eventually(() -> portal.invoice(number));

        var page = signedIn(FirmPeople.OWNER).get("/portal/invoices/" + invoice.id());

        assertThat(page.select("a[href*=" + id + "]").text()).startsWith("open in Xero");
    }

    @Test
    void aLaterWebhookUpdatesTheInvoice() {
        var number = unique("INV");
        var id = enter(firm.client(), number, "99.00");
        announce(id);
        eventually(() -> portal.invoice(number));

        xero.payInvoice(firm.ledger(), id);
        announce(id);

        var paid = eventually(
                () -> portal.invoice(number).filter(found -> found.status().equals("paid")));
        assertThat(paid.due()).isEqualByComparingTo("0");
    }

    @Test
    void olderNewsOfALedgerChangesNothing() {
        var number = unique("INV");
        var id = enter(firm.client(), number, "99.00");
        announce(id);
        var known = eventually(() -> portal.invoice(number));

        xero.invoice(firm.ledger(), id)
                .put("UpdatedDateUTC", "/Date(1518685950940+0000)/")
                .put("Total", new BigDecimal("1.00"));
        var webhook = xero.webhook(xero.invoiceNews(firm.ledger(), "UPDATE", id));
        webhook.sendTo(hook(Firm.XERO_APP));

        eventually(() -> inbox.with(webhook.body(), "IGNORED"));
        assertThat(portal.invoice(number)).contains(known);
    }

    @Test
    void theSameWebhookTwiceIsOneRowAndOneEffect() {
        var number = unique("INV");
        var id = enter(firm.client(), number, "10.00");
        var webhook = xero.webhook(xero.invoiceNews(firm.ledger(), "CREATE", id));

        assertThat(webhook.sendTo(hook(Firm.XERO_APP)).statusCode()).isEqualTo(200);
        var first = eventually(() -> portal.invoice(number));
        assertThat(webhook.sendTo(hook(Firm.XERO_APP)).statusCode()).isEqualTo(200);

        await().untilAsserted(() -> assertThat(inbox.all(id))
                .singleElement()
                .satisfies(message -> assertThat(message.duplicates()).isEqualTo(1)));
        assertThat(portal.invoice(number)).contains(first);
    }

    @Test
    void aWrongSignatureIs401AndLeavesNoRow() {
        var id = enter(firm.client(), unique("INV"), "10.00");
        var genuine = xero.webhook(xero.invoiceNews(firm.ledger(), "CREATE", id));

        var forged = genuine.withBody(genuine.body().replace("CREATE", "UPDATE"));

        assertThat(forged.sendTo(hook(Firm.XERO_APP)).statusCode()).isEqualTo(401);
        assertThat(genuine.with("x-xero-signature", "")
                        .sendTo(hook(Firm.XERO_APP))
                        .statusCode())
                .isEqualTo(401);
        assertThat(inbox.all(id)).isEmpty();
    }

    @Test
    void theHandshakeIsAnsweredWithAnEmptyBodyAndNoCookie() {
        var before = inbox.count(Firm.XERO_APP);

        HttpResponse<String> answer = xero.webhook().sendTo(hook(Firm.XERO_APP));
        var wrong = xero.webhook().with("x-xero-signature", "AAAA").sendTo(hook(Firm.XERO_APP));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(inbox.count(Firm.XERO_APP)).isEqualTo(before);
    }

    @Test
    void oneBodyWithNewsOfTwoOrganisationsLandsAtBothClients() {
        var linked = firm.client();
        var owner = firm.client();
        var tenant = firm.ownOrganisation(owner);
        var one = enter(linked, unique("INV"), "11.00");
        var other = xero.addInvoice(tenant, draft(firm.customerOf(tenant), unique("INV"), "22.00"));

        xero.webhook(xero.invoiceNews(firm.ledger(), "CREATE", one), xero.invoiceNews(tenant, "CREATE", other))
                .sendTo(hook(Firm.XERO_APP));

        assertThat(eventually(() -> portal.invoice(numberOf(firm.ledger(), one)))
                        .clientId())
                .isEqualTo(linked.id());
        assertThat(eventually(() -> portal.invoice(numberOf(tenant, other))).clientId())
                .isEqualTo(owner.id());
    }

    @Test
    void anInvoiceOfAnUnlinkedContactIsHeldUntilOneClickLinksIt() {
        var client = firm.client();
        var stranger = firm.unlinkedContact();
        var number = unique("INV");
        var id = xero.addInvoice(firm.ledger(), draft(stranger, number, "33.00"));
        announce(id);

        var held = eventually(() -> inbox.with(id, "HELD"));
        assertThat(portal.invoice(number)).isEmpty();

        assign(held.id(), client);

        assertThat(eventually(() -> portal.invoice(number)).clientId()).isEqualTo(client.id());
    }

    @Test
    void aDraftIsStoredButHiddenFromItsClient() {
        var number = unique("INV");
        var id = enter(firm.client(), number, "44.00");
        xero.changeInvoice(firm.ledger(), id, invoice -> invoice.put("Status", "DRAFT"));

        announce(id);

        assertThat(eventually(() -> portal.invoice(number)).status()).isEqualTo("hidden");
    }

    @Test
    void aVendorThatIsTiredIsAskedAgainLater() {
        var number = unique("INV");
        var id = enter(firm.client(), number, "55.00");
        xero.planFault(1, ".*/Invoices/" + id, new VendorFault.Status(429, Map.of("Retry-After", "1"), "{}"));

        announce(id);

        eventually(() -> portal.invoice(number));
        assertThat(xero.calls("GET", ".*/Invoices/" + id)).hasSize(2);
    }

    private String enter(FirmClient client, String number, String total) {
        return xero.addInvoice(firm.ledger(), draft(client.xeroContact(), number, total));
    }

    private static NewInvoice draft(String contact, String number, String total) {
        return new NewInvoice(
                contact, number, new BigDecimal(total), "GBP", LocalDate.of(2026, 9, 1), LocalDate.of(2026, 9, 15));
    }

    private String numberOf(String tenant, String id) {
        return xero.invoice(tenant, id).path("InvoiceNumber").asText();
    }

    private void announce(String id) {
        var answer = xero.webhook(xero.invoiceNews(firm.ledger(), "UPDATE", id)).sendTo(hook(Firm.XERO_APP));
        assertThat(answer.statusCode()).isEqualTo(200);
    }
}
