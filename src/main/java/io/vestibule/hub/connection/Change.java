package io.vestibule.hub.connection;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How saving an app or a connection ended. */
public sealed interface Change {

    /** @param problem why it was stored but can't be switched on, in words for people; null = none */
    record Saved(long version, @Nullable String problem) implements Change {}

    /** Nothing was stored. {@code errors}: what to do, by field: a field of the form, or name, app, account, client */
    record Invalid(Map<String, String> errors) implements Change {}

    /** Someone else changed it meanwhile: look at it again. */
    record Moved() implements Change {}
}
