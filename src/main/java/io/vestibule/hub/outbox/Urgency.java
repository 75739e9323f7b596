package io.vestibule.hub.outbox;

/**
 * What leaves first when not everything can leave at once, most urgent first. Its place in this list is the row's
 * priority. Never overrides the order of one connection and object.
 */
enum Urgency {
    /** Somebody waits for it: an acknowledgement, an alert. */
    AWAITED,
    /** A mail to people about what another person did. */
    WRITTEN,
    /** Reminders, and writes to vendors, where nobody looks at the clock. */
    ROUTINE;

    static Urgency of(OutboxDraft draft) {
        return switch (draft.purpose()) {
            case "acknowledgement", "alert", "status-answer" -> AWAITED;
            case "reminder" -> ROUTINE;
            default -> draft.channel().equals("mail") ? WRITTEN : ROUTINE;
        };
    }
}
