package io.vestibule.portal.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.portal.contract.ExternalId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One command as it comes over the wire.
 *
 * @param type name of the command in kebab case
 * @param traceparent what its events carry on; null = what the call says
 * @param data its fields
 */
record CommandEnvelope(
        String idempotencyKey,
        String type,
        @Nullable ExternalId origin,
        @Nullable Instant sourceUpdatedAt,
        @Nullable Long expectedVersion,
        @Nullable String traceparent,
        JsonNode data) {}
