package io.vestibule.portal.request;

import io.vestibule.portal.access.Person;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Party;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a {@link Relocation} would do, to be looked at before. */
public sealed interface RelocationPlan {

    /** Nothing: it is not allowed, or not possible. */
    record Impossible(Outcome.Refused why) implements RelocationPlan {}

    /**
     * @param to null for a new one
     * @param entries that go, by their time; of their texts only how they begin
     * @param requester of the new one
     * @param joining who takes part there from then on
     * @param gaining who would come to see what they can't see now
     */
    record Possible(
            Request from,
            @Nullable Request to,
            List<RequestEntry> entries,
            @Nullable Party requester,
            Set<UUID> joining,
            List<Person> gaining)
            implements RelocationPlan {

        Set<UUID> gainingIds() {
            return gaining.stream().map(Person::id).collect(Collectors.toSet());
        }
    }
}
