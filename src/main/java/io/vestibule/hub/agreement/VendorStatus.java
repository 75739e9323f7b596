package io.vestibule.hub.agreement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A status as a vendor's record has it.
 *
 * @param value the vendor's own value, e.g. a stage id
 * @param updatedAt when the record says it changed; null = present value, read just now
 * @param key idempotency key for the command it may become, see {@code InboxMessage.key}
 * @param readAfter what {@link StatusAgreement#now} said before we read the record; null = it was told, not read
 */
public record VendorStatus(
        String value,
        @Nullable Instant updatedAt,
        String key,
        @Nullable Instant readAfter) {}
