package io.vestibule.hub.connector;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of the vendor means where it differs from the usual (2xx done; 408, 429, 5xx retry; the rest refuse).
 *
 * @param when JSONata over the answer's JSON, for vendors that hide errors in a good status
 * @param reason symbol for a refusal; null = {@code vendor-refused}
 */
public record ResponseRule(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<Integer> status,

        @Nullable String when,
        Then then,
        @Nullable String reason) {

    public ResponseRule {
        status = status == null ? List.of() : List.copyOf(status);
    }

    /** The ends of a call. */
    public enum Then {
        @JsonProperty("done")
        DONE,
        @JsonProperty("retry")
        RETRY,
        @JsonProperty("refuse")
        REFUSE,
        @JsonProperty("reauthorize")
        REAUTHORIZE,
        @JsonProperty("suspend")
        SUSPEND
    }
}
