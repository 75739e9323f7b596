package io.vestibule.hub.console;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ClientScope;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.outbox.OutboxFilter;
import io.vestibule.hub.outbox.OutboxState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what a {@link MessageFilter} asks for, for the pages that list messages and those that act on all of them. */
@Component
class MessageQuery {

    /** As a browser writes a local time, what people type, and what our own links say. */
    private static final DateTimeFormatter TYPED = DateTimeFormatter.ofPattern("yyyy-MM-dd['T'HH:mm[:ss][XXX]]");

    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

    /** In the address of the list of received messages: not at an end, whichever state that is. */
    static final String OPEN = "open";

    private final Connections connections;
    private final ZoneId firmZone;

    MessageQuery(Connections connections, ZoneId firmZone) {
        this.connections = connections;
        this.firmZone = firmZone;
    }

    InboxRows.Filter received(MessageFilter filter) {
        return new InboxRows.Filter(
                states(filter),
                Words.orNull(filter.kind()),
                Words.orNull(filter.source()),
                client(filter),
                time(filter.from(), false),
                time(filter.to(), true),
                Words.orNull(filter.text()));
    }

    private static Set<InboxState> states(MessageFilter filter) {
        if (OPEN.equals(filter.state())) {
            return InboxState.OPEN;
        }
        InboxState wanted = Words.constant(InboxState.class, filter.state());
        return wanted == null ? Set.of() : Set.of(wanted);
    }

    OutboxFilter sent(MessageFilter filter) {
        return new OutboxFilter(
                Words.constant(OutboxState.class, filter.state()),
                Words.orNull(filter.kind()),
                Words.orNull(filter.source()),
                client(filter),
                time(filter.from(), false),
                time(filter.to(), true),
                Words.orNull(filter.text()));
    }

    private @Nullable ClientScope client(MessageFilter filter) {
        String client = Words.orNull(filter.client());
        if (client == null) {
            return null;
        }
        Set<String> own = connections.all().stream()
                .filter(connection -> new ClientId(client).equals(connection.client()))
                .map(Connection::name)
                .collect(Collectors.toSet());
        return new ClientScope(client, own);
    }

    /** @param end a day without a time means its end */
    private @Nullable Instant time(@Nullable String typed, boolean end) {
        String value = Words.orNull(typed);
        if (value == null) {
            return null;
        }
        try {
            TemporalAccessor read = TYPED.parseBest(value, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return switch (read) {
                case OffsetDateTime exact -> exact.toInstant();
                case LocalDateTime local -> local.atZone(firmZone).toInstant();
                default ->
                    LocalDate.from(read)
                            .plusDays(end ? 1 : 0)
                            .atStartOfDay(firmZone)
                            .toInstant();
            };
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Whether every part of it says something: a list just shows more when one doesn't, an act on all must not. */
    boolean understands(MessageFilter filter, boolean sent) {
        boolean known = sent
                ? Words.constant(OutboxState.class, filter.state()) != null
                : !states(filter).isEmpty();
        return (known || Words.orNull(filter.state()) == null) && readable(filter.from()) && readable(filter.to());
    }

    private boolean readable(@Nullable String typed) {
        return Words.orNull(typed) == null || time(typed, false) != null;
    }

    /** What stands in the fields of the form: a time of the firm's zone, empty for none. */
    String fieldOf(@Nullable Instant time) {
        return time == null ? "" : FIELD.format(ZonedDateTime.ofInstant(time, firmZone));
    }

    ZoneId zone() {
        return firmZone;
    }
}
