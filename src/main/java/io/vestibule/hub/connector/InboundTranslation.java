package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.InvoiceFacts;
import io.vestibule.hub.canonical.RequestDraft;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one event: a command for the portal, nothing by rule, or a failure with its path. */
public sealed interface InboundTranslation {

    /** The same, of a record whose fetch began after this time of the hub's database; null changes nothing. */
    default InboundTranslation fetchedAfter(@Nullable Instant time) {
        return this;
    }

    /**
     * @param to the rule's commands, e.g. {@code upsert-invoice} or {@code add-comment}; {@code open-request} with {@code revise-request} and
     *     {@code change-request-status} where the request stays kept at its source
     * @param facts the canonical record, already checked
     * @param data the same as the mapping wrote it
     * @param externalId the record's id at the vendor, natural key within the connection
     * @param link null where the connector's records name no client
     * @param sourceUpdatedAt null where the vendor doesn't tell
     * @param url where a person may look at the record, null where there is no such page
     * @param fetchedAfter time of the hub's database before the record was fetched, null where nobody asked
     */
    record Command(
            List<String> to,
            Facts facts,
            JsonNode data,
            String externalId,
            @Nullable LinkKey link,
            @Nullable Instant sourceUpdatedAt,
            @Nullable String url,
            @Nullable String label,
            @Nullable Instant fetchedAfter)
            implements InboundTranslation {

        @Override
        public Command fetchedAfter(@Nullable Instant time) {
            return new Command(to, facts, data, externalId, link, sourceUpdatedAt, url, label, time);
        }
    }

    /** @param reason symbol in kebab case, e.g. {@code not-marked} */
    record NotAccepted(String reason) implements InboundTranslation {}

    /**
     * @param path file or place that broke; the message ends with it and with the words
     * @param tooLarge nothing broke, but it gives more than is taken
     */
    record Failed(String path, String message, boolean tooLarge) implements InboundTranslation {

        Failed(String path, String message) {
            this(path, message, false);
        }

        static Failed of(Expressions.Failure failure) {
            return new Failed(failure.path, failure.words(), failure.tooLarge);
        }
    }

    /** The canonical record that a mapping made. */
    sealed interface Facts {
        record Invoice(InvoiceFacts facts) implements Facts {}

        record Request(RequestDraft draft) implements Facts {}

        /** @param requestRecord id of the record whose request it belongs to */
        record Remark(String requestRecord, Comment comment) implements Facts {}
    }
}
