package io.vestibule.hub.console;

import io.vestibule.hub.control.replay.BulkReplay;
import io.vestibule.platform.web.FormErrors;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person typed to start a replay of many messages.
 *
 * @param direction {@code out} for what was sent, anything else for what was received
 * @param upTo id of the newest message of the dry run that was shown
 */
record ReplayForm(
        @Nullable String direction,
        @Nullable String perMinute,
        @Nullable String reason,
        @Nullable Long upTo) {

    private static final int REASON_LENGTH = 500;

    public boolean sent() {
        return "out".equals(direction);
    }

    /** Path of the list the messages were found in. */
    String list() {
        return sent() ? "/console/messages/sent" : "/console/messages";
    }

    /** As typed, or the usual rate when nothing was. */
    public String rate() {
        return Objects.requireNonNullElse(Words.orNull(perMinute), Integer.toString(BulkReplay.USUAL));
    }

    FormErrors errors() {
        FormErrors errors = new FormErrors();
        if (!rate().matches("\\d{1,6}")
                || Integer.parseInt(rate()) < BulkReplay.SLOWEST
                || Integer.parseInt(rate()) > BulkReplay.FASTEST) {
            errors.add(
                    "perMinute",
                    "replays.error.rate",
                    Integer.toString(BulkReplay.SLOWEST),
                    Integer.toString(BulkReplay.FASTEST));
        }
        String why = Words.orNull(reason);
        if (why == null || why.length() > REASON_LENGTH) {
            errors.add("reason", "replays.error.reason");
        }
        return errors;
    }
}
