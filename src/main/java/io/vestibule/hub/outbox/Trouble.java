package io.vestibule.hub.outbox;

import java.util.List;

/**
 * Why something stopped or does not add up, for the admins. {@link TroubleWords} says what it is called.
 *
 * @param subject a connection's name, {@code app:<name>} or {@code sums:<source>}, e.g.; told once from its start to its end
 * @param names which of its kind, e.g. the connection's name
 * @param text description and action, in the console's language
 */
public record Trouble(String subject, Kind kind, List<String> names, String text) {

    private static final String SUMS = "sums:";
    private static final String DELIVERIES = "deliveries:";

    public Trouble {
        names = List.copyOf(names);
    }

    /** What stopped. */
    public enum Kind {
        CONNECTION,
        APP,
        /** Of what comes for an app, a part. */
        DELIVERIES,
        /** Something that was seen is not accounted for. */
        SUMS,
        SCANNER,
        /** Mail to an address about a request. */
        MAIL,
        STORAGE
    }

    public static Trouble of(String connection, String text) {
        return new Trouble(connection, Kind.CONNECTION, List.of(connection), text);
    }

    public static Trouble ofApp(String app, String text) {
        return new Trouble("app:" + app, Kind.APP, List.of(app), text);
    }

    /** What comes for this app can't be taken, or not all of it. */
    public static Trouble ofDeliveries(String app, String text) {
        return new Trouble(DELIVERIES + app, Kind.DELIVERIES, List.of(app), text);
    }

    /** Something that came through this app or mailbox is not accounted for. */
    public static Trouble ofSums(String app, String text) {
        return new Trouble(SUMS + app, Kind.SUMS, List.of(app), text);
    }

    /** The same subject with what the other one says of it, too. */
    Trouble and(Trouble other) {
        return new Trouble(subject, kind, names, text + " " + other.text);
    }

    static boolean isOfDeliveries(String subject) {
        return subject.startsWith(DELIVERIES);
    }

    static boolean isOfSums(String subject) {
        return subject.startsWith(SUMS);
    }
}
