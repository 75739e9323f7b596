package io.vestibule.portal.invoice;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.client.ChangePosition;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.InvoiceFacts;
import io.vestibule.portal.contract.Money;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Outcome.Duplicate;
import io.vestibule.portal.contract.Outcome.Stale;
import io.vestibule.portal.contract.PortalEvent.InvoiceChanged;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.Resource;
import io.vestibule.portal.feed.FeedLog;
import java.sql.Types;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * The invoices of the clients. Peers write what a ledger says; nobody edits. Strictly older news is stale; the same news
 * again refreshes the age only. Drafts are visible to nobody at the client, and a client's person needs the billing
 * right or to be its admin. Each change is one transaction with its feed event, or joins the caller's.
 */
@Repository
public class Invoices {

    private static final int MOST = 200;
    private static final int MOST_COUNTED = 1001;

    private final Database portalDatabase;
    private final InvoiceBatch batch;
    private final FeedLog feed;
    private final Clock clock;

    Invoices(Database portalDatabase, FeedLog feed, Clock clock) {
        this.portalDatabase = portalDatabase;
        this.batch = new InvoiceBatch(portalDatabase);
        this.feed = feed;
        this.clock = clock;
    }

    public Optional<Invoice> find(Access access, UUID id) {
        return one(access, "i.id = :id", Map.of("id", id));
    }

    public Optional<Invoice> find(Access access, ExternalId origin) {
        return one(
                access,
                "i.origin_account = :account and i.origin_id = :originId",
                Map.of("account", origin.account(), "originId", origin.id()));
    }

    /** @param cursor from the page before; null or not a cursor = from the top */
    public InvoicePage page(Access access, InvoiceFilter filter, @Nullable String cursor, int limit) {
        int most = Math.clamp(limit, 1, MOST);
        Map<String, Object> values = new LinkedHashMap<>(Map.of("limit", most + 1));
        StringBuilder conditions = new StringBuilder(conditions(filter, values));
        IssueCursor.parse(cursor).ifPresent(after -> {
            conditions.append(" and (coalesce(i.issue_date, '-infinity'), i.id) < (:issued::date, :afterId)");
            values.put("issued", after.issued());
            values.put("afterId", after.id());
        });
        List<Invoice> found = bound(
                        InvoiceSql.INVOICE + InvoiceSql.visible(access) + conditions
                                + " order by coalesce(i.issue_date, '-infinity') desc, i.id desc limit :limit",
                        access,
                        values)
                .query(InvoiceSql::invoice)
                .list();
        return found.size() <= most
                ? new InvoicePage(found, null)
                : new InvoicePage(found.subList(0, most), IssueCursor.after(found.get(most - 1)));
    }

    /** How many there are; from 1001 on just that, since counting all of a grown store takes long. */
    public long count(Access access, InvoiceFilter filter) {
        Map<String, Object> values = new LinkedHashMap<>(Map.of("most", MOST_COUNTED));
        String sql = "select count(*) from (select from portal.invoice i where " + InvoiceSql.visible(access)
                + conditions(filter, values) + " limit :most) found";
        return bound(sql, access, values).query(Long.class).single();
    }

    /** What is open in reach, by currency. */
    public List<TotalDue> totals(Access access, InvoiceFilter filter) {
        Map<String, Object> values = new LinkedHashMap<>(Map.of("today", today()));
        String sql =
                """
                select currency, sum(amount_due) due, count(*) invoices,
                       coalesce(sum(amount_due) filter (where due_date < :today), 0) overdue,
                       count(*) filter (where due_date < :today) overdue_invoices
                from portal.invoice i
                where i.status = 'open' and\s""" + InvoiceSql.visible(access) + conditions(filter, values) + " group by currency order by currency";
        return bound(sql, access, values)
                .query((row, number) -> new TotalDue(
                        new Money(row.getBigDecimal("due"), row.getString("currency")),
                        new Money(row.getBigDecimal("overdue"), row.getString("currency")),
                        row.getLong("invoices"),
                        row.getLong("overdue_invoices")))
                .list();
    }

