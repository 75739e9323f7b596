package io.vestibule.portal.request;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody a mail about a request went to, whom the firm did not admit: is not told of anything and sees nothing.
 *
 * @param namedBy who wrote that mail
 */
public record Onlooker(String email, @Nullable String name, String namedBy, Instant at) {

    public String shown() {
        return name == null ? email : name + " <" + email + ">";
    }
}
