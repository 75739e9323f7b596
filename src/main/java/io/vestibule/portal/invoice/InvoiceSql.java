package io.vestibule.portal.invoice;

import static io.vestibule.portal.contract.ContractJson.constant;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.InvoiceFacts;
import io.vestibule.portal.contract.InvoiceStatus;
import io.vestibule.portal.contract.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The statements of this room, the rule of who sees which invoice, and how rows are read. */
final class InvoiceSql {

    static final String INVOICE = """
            select i.*, c.name client_name
            from portal.invoice i join portal.client c on c.id = i.client_id
            where\s""";

    /** Writes only for a known client, only what is no other client's, not older, and different; else no row. */
    static final String UPSERT = """
            insert into portal.invoice as i (id, client_id, origin_account, origin_id, number, status, currency, total,
                amount_due, issue_date, due_date, paid_date, reference, source, source_url, source_updated_at, seen_at)
            select :id, c.id, :account, :originId, :number, :status, :currency, :total,
                :amountDue, :issueDate, :dueDate, :paidDate, :reference, :source, :sourceUrl, :updatedAt, :seenAt
            from portal.client c where c.id = :client
            on conflict on constraint invoice_once_per_origin do update
            set number = excluded.number, status = excluded.status, currency = excluded.currency,
                total = excluded.total, amount_due = excluded.amount_due, issue_date = excluded.issue_date,
                due_date = excluded.due_date, paid_date = excluded.paid_date, reference = excluded.reference,
                source = excluded.source, source_url = excluded.source_url,
                source_updated_at = excluded.source_updated_at, seen_at = greatest(i.seen_at, excluded.seen_at),
                changed_at = clock_timestamp(), version = i.version + 1
            where i.client_id = excluded.client_id
              and i.source_updated_at <= excluded.source_updated_at
              and (i.number, i.status, i.currency, i.total, i.amount_due, i.issue_date, i.due_date, i.paid_date,
                   i.reference, i.source, i.source_url)
                  is distinct from
                  (excluded.number, excluded.status, excluded.currency, excluded.total, excluded.amount_due,
                   excluded.issue_date, excluded.due_date, excluded.paid_date, excluded.reference, excluded.source,
                   excluded.source_url)
            """;

    /** The same news again: only younger. */
    static final String CONFIRM = """
            update portal.invoice
            set source_updated_at = greatest(source_updated_at, :updatedAt), seen_at = greatest(seen_at, :seenAt)
            where id = :id
            """;

    /** Nothing is written, and nothing returned, for an invoice that stands there already. */
    static final String MOVE = """
            update portal.invoice i
            set client_id = coalesce(:client, i.client_id), withdrawn = :client::uuid is null,
                changed_at = clock_timestamp(), version = i.version + 1
            where i.id = :id
              and (i.client_id, i.withdrawn) is distinct from (coalesce(:client, i.client_id), :client::uuid is null)
            """;

    private InvoiceSql() {}

    /** A condition over {@code portal.invoice i}; the value comes with {@link #bind}. */
    static String visible(Access access) {
        if (access.everyClient()) {
            return "(true)";
        }
        return access.seesInvoices()
                ? "(i.client_id = :ownClient and i.status <> 'hidden' and not i.withdrawn)"
                : "(false)";
    }

    static StatementSpec bind(StatementSpec statement, Access access) {
        return !access.everyClient() && access.seesInvoices()
                ? statement.param("ownClient", access.clientId())
                : statement;
    }

    static Invoice invoice(ResultSet row, int number) throws SQLException {
        return new Invoice(
                row.getObject("id", UUID.class),
                row.getObject("client_id", UUID.class),
                row.getString("client_name"),
                new ExternalId(row.getString("origin_account"), row.getString("origin_id")),
                facts(row),
                row.getLong("version"),
                instant(row, "seen_at"),
                instant(row, "changed_at"));
    }

    private static InvoiceFacts facts(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new InvoiceFacts(
                row.getString("number"),
                constant(InvoiceStatus.class, row.getString("status")),
                new Money(row.getBigDecimal("total"), currency),
                new Money(row.getBigDecimal("amount_due"), currency),
                row.getObject("issue_date", LocalDate.class),
                row.getObject("due_date", LocalDate.class),
                row.getObject("paid_date", LocalDate.class),
                row.getString("reference"),
                row.getString("source"),
                row.getString("source_url"),
                instant(row, "source_updated_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
