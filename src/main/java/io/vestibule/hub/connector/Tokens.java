package io.vestibule.hub.connector;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an OAuth vendor gave us for one connection.
 *
 * @param refreshToken null where the vendor gives none: then a person connects again when it expires
 * @param expiresAt when the access token ends, by the business clock
 */
public record Tokens(String accessToken, @Nullable String refreshToken, Instant expiresAt) {

    @Override
    public String toString() {
        return "Tokens[until " + expiresAt + "]";
    }
}
