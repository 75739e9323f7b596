package io.vestibule.platform.security;

import org.jspecify.annotations.Nullable;

/** A stored secret can't be opened: it was sealed with another key, or the row was changed by hand. */
public final class SecretUnreadable extends RuntimeException {

    SecretUnreadable(String owner, @Nullable Throwable cause) {
        super(
                "The stored secret of " + owner + " can't be opened with the present key."
                        + " Start with the VESTIBULE_KEY it was stored under, or enter the secret again.",
                cause);
    }
}
