package io.vestibule.hub.connector;

import io.vestibule.hub.canonical.InvoiceStatus;
import io.vestibule.hub.canonical.RequestStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Says what is wrong with a status table; the console asks before it activates a connection. */
public final class StatusTables {

    private StatusTables() {}

    /** Our statuses of a canonical type ({@code request} or {@code invoice}), as tables write them. */
    public static List<String> ours(String type) {
        Stream<? extends Enum<?>> constants =
                type.equals("invoice") ? Stream.of(InvoiceStatus.values()) : Stream.of(RequestStatus.values());
        return constants
                .map(status -> status.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    /**
     * Sentences for people, none = fine.
     *
     * @param vendorValues every status the vendor has; each must map to one of ours
     */
    public static List<String> problems(
            String type, Map<String, String> in, Map<String, String> out, Collection<String> vendorValues) {
        List<String> problems = new ArrayList<>();
        List<String> ours = ours(type);
        for (String value : vendorValues) {
            if (!in.containsKey(value)) {
                problems.add(nothing(value, ours));
            }
        }
        in.forEach((theirs, our) -> {
            if (our.isBlank()) {
                problems.add(nothing(theirs, ours));
            } else if (!ours.contains(our)) {
                problems.add("\"" + theirs + "\" maps to \"" + our + "\", which is no status of ours. Choose one of "
                        + String.join(", ", ours) + ".");
            }
        });
        out.forEach((our, theirs) -> {
            if (!ours.contains(our)) {
                problems.add("\"" + our + "\" is no status of ours. Use " + String.join(", ", ours) + ".");
            } else if (!our.equals(in.get(theirs))) {
                problems.add("Our status \"" + our + "\" becomes \"" + theirs + "\" there, but that comes back as \""
                        + in.getOrDefault(theirs, "nothing") + "\". Make both directions agree.");
            }
        });
        return problems;
    }

    private static String nothing(String theirs, List<String> ours) {
        return "The vendor's status \"" + theirs + "\" maps to nothing. Choose one of " + String.join(", ", ours)
                + " for it.";
    }
}
