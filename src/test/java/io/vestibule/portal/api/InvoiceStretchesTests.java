package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.platform.database.RoundTrips;
import io.vestibule.portal.api.CommandEffects.Change;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalCommand.ConfirmSeen;
import io.vestibule.portal.contract.PortalCommand.UpsertInvoice;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.feed.FeedLog;
import io.vestibule.portal.invoice.Invoices;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.TestPostgres;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class InvoiceStretchesTests {

    private static final String TRIPS = "invoice-stretches";
    private static final FreshDatabase FRESH = new FreshDatabase(RoundTrips.counted(TestPostgres.newDatabase(), TRIPS));
    private static final Database DATABASE = FRESH.database();
    private static final AnnotationConfigApplicationContext STORES = new AnnotationConfigApplicationContext();

    private final Invoices invoices = STORES.getBean(Invoices.class);
    private final UUID client = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final String account = "books-" + client;

    @BeforeAll
    static void open() {
        STORES.registerBean("portalDatabase", Database.class, () -> DATABASE);
        STORES.registerBean(Clock.class, Clock::systemUTC);
        STORES.register(FeedLog.class, Invoices.class, AppliedCommands.class);
        STORES.refresh();
    }

    @AfterAll
    static void close() {
        STORES.close();
        FRESH.close();
    }

    @BeforeEach
    void twoClients() {
        for (UUID id : List.of(client, other)) {
            DATABASE.sql("insert into portal.client (id, name) values (?, ?)")
                    .params(id, id.toString())
                    .update();
        }
    }

    @Test
    void manyInvoicesCostNoMoreRoundTripsThanTwo() {
        tripsOf(changes("first", 10)); // the driver asks once what the answers look like
        tripsOf(changes("second", 10));

        assertThat(fewestTrips("two", 2)).isEqualTo(1);
        assertThat(fewestTrips("many", 40)).isEqualTo(1);
        assertThat(DATABASE.sql("select count(*) from portal.invoice where origin_account = ?")
                        .param(account)
                        .query(Long.class)
                        .single())
                .isEqualTo(10 + 10 + 3 * 2 + 3 * 40);
    }

    @Test
    void newsOfOneInvoiceMeetWhatTheOnesBeforeThemLeft() {
        List<Outcome> outcomes = carriedOut(List.of(
                change("a", client, "100.00", Firm.MORNING),
                change("b", client, "100.00", Firm.MORNING),
                change("a", client, "100.00", Firm.MORNING),
                change("a", client, "40.00", Firm.MORNING.plusSeconds(1)),
                change("b", client, "70.00", Firm.MORNING.minusSeconds(1)),
                change("c", client, "100.00", Firm.MORNING)));

        assertThat(outcomes)
                .extracting(outcome -> outcome.getClass().getSimpleName())
                .containsExactly("Applied", "Applied", "Duplicate", "Applied", "Stale", "Applied");
        assertThat(Firm.applied(outcomes.get(3)).version()).isEqualTo(2);
    }

    @Test
    void whatIsRefusedOrUnknownLeavesItsNeighboursAlone() {
        carriedOut(List.of(change("theirs", other, "100.00", Firm.MORNING)));

        List<Outcome> outcomes = carriedOut(List.of(
                change("a", client, "100.00", Firm.MORNING),
                change("theirs", client, "1.00", Firm.MORNING.plusSeconds(1)),
                change("b", UUID.randomUUID(), "100.00", Firm.MORNING),
                change("c", client, "100.00", Firm.MORNING)));

        assertThat(outcomes)
                .extracting(outcome -> outcome.getClass().getSimpleName())
                .containsExactly("Applied", "Refused", "Refused", "Applied");
        assertThat(idOf("c")).containsExactly(Firm.applied(outcomes.get(3)).id());
    }

    @Test
    void newsBehindAnotherCommandMeetWhatThatOneDid() {
        Change first = change("a", client, "100.00", Firm.MORNING);
        Change between = new Change(
                new ConfirmSeen(origin("a"), "invoice", Firm.MORNING),
                new Cause(Party.system(account), null, null, null));
        Change second = change("b", client, "100.00", Firm.MORNING);

        DATABASE.inTransaction(() -> {
            InvoiceStretches stretches = InvoiceStretches.of(invoices, Firm.HUB, List.of(first, between, second));
            stretches.outcome((UpsertInvoice) first.command());
            assertThat(idOf("b")).isEmpty();
            stretches.outcome((UpsertInvoice) second.command());
            assertThat(idOf("b")).isNotEmpty();
        });
    }

    /** Planning costs more than what these do; five times is the database's own way to find out. */
    @Test
    void whatEveryCallRunsIsPlannedOncePerConnection() {
        AppliedCommands applied = STORES.getBean(AppliedCommands.class);
        for (int call = 0; call < 30; call++) {
            String key = "call-" + call + "-";
            List<AppliedCommands.Fresh> fresh = IntStream.range(0, call % 4 + 1)
                    .mapToObj(i -> new AppliedCommands.Fresh(
                            key + i, "hash", CommandResult.of(key + i, Outcome.refused(Refusal.TOO_LARGE, ""))))
                    .toList();
            DATABASE.inTransaction(() -> {
                applied.find(
                        account, fresh.stream().map(AppliedCommands.Fresh::key).toList());
                carriedOut(changes(key, fresh.size()));
                applied.store(account, fresh);
            });
        }

        assertThat(DATABASE.sql("""
                        select statement, custom_plans, generic_plans from pg_prepared_statements
                        where statement ~ '(from|into) portal.(applied_command|invoice|feed_event)'
                        """).query(Plans.class).list())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(plans -> {
                    assertThat(plans.customPlans()).isLessThanOrEqualTo(5);
                    assertThat(plans.genericPlans()).isPositive();
                });
    }

    private record Plans(String statement, long customPlans, long genericPlans) {}

    /** The server lets a statement be prepared anew now and then, as when it has looked at a table: one trip more. */
    private long fewestTrips(String name, int number) {
        return IntStream.range(0, 3)
                .mapToLong(time -> tripsOf(changes(name + time + "-", number)))
                .min()
                .orElseThrow();
    }

    private long tripsOf(List<Change> changes) {
        return DATABASE.inTransaction(() -> {
            InvoiceStretches stretches = InvoiceStretches.of(invoices, Firm.HUB, changes);
            long before = RoundTrips.of(TRIPS);
            changes.forEach(change -> Firm.applied(stretches.outcome((UpsertInvoice) change.command())));
            return RoundTrips.of(TRIPS) - before;
        });
    }

    private List<Outcome> carriedOut(List<Change> changes) {
        return DATABASE.inTransaction(() -> {
            InvoiceStretches stretches = InvoiceStretches.of(invoices, Firm.HUB, changes);
            return changes.stream()
                    .map(change -> stretches.outcome((UpsertInvoice) change.command()))
                    .toList();
        });
    }

    private List<Change> changes(String name, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> change(name + i, client, "100.00", Firm.MORNING))
                .toList();
    }

    private Change change(String id, UUID owner, String due, Instant updatedAt) {
        UpsertInvoice command = new UpsertInvoice(owner.toString(), Firm.facts("INV-" + id, due, updatedAt));
        return new Change(command, new Cause(Party.system(account), origin(id), updatedAt, null));
    }

    private ExternalId origin(String id) {
        return new ExternalId(account, id);
    }

    private List<String> idOf(String id) {
        return DATABASE.sql("select id::text from portal.invoice where origin_account = ? and origin_id = ?")
                .params(account, id)
                .query(String.class)
                .list();
    }
}
