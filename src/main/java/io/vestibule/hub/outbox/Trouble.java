package io.vestibule.hub.outbox;

/**
 * Why something stopped or does not add up, for the admins.
 *
 * @param subject a connection's name, {@code app:<name>} or {@code sums:<source>}; told once from its start to its end
 * @param title what people call it, e.g. "Connection acme-books"
 * @param text description and action
 */
public record Trouble(String subject, String title, String text) {

    private static final String SUMS = "sums:";

    public static Trouble of(String connection, String text) {
        return new Trouble(connection, "Connection " + connection, text);
    }

    /** Something that came through this app or mailbox is not accounted for. */
    public static Trouble ofSums(String app, String text) {
        return new Trouble(SUMS + app, "The daily sum of " + app, text);
    }

    /** The same subject with what the other one says of it, too. */
    Trouble and(Trouble other) {
        return new Trouble(subject, title, text + " " + other.text);
    }

    /** What stopped, as the alert's subject and the health page say it. */
    public String headline() {
        return title + (isOfSums(subject) ? " does not add up" : " has stopped");
    }

    static boolean isOfSums(String subject) {
        return subject.startsWith(SUMS);
    }
}
