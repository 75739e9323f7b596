package io.vestibule.portal.contract;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who or what stands behind a change.
 *
 * @param by who did it; ignored for a person's {@code Access}, which says itself who it is
 * @param origin where the fact comes from: the object's natural key for what creates one, otherwise its account says to
 *     whom the change is not sent back; null for a change made in the portal
 * @param sourceUpdatedAt when the source says it changed; strictly older than what is known = stale
 * @param expectedVersion refused with {@code version-moved} when the object has another version
 */
public record Cause(
        Party by,
        @Nullable ExternalId origin,
        @Nullable Instant sourceUpdatedAt,
        @Nullable Long expectedVersion) {

    /** A change by the person that asks, made in the portal. */
    public static final Cause PORTAL = new Cause(Party.system("portal"), null, null, null);

    /** The account a change came from, null for the portal itself. */
    public @Nullable String account() {
        return origin == null ? null : origin.account();
    }

    public boolean expectsOtherThan(long version) {
        return expectedVersion != null && !Objects.equals(expectedVersion, version);
    }
}
