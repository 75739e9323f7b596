package io.vestibule.hub.inbox;

import io.vestibule.hub.canonical.ObjectRef;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns one kind of news into commands. Called outside any transaction and at least once per row: every command it
 * sends carries {@link InboxMessage#key}. An exception counts as {@link Handling.Retry} until the schedule is used up.
 */
public interface InboxHandler {

    String kind();

    Handling handle(InboxMessage message);

    /** How one handling ended. */
    sealed interface Handling {
        /** @param result what it became, e.g. "REQ-1042 opened"; {@code objectType}: and objectId the portal object, or null */
        record Applied(
                String result,
                @Nullable String objectType,
                @Nullable String objectId,
                @Nullable String clientId) implements Handling {}

        /** Nothing to do, by rule. {@code reason}: symbol in kebab case, e.g. {@code not-marked}, {@code own-mail}, {@code stale} */
        record Ignored(String reason, @Nullable String detail) implements Handling {}

        /**
         * We don't want it.
         *
         * @param detail the other side's words or what to do
         * @param about the portal's object that stood in its way, null when none did
         */
        record Refused(
                String reason,
                @Nullable String detail,
                @Nullable ObjectRef about) implements Handling {
            public Refused(String reason, @Nullable String detail) {
                this(reason, detail, null);
            }
        }

        /**
         * A person must say whose it is.
         *
         * @param holdKey rows with one key wait for one answer (e.g. {@code link:xero-ledger:contact:717f...}); null = alone
         */
        record Held(String reason, String detail, @Nullable String holdKey, List<Suggestion> suggestions)
                implements Handling {}

        /** @param after null = by the retry schedule */
        record Retry(
                String reason,
                @Nullable String detail,
                @Nullable Duration after) implements Handling {}

        /** Nobody was asked, so that this was no attempt. @param pause after which there may be an answer */
        record NotYet(String reason, @Nullable String detail, Duration pause) implements Handling {}

        /** Can't be handled as it is: a mapping broke, a rule is missing. {@code detail}: with the path */
        record Dead(String reason, String detail) implements Handling {}
    }

    /** A client it may belong to, and why we think so. */
    record Suggestion(
            String clientId, String clientName, @Nullable String contactEmail, String why) {}
}
