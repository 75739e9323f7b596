package io.vestibule.hub.connector;

import org.jspecify.annotations.Nullable;

/**
 * The vendor's record that stands for a client in an account that serves several. Name and email only help a person to
 * decide; they never decide themselves.
 *
 * @param kind e.g. {@code contact}, {@code company}
 */
public record LinkKey(
        String kind,
        String id,
        @Nullable String name,
        @Nullable String email) {}
