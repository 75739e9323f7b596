package io.vestibule.hub.mail.calendar;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A part of a calendar file between BEGIN and END, with the lines and parts inside. */
final class IcsComponent {

    private static final int MAX_DEPTH = 8;

    private final String name;
    private final List<IcsLine> lines = new ArrayList<>();
    private final List<IcsComponent> parts = new ArrayList<>();

    private IcsComponent(String name) {
        this.name = name;
    }

    /** The whole file as one part; whatever is not closed ends with the file. */
    static IcsComponent read(String text) {
        IcsComponent file = new IcsComponent("");
        List<IcsComponent> open = new ArrayList<>(List.of(file));
        for (IcsLine line : IcsLine.read(text)) {
            if (line.name().equals("BEGIN") && open.size() < MAX_DEPTH) {
                IcsComponent part = new IcsComponent(IcsLine.upper(line.value()));
                open.getLast().parts.add(part);
                open.add(part);
            } else if (line.name().equals("END") && open.size() > 1) {
                open.removeLast();
            } else {
                open.getLast().lines.add(line);
            }
        }
        return file;
    }

    /** Parts of this name directly inside. */
    List<IcsComponent> parts(String wanted) {
        return parts.stream().filter(part -> part.name.equals(wanted)).toList();
    }

    Stream<IcsLine> all(String property) {
        return lines.stream().filter(line -> line.name().equals(property));
    }

    @Nullable
    IcsLine first(String property) {
        return all(property).findFirst().orElse(null);
    }

    /** Readable value of a property, null when it is missing or empty. */
    @Nullable
    String text(String property) {
        IcsLine line = first(property);
        String text = line == null ? "" : line.text();
        return text.isEmpty() ? null : text;
    }
}