    /** Those changed since, in the order of change, for readers that want to prove equality. */
    public List<Invoice> changedAfter(Access access, ChangePosition after, int limit) {
        return bound(
                        InvoiceSql.INVOICE + InvoiceSql.visible(access)
                                + " and (i.changed_at, i.id) > (:at, :afterId) order by i.changed_at, i.id limit :limit",
                        access,
                        Map.of("afterId", after.id(), "limit", Math.clamp(limit, 1, MOST)))
                .param("at", Database.at(after.at()))
                .query(InvoiceSql::invoice)
                .list();
    }

    /** Creates or updates the invoice with the cause's origin. Never moves it to another client. */
    public Outcome upsert(Access access, UUID clientId, InvoiceFacts facts, Cause cause) {
        News news = new News(clientId, facts, cause);
        return portalDatabase.inTransaction(() -> outcome(access, news, write(access, List.of(news))));
    }

    /** What a ledger says of the invoice with the cause's origin. */
    public record News(UUID clientId, InvoiceFacts facts, Cause cause) {}

    /** What was written of several news, by the origins of their invoices. */
    public record Written(Map<ExternalId, Version> versions) {}

    /** An invoice as it stands after it was written. */
    public record Version(UUID id, long number) {}

    /**
     * Creates or updates several invoices in one round trip, in the order given and in the caller's transaction, in which
     * {@link #outcome} then says of each what became of it. No two of them may have one origin.
     */
    public Written write(Access access, List<News> news) {
        Map<ExternalId, News> fit = new LinkedHashMap<>();
        news.forEach(one -> {
            ExternalId origin = one.cause().origin();
            if (origin != null
                    && InvoiceRules.refusal(access, one.facts(), origin).isEmpty()
                    && fit.put(origin, one) != null) {
                throw new IllegalArgumentException("Two news of one invoice can't be written at once");
            }
        });
        return new Written(batch.write(fit, clock.instant()));
    }

    /** What became of news that were {@link #write written} in this transaction; tells the feed of what changed. */
    public Outcome outcome(Access access, News news, Written written) {
        ExternalId origin = news.cause().origin();
        Optional<Outcome> no = InvoiceRules.refusal(access, news.facts(), origin);
        if (no.isPresent() || origin == null) {
            return no.orElseThrow();
        }
        Version version = written.versions().get(origin);
        return version == null
                ? unwritten(access, news.clientId(), news.facts(), origin)
                : tell(version, news.clientId(), news.facts(), origin);
    }

    private Outcome tell(Version written, UUID clientId, InvoiceFacts facts, ExternalId origin) {
        InvoiceChanged event = new InvoiceChanged(
                written.id().toString(), clientId.toString(), origin, facts, written.number(), written.number() == 1);
        feed.record(new FeedLog.Change("invoice", written.id(), origin.account(), clock.instant(), event));
        return new Applied(Resource.invoice(written.id(), facts.number(), written.number()));
    }

    /** Nothing was written: another client's, older, or the same news again. */
    private Outcome unwritten(Access access, UUID clientId, InvoiceFacts facts, ExternalId origin) {
        Optional<Invoice> found = find(access, origin);
        if (found.isEmpty()) {
            return Outcome.refused(Refusal.UNKNOWN_CLIENT, "There is no client " + clientId + ".");
        }
        Invoice known = found.get();
        Resource resource = Resource.invoice(known.id(), known.facts().number(), known.version());
        if (!known.clientId().equals(clientId)) {
            return Outcome.refused(
                    Refusal.BELONGS_TO_ANOTHER_CLIENT,
                    "This invoice belongs to " + known.clientName() + ". Correct the link of its contact first.");
        }
        if (known.facts().updatedAt().isAfter(facts.updatedAt())) {
            return new Stale(resource);
        }
        confirm(known.id(), facts.updatedAt(), clock.instant());
        return new Duplicate(resource);
    }

