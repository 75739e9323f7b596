package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a call to a vendor ended. Nothing is thrown for what a vendor or the network does; whoever called decides by the
 * case. {@code reason} is a symbol in kebab case, {@code words} are for people and hold no secret.
 */
public sealed interface VendorAnswer {

    /** {@link Retry}: our own budget of calls to this vendor is used up, nothing was asked. */
    String RATE_BUDGET = "rate-budget";

    /** {@link Retry}: another node renews the credentials, nothing was asked. */
    String TOKEN_REFRESH = "token-refresh";

    /** Why it did not work, for people; nothing where it did. */
    default String words() {
        return "";
    }

    /** It worked. {@code json}: the answer's body, a missing node where there was none */
    record Done(int status, JsonNode json) implements VendorAnswer {}

    /** Not now. {@code after}: what the vendor asked for, null = by the caller's own schedule */
    record Retry(String reason, String words, @Nullable Duration after) implements VendorAnswer {

        /** How long nobody can be asked; empty where somebody was, and did not answer as hoped. */
        public Optional<Duration> notAsked() {
            boolean asked = !reason.equals(RATE_BUDGET) && !reason.equals(TOKEN_REFRESH);
            return asked ? Optional.empty() : Optional.ofNullable(after);
        }
    }

    /** No. Asking again changes nothing until someone changes something. {@code status}: 0 where no answer came */
    record Refused(String reason, int status, String words) implements VendorAnswer {}

    /** The credentials are no longer good: a person must connect again. */
    record Reauthorize(String words) implements VendorAnswer {}

    /** The account may not do this at all: stop the connection and tell the admins. */
    record Suspend(String words) implements VendorAnswer {}
}
