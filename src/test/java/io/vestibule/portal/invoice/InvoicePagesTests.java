package io.vestibule.portal.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.People;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.InvoiceFacts;
import io.vestibule.portal.contract.InvoiceStatus;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the pages of invoices tell a client to do, and where they lead. */
class InvoicePagesTests extends PortalTest {

    private static final String TO_PAY = "to pay";
    private static final String NOTHING = "Nothing is due";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invoices invoices;

    @Autowired
    private Clients clients;

    @Autowired
    private People people;

    @SuppressWarnings("NullAway.Init")
    private UUID client;

    @SuppressWarnings("NullAway.Init")
    private Browser maya;

    @BeforeEach
    void someoneWhoSeesInvoices() {
        client = new Firm(clients, people).client(unique("client"));
        Cast cast = new Cast(context, browser());
        maya = cast.signIn(cast.person(client, Role.CLIENT_ADMIN));
    }

    @Test
    void anOpenInvoiceIsToBePaid() {
        assertThat(page("40.00", InvoiceStatus.OPEN)).contains(TO_PAY).doesNotContain(NOTHING);
    }

    @Test
    void nobodyIsAskedToPayAVoidOrPaidInvoiceWhateverItsLedgerLeavesThereAsDue() {
        assertThat(page("100.00", InvoiceStatus.VOID)).contains(NOTHING).doesNotContain(TO_PAY);
        assertThat(page("0.01", InvoiceStatus.PAID)).contains(NOTHING).doesNotContain(TO_PAY);
    }

    @Test
    void nobodyIsAskedToPayWhatTheFirmOwesThem() {
        assertThat(page("-40.00", InvoiceStatus.OPEN)).contains(NOTHING).doesNotContain(TO_PAY);
    }

    @Test
    void theLedgersOwnPageIsForTheFirmsPeopleOnly() {
        InvoiceFacts facts = Firm.facts("INV-1", "40.00", Firm.MORNING);
        String path = stored(new InvoiceFacts(
                facts.number(),
                facts.status(),
                facts.total(),
                facts.amountDue(),
                null,
                null,
                null,
                null,
                facts.source(),
                "https://ledger.example/INV-1",
                facts.updatedAt()));
        Cast cast = new Cast(context, browser());
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));

        assertThat(staff.get(path).html().select(".v-source a").attr("href")).isEqualTo("https://ledger.example/INV-1");
        assertThat(maya.get(path).html().select(".v-source a")).isEmpty();
        assertThat(maya.get(path).html().select(".v-source").text()).contains("from Xero");
    }

    @Test
    void aFilterWithoutAHitLeadsToAllInvoices() {
        assertThat(maya.get("/portal/invoices").text()).contains("Each one our accounting issues appears");
        stored(Firm.facts("INV-1", "40.00", Firm.MORNING));

        Page paid = maya.get("/portal/invoices?show=paid");

        assertThat(paid.text()).contains("No invoice fits these filters.").doesNotContain("Each one our accounting");
        assertThat(maya.get(paid.link(".v-empty a")).html().select("tbody tr")).hasSize(1);
    }

    private String page(String due, InvoiceStatus status) {
        return maya.get(stored(Firm.facts("INV-1", due, status, Firm.MORNING))).text();
    }

    private String stored(InvoiceFacts facts) {
        UUID id = Firm.id(invoices.upsert(Firm.HUB, client, facts, Firm.from("books", unique("invoice"))));
        return "/portal/invoices/" + id;
    }
}
