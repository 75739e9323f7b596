package io.vestibule.portal.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.platform.id.Ids;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.InvoiceFacts;
import io.vestibule.portal.contract.InvoiceStatus;
import io.vestibule.portal.contract.Money;
import io.vestibule.portal.contract.PortalEvent.InvoiceChanged;
import io.vestibule.support.PortalTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What a transaction tells the feed is there with its commit, in its order, and not without it. */
class FeedLogTests extends PortalTest {

    private static final Instant AT = Instant.parse("2026-09-01T10:00:00Z");

    @Autowired
    FeedLog log;

    private final UUID object = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @Test
    void countsTheChangesOfATransactionOnFromWhatWasThere() {
        portalDatabase.inTransaction(() -> log.record(change(object, 1)));

        portalDatabase.inTransaction(() -> {
            log.record(change(object, 2));
            log.record(change(other, 3));
            log.record(change(object, 4));
        });

        assertThat(told()).containsExactly(object + " 1", object + " 2", other + " 1", object + " 3");
    }

    @Test
    void tellsNothingOfWhatWasRolledBackAndStartsAnewAfterIt() {
        assertThatThrownBy(() -> portalDatabase.inTransaction(() -> {
                    log.record(change(object, 1));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(told()).isEmpty();

        portalDatabase.inTransaction(() -> log.record(change(other, 1)));

        assertThat(told()).containsExactly(other + " 1");
    }

    @Test
    void isOnlyToldOfChangesInATransaction() {
        assertThatThrownBy(() -> log.record(change(object, 1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aChangeThatWouldComeTooLateFailsItsTransactionInsteadOfBeingLost() {
        assertThatThrownBy(() -> portalDatabase.inTransaction(() -> {
                    log.record(change(object, 1));
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                        @Override
                        public void beforeCommit(boolean readOnly) {
                            log.record(change(object, 2));
                        }
                    });
                }))
                .hasMessageContaining("after the events of its transaction were written");
        assertThat(told()).isEmpty();
    }

    /** In the order in which subscribers get them. */
    private List<String> told() {
        return portalDatabase
                .sql("""
                        select object_id || ' ' || sequence from portal.feed_event where object_id in (:object, :other)
                        order by stamp, position
                        """)
                .param("object", object)
                .param("other", other)
                .query(String.class)
                .list();
    }

    private static FeedLog.Change change(UUID object, int number) {
        Money amount = new Money(BigDecimal.TEN, "EUR");
        InvoiceFacts facts = new InvoiceFacts(
                "INV-" + number, InvoiceStatus.OPEN, amount, amount, null, null, null, null, "Xero", null, AT);
        ExternalId origin = new ExternalId("books", "x");
        InvoiceChanged event =
                new InvoiceChanged(object.toString(), Ids.next().toString(), origin, facts, number, true);
        return new FeedLog.Change("invoice", object, "books", AT, event);
    }
}
