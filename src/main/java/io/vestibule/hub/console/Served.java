package io.vestibule.hub.console;

import io.vestibule.hub.canonical.ClientId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection serves, and how the form says it: ids of clients carry a word in front, so that none of them, whatever
 * the portal calls its clients, is taken for the firm.
 *
 * @param client null = the whole firm
 */
record Served(@Nullable ClientId client) {

    static final Served FIRM = new Served(null);

    private static final String WHOLE_FIRM = "firm";
    private static final String ONE_CLIENT = "client:";

    /** Empty = nobody was chosen, or what stands there is no choice. */
    static Optional<Served> chosen(@Nullable String choice) {
        if (WHOLE_FIRM.equals(choice)) {
            return Optional.of(FIRM);
        }
        return Optional.ofNullable(choice)
                .filter(some -> some.startsWith(ONE_CLIENT))
                .map(some -> some.substring(ONE_CLIENT.length()))
                .filter(id -> !id.isBlank())
                .map(id -> new Served(new ClientId(id)));
    }

    /** The value in the form. */
    String choice() {
        return client == null ? WHOLE_FIRM : ONE_CLIENT + client.value();
    }
}