    /** Corrects whose it is; null = shown to no client until it is moved again. What stands so already is not written. */
    public Outcome moveToClient(Access access, UUID id, @Nullable UUID clientId) {
        if (access.isPerson() || !access.may(Permission.CHANGE_CONSOLE)) {
            return InvoiceRules.notPermitted();
        }
        return portalDatabase.inTransaction(() -> {
            boolean moved = portalDatabase
                            .sql(InvoiceSql.MOVE)
                            .param("client", clientId, Types.OTHER)
                            .param("id", id)
                            .update()
                    > 0;
            return find(access, id)
                    .map(invoice -> {
                        Version written = new Version(invoice.id(), invoice.version());
                        return moved
                                ? tell(written, invoice.clientId(), invoice.facts(), invoice.origin())
                                : new Applied(
                                        Resource.invoice(id, invoice.facts().number(), invoice.version()));
                    })
                    .orElseGet(() -> Outcome.refused(Refusal.UNKNOWN_INVOICE, "There is no invoice " + id + "."));
        });
    }

    /** The source still says the same: refreshes the age, writes no version and no event. */
    public Outcome confirmSeen(Access access, ExternalId origin, Instant seenAt) {
        if (!access.may(Permission.CHANGE_CONSOLE)) {
            return InvoiceRules.notPermitted();
        }
        Optional<Invoice> known = find(access, origin);
        known.ifPresent(invoice -> confirm(invoice.id(), invoice.facts().updatedAt(), seenAt));
        return known.<Outcome>map(invoice -> new Applied(
                        Resource.invoice(invoice.id(), invoice.facts().number(), invoice.version())))
                .orElseGet(() -> Outcome.refused(
                        Refusal.UNKNOWN_INVOICE,
                        "No invoice came from " + origin.account() + " as " + origin.id() + "."));
    }

    private void confirm(UUID id, Instant updatedAt, Instant seenAt) {
        portalDatabase
                .sql(InvoiceSql.CONFIRM)
                .param("id", id)
                .param("updatedAt", Database.at(updatedAt))
                .param("seenAt", Database.at(seenAt))
                .update();
    }

    private Optional<Invoice> one(Access access, String condition, Map<String, Object> values) {
        return bound(InvoiceSql.INVOICE + InvoiceSql.visible(access) + " and " + condition, access, values)
                .query(InvoiceSql::invoice)
                .optional();
    }

    private String conditions(InvoiceFilter filter, Map<String, Object> values) {
        StringBuilder conditions = new StringBuilder();
        if (!filter.statuses().isEmpty()) {
            conditions.append(" and i.status in (:statuses)");
            values.put(
                    "statuses",
                    filter.statuses().stream().map(ContractJson::word).toList());
        }
        if (filter.clientId() != null) {
            conditions.append(" and i.client_id = :client");
            values.put("client", filter.clientId());
        }
        if (filter.overdue()) {
            conditions.append(" and i.status = 'open' and i.due_date < :today");
            values.put("today", today());
        }
        return conditions.toString();
    }

    /** Dates of invoices carry no zone; UTC's day is the same for everybody who asks. */
    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private StatementSpec bound(String sql, Access access, Map<String, Object> values) {
        return InvoiceSql.bind(portalDatabase.sql(sql), access).params(values);
    }

    /** Where a page of the list ends. */
    private record IssueCursor(String issued, UUID id) {

        private static final String UNDATED = "-infinity";

        static Optional<IssueCursor> parse(@Nullable String text) {
            if (text == null || !text.matches("(-infinity|(?!0000)[0-9]{4}-[01][0-9]-[0-3][0-9])_[0-9a-f-]{36}")) {
                return Optional.empty();
            }
            String[] parts = text.split("_", 2);
            try {
                String issued = parts[0].equals(UNDATED)
                        ? UNDATED
                        : LocalDate.parse(parts[0]).toString();
                return Optional.of(new IssueCursor(issued, UUID.fromString(parts[1])));
            } catch (DateTimeException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        static String after(Invoice last) {
            return Objects.requireNonNullElse(last.facts().issueDate(), UNDATED) + "_" + last.id();
        }
    }
}
