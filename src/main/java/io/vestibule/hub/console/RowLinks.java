package io.vestibule.hub.console;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.connection.LinkRecords;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** By which link a message's record came to its client: where a wrong client is corrected. */
@Component
class RowLinks {

    private final LinkRecords records;

    RowLinks(LinkRecords records) {
        this.records = records;
    }

    Optional<Links.Key> of(InboxRow row) {
        return row.objectType() == null || row.objectId() == null
                ? Optional.empty()
                : records.linkOf(new ObjectRef(row.objectType(), row.objectId()));
    }

    /** Of those that were refused because of a link, by the row's id. */
    Map<Long, Links.Key> ofRefused(List<InboxRow> rows) {
        Map<Long, Links.Key> links = new HashMap<>();
        rows.stream()
                .filter(row -> row.state() == InboxState.REFUSED && "belongs-to-another-client".equals(row.reason()))
                .forEach(row -> of(row).ifPresent(link -> links.put(row.id(), link)));
        return links;
    }
}
