package io.vestibule.portal.request.web;

import io.vestibule.portal.request.Relocation;
import io.vestibule.portal.request.Relocation.Goal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is marked and typed to let entries go to another request.
 *
 * @param goal "other", "fresh" or "merge"
 * @param target number of the request it goes to; not called number, as which Spring would take that of the page's address
 * @param version of the request as it was shown
 * @param gaining who was shown as coming to see more
 * @param agreed they may
 */
record RelocationForm(
        List<UUID> entries,
        String goal,
        String target,
        String subject,
        @Nullable UUID requester,
        Long version,
        List<UUID> gaining,
        Boolean agreed) {

    static final String FRESH = "fresh";
    static final String MERGE = "merge";
    private static final String OTHER = "other";

    RelocationForm {
        entries = named(entries);
        goal = FRESH.equals(goal) || MERGE.equals(goal) ? goal : OTHER;
        target = target == null ? "" : target.strip();
        subject = subject == null ? "" : subject.strip();
        version = version == null ? 0L : version;
        gaining = named(gaining);
        agreed = Boolean.TRUE.equals(agreed);
    }

    /** An empty one among them names nobody and nothing. */
    private static List<UUID> named(@Nullable List<@Nullable UUID> ids) {
        return ids == null
                ? List.of()
                : ids.stream().flatMap(Stream::ofNullable).toList();
    }

    Relocation wanted() {
        Goal where = switch (goal) {
            case FRESH -> new Goal.Fresh(subject, requester);
            case MERGE -> new Goal.Merge(target);
            default -> new Goal.Other(target);
        };
        return new Relocation(where, Set.copyOf(entries), version, agreed ? Set.copyOf(gaining) : Set.of());
    }

    /** The field that a refusal is about. */
    String field() {
        return switch (goal) {
            case MERGE -> "target-merge";
            case FRESH -> entries.isEmpty() ? "entries" : "subject";
            default -> entries.isEmpty() ? "entries" : "target";
        };
    }
}
