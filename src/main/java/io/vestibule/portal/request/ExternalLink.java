package io.vestibule.portal.request;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record elsewhere that is linked with a thing of the portal.
 *
 * @param connection the name of the connection it is seen through
 * @param seenAt when that side was last known to agree
 */
public record ExternalLink(
        String connection, String externalId, @Nullable String url, String label, Instant seenAt) {}
