package io.vestibule.hub.console;

import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.hub.connection.VendorAccounts;
import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.StatusTables;
import io.vestibule.hub.connector.VendorStatuses.Listing;
import io.vestibule.hub.connector.VendorStatuses.VendorStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Status tables as a form: a row per status of the vendor with a choice of ours, and per status of ours what is written
 * back. The rows are what the vendor lists; where it can't be asked, what is known so far and some to type into.
 */
@Component
class StatusForm {

    private static final int SPARE_ROWS = 3;
    private static final int ROWS = 200;

    private final KnownStatuses vendor;
    private final VendorAccounts accounts;
    private final MessageSource messages;

    StatusForm(KnownStatuses vendor, VendorAccounts accounts, MessageSource messages) {
        this.vendor = vendor;
        this.accounts = accounts;
        this.messages = messages;
    }

    /** @param label what people at the vendor call it; {@code ours}: empty = maps to nothing yet */
    record Row(String value, String label, String ours) {}

    /** @param ours wire name of our status; {@code theirs}: what is written for it, empty = nothing */
    record Out(String ours, String label, String theirs) {}

    /**
     * @param listed the vendor gave the rows; false = people type them
     * @param askedAt when it did, null = it did not or has no other list than this one
     * @param why why the vendor did not, null = it did or was not asked
     * @param ourChoices for rows; {@code theirChoices}: for outs
     * @param writes whether the connector writes this type's status back
     */
    record Table(
            String type,
            List<Row> rows,
            List<Out> outs,
            boolean listed,
            @Nullable Instant askedAt,
            @Nullable String why,
            Map<String, String> ourChoices,
            Map<String, String> theirChoices,
            boolean writes) {}

    /**
     * The tables that the connector leaves to each connection. Asks the vendor, where there is a connection to ask with.
     *
     * @param own what was entered or stored; the connector's proposal counts where there is nothing
     */
    List<Table> tables(Connector connector, @Nullable Connection connection, Map<String, StatusTable> own) {
        List<Table> tables = new ArrayList<>();
        connector.statuses().forEach((type, declared) -> {
            if (declared.perConnection()) {
                StatusTable table = own.getOrDefault(type, new StatusTable(declared.in(), declared.out()));
                tables.add(table(connector, type, table, answer(connection, type)));
            }
        });
        return tables;
    }

    /** Null where there is nothing to ask with yet. */
    private KnownStatuses.@Nullable Answer answer(@Nullable Connection connection, String type) {
        return connection == null
                ? null
                : accounts.of(connection)
                        .map(account -> vendor.list(account, type))
                        .orElse(null);
    }

    private Table table(Connector connector, String type, StatusTable table, KnownStatuses.@Nullable Answer answer) {
        Listing listing = answer == null ? null : answer.listing();
        List<VendorStatus> statuses = listing instanceof Listing.Listed listed ? listed.statuses() : List.of();
        boolean listed = !statuses.isEmpty();
        List<Row> rows = new ArrayList<>();
        if (listed) {
            statuses.forEach(status ->
                    rows.add(new Row(status.value(), label(status), table.in().getOrDefault(status.value(), ""))));
        } else {
            table.in().forEach((value, ours) -> rows.add(new Row(value, value, ours)));
        }
        Map<String, String> theirChoices = new LinkedHashMap<>();
        theirChoices.put("", text("connections.statuses.nothing"));
        rows.forEach(row -> theirChoices.put(row.value(), row.label()));
        for (int spare = 0; !listed && spare < SPARE_ROWS; spare++) {
            rows.add(new Row("", "", ""));
        }
        List<Out> outs = StatusTables.ours(type).stream()
                .map(ours -> new Out(ours, ourLabel(type, ours), table.out().getOrDefault(ours, "")))
                .toList();
        return new Table(
                type,
                List.copyOf(rows),
                outs,
                listed,
                listed && asks(connector, type) && answer != null ? answer.at() : null,
                listing instanceof Listing.NotListed not ? not.words() : null,
                ourChoices(type),
                theirChoices,
                !connector.outbound().isEmpty());
    }

    /** Some connectors know the list of every account. */
    private static boolean asks(Connector connector, String type) {
        Connector.StatusTable declared = connector.statuses().get(type);
        return declared != null && declared.list() != null;
    }

    /** Asks the vendor at the next opportunity, however lately it was asked. */
    void forget(Connection connection) {
        vendor.forget(connection.name());
    }

    private static String label(VendorStatus status) {
        return status.title().isBlank() || status.title().equals(status.value())
                ? status.value()
                : "%s (%s)".formatted(status.title(), status.value());
    }

    private Map<String, String> ourChoices(String type) {
        Map<String, String> choices = new LinkedHashMap<>();
        choices.put("", text("connections.statuses.choose"));
        StatusTables.ours(type).forEach(ours -> choices.put(ours, ourLabel(type, ours)));
        return choices;
    }

    private String ourLabel(String type, String ours) {
        return text((type.equals("invoice") ? "connections.statuses.invoice." : "status.") + ours);
    }

    private String text(String key) {
        return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }

    /** @param form all fields of the page; a type that the page had no rows for is left out */
    static Map<String, StatusTable> read(Connector connector, Map<String, String> form) {
        Map<String, StatusTable> tables = new LinkedHashMap<>();
        connector.statuses().forEach((type, declared) -> {
            String prefix = "statuses." + type;
            if (declared.perConnection() && form.containsKey(prefix + ".value.0")) {
                tables.put(type, new StatusTable(in(prefix, form), out(prefix, type, form)));
            }
        });
        return tables;
    }

    /** A status without one of ours is kept as such, so that the connection can say which it is. */
    private static Map<String, String> in(String prefix, Map<String, String> form) {
        Map<String, String> in = new LinkedHashMap<>();
        for (int row = 0; row < ROWS && form.containsKey(prefix + ".value." + row); row++) {
            String value = form.getOrDefault(prefix + ".value." + row, "").strip();
            if (!value.isEmpty()) {
                in.put(value, form.getOrDefault(prefix + ".ours." + row, ""));
            }
        }
        return in;
    }

    private static Map<String, String> out(String prefix, String type, Map<String, String> form) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String ours : StatusTables.ours(type)) {
            String theirs = form.getOrDefault(prefix + ".out." + ours, "");
            if (!theirs.isEmpty()) {
                out.put(ours, theirs);
            }
        }
        return out;
    }
}
