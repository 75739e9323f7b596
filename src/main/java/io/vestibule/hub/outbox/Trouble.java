package io.vestibule.hub.outbox;

/**
 * Why something stopped, for the admins.
 *
 * @param subject a connection's name, or {@code app:<name>}; told once from its start to its end
 * @param title what people call it, e.g. "Connection acme-books"
 * @param text description and action
 */
public record Trouble(String subject, String title, String text) {

    public static Trouble of(String connection, String text) {
        return new Trouble(connection, "Connection " + connection, text);
    }

    /** What stopped, as the alert's subject and the health page say it. */
    public String headline() {
        return title + " has stopped";
    }
}
