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
import io.vestibule.support.PortalTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the page of an invoice tells a client to do. */
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

    private String page(String due, InvoiceStatus status) {
        InvoiceFacts facts = Firm.facts("INV-1", due, status, Firm.MORNING);
        UUID id = Firm.id(invoices.upsert(Firm.HUB, client, facts, Firm.from("books", unique("invoice"))));
        return maya.get("/portal/invoices/" + id).text();
    }
}
