package io.vestibule.portal.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.client.ChangePosition;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.InvoiceStatus;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Duplicate;
import io.vestibule.portal.contract.Outcome.Refused;
import io.vestibule.portal.contract.Outcome.Stale;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.PortalTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class InvoiceTests extends PortalTest {

    private static final Instant NEWER = Firm.MORNING.plusSeconds(1);

    @Autowired
    Invoices invoices;

    @Autowired
    Clients clients;

    @Autowired
    People people;

    private Firm firm;
    private UUID client;
    private Cause books;

    @BeforeEach
    void setUp() {
        firm = new Firm(clients, people);
        client = firm.client(unique("client"));
        books = Firm.from("books", unique("invoice"));
    }

    @Test
    void newerNewsReplacesAndOlderIsStale() {
        UUID id = upsert("100.00", Firm.MORNING);
        upsert("40.00", NEWER);

        Outcome older = invoices.upsert(Firm.HUB, client, Firm.facts("INV-1", "70.00", Firm.MORNING), books);

        assertThat(older).isInstanceOf(Stale.class);
        assertThat(find(id).facts().amountDue().amount()).isEqualByComparingTo("40");
        assertThat(find(id).version()).isEqualTo(2);
    }

    @Test
    void otherContentOfTheSameTimeApplies() {
        UUID id = upsert("100.00", Firm.MORNING);

        upsert("40.00", Firm.MORNING);

        assertThat(find(id).facts().amountDue().amount()).isEqualByComparingTo("40");
    }

    @Test
    void theSameNewsAgainIsADuplicateThatRefreshesTheAge() {
        UUID id = upsert("100.00", Firm.MORNING);
        Instant before = find(id).seenAt();
        clock.advance(Duration.ofHours(1));

        Outcome again = invoices.upsert(Firm.HUB, client, Firm.facts("INV-1", "100.0", NEWER), books);

        assertThat(again).isInstanceOf(Duplicate.class);
        assertThat(find(id).version()).isEqualTo(1);
        assertThat(find(id).seenAt()).isAfterOrEqualTo(before.plus(Duration.ofMinutes(59)));
        assertThat(events(id)).isEqualTo(1);
    }

    @Test
    void confirmingThatItIsStillSoWritesNoVersionAndNoEvent() {
        UUID id = upsert("100.00", Firm.MORNING);
        Instant seen = clock.instant().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MILLIS);

        Firm.applied(invoices.confirmSeen(Firm.HUB, Objects.requireNonNull(books.origin()), seen));

        assertThat(find(id).seenAt()).isEqualTo(seen);
        assertThat(find(id).version()).isEqualTo(1);
        assertThat(events(id)).isEqualTo(1);
    }

    @Test
    void anInvoiceNeverMovesToAnotherClient() {
        upsert("100.00", Firm.MORNING);

        Outcome moved =
                invoices.upsert(Firm.HUB, firm.client(unique("other")), Firm.facts("INV-1", "1.00", NEWER), books);

        assertThat(reason(moved)).isEqualTo(Refusal.BELONGS_TO_ANOTHER_CLIENT);
    }

    @Test
    void anUnknownClientGetsNoInvoice() {
        Outcome outcome = invoices.upsert(Firm.HUB, UUID.randomUUID(), Firm.facts("INV-1", "1.00", NEWER), books);

        assertThat(reason(outcome)).isEqualTo(Refusal.UNKNOWN_CLIENT);
    }

    @Test
    void nobodyEditsInvoices() {
        for (Access person : List.of(firm.person(null, Role.INTERNAL_ADMIN), firm.person(client, Role.CLIENT_ADMIN))) {
            assertThat(reason(invoices.upsert(person, client, Firm.facts("INV-1", "1.00", NEWER), books)))
                    .isEqualTo(Refusal.NOT_PERMITTED);
        }
    }

    @Test
    void theBillingRightOrTheClientsAdminOpensInvoices() {
        UUID id = upsert("100.00", Firm.MORNING);

        assertThat(invoices.find(firm.person(client, Role.CLIENT_ADMIN), id)).isPresent();
        assertThat(invoices.find(firm.person(client, Role.CLIENT_MEMBER, true), id))
                .isPresent();
        assertThat(invoices.find(firm.person(client, Role.VIEWER, true), id)).isPresent();
        assertThat(invoices.find(firm.person(null, Role.INTERNAL_CONTRIBUTOR), id))
                .isPresent();
        assertThat(invoices.find(firm.person(client, Role.CLIENT_MEMBER), id)).isEmpty();
        assertThat(invoices.find(firm.person(client, Role.VIEWER), id)).isEmpty();
        assertThat(invoices.find(firm.stranger(client), id)).isEmpty();
    }

    @Test
    void nobodySeesAnInvoiceOfAnotherClient() {
        UUID id = upsert("100.00", Firm.MORNING);
        Access other = firm.person(firm.client(unique("other")), Role.CLIENT_ADMIN, true);

        assertThat(invoices.find(other, id)).isEmpty();
        assertThat(invoices.find(other, Objects.requireNonNull(books.origin()))).isEmpty();
        assertThat(invoices.page(other, InvoiceFilter.ALL, null, 50).invoices()).isEmpty();
        assertThat(invoices.count(other, new InvoiceFilter(Set.of(), client, false)))
                .isZero();
        assertThat(invoices.totals(other, InvoiceFilter.ALL)).isEmpty();
        assertThat(invoices.changedAfter(other, ChangePosition.since(Instant.EPOCH), 50))
                .isEmpty();
    }

    @Test
    void aDraftIsShownToNobodyAtTheClient() {
        UUID id = Firm.id(invoices.upsert(
                Firm.HUB, client, Firm.facts("INV-1", "9.00", InvoiceStatus.HIDDEN, Firm.MORNING), books));
        Access admin = firm.person(client, Role.CLIENT_ADMIN, true);

        assertThat(invoices.find(admin, id)).isEmpty();
        assertThat(invoices.page(admin, InvoiceFilter.ALL, null, 50).invoices()).isEmpty();
        assertThat(invoices.find(firm.person(null, Role.INTERNAL_ADMIN), id)).isPresent();
    }

    @Test
    void addsUpWhatIsDueByCurrency() {
        upsert("60.10", Firm.MORNING);
        books = new Cause(books.by(), new ExternalId("books", unique("second")), null, null);
        upsert("39.90", Firm.MORNING);

        List<TotalDue> totals = invoices.totals(firm.person(client, Role.CLIENT_ADMIN), InvoiceFilter.ALL);

        assertThat(totals).hasSize(1);
        assertThat(totals.getFirst().due().amount()).isEqualByComparingTo("100");
        assertThat(totals.getFirst().invoices()).isEqualTo(2);
    }

    private UUID upsert(String due, Instant updatedAt) {
        return Firm.id(invoices.upsert(Firm.HUB, client, Firm.facts("INV-1", due, updatedAt), books));
    }

    private Invoice find(UUID id) {
        return invoices.find(Firm.HUB, id).orElseThrow();
    }

    private long events(UUID id) {
        return portalDatabase
                .sql("select count(*) from portal.feed_event where object_id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    private static Refusal reason(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }
}
