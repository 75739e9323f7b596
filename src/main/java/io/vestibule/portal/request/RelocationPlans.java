package io.vestibule.portal.request;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.request.Relocation.Goal;
import io.vestibule.portal.request.RelocationPlan.Impossible;
import io.vestibule.portal.request.RelocationPlan.Possible;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at what a relocation would do, for {@link Relocations} and the page that shows it before; changes nothing. */
@Component
class RelocationPlans {

    private final RequestReads reads;
    private final TimelineReads timelines;
    private final Parties parties;
    private final Sight sight;

    RelocationPlans(RequestReads reads, TimelineReads timelines, Parties parties, Sight sight) {
        this.reads = reads;
        this.timelines = timelines;
        this.parties = parties;
        this.sight = sight;
    }

    RelocationPlan of(Access access, UUID id, Relocation wanted) {
        Optional<Request> found = reads.find(access, id);
        if (found.isEmpty()) {
            return impossible(RequestRules.unknown(id));
        }
        Request from = found.get();
        Optional<Outcome> no =
                RelocationRules.asking(access, from, wanted.version()).or(() -> withdrawn(from));
        if (no.isPresent()) {
            return impossible(no.get());
        }
        List<RequestEntry> entries = timelines.outline(access, id).stream()
                .filter(entry -> goes(entry, wanted))
                .toList();
        Optional<Outcome> unmarked = wanted.goal() instanceof Goal.Merge
                ? RelocationRules.merging(from)
                : RelocationRules.marked(entries, wanted.entries());
        if (unmarked.isPresent()) {
            return impossible(unmarked.get());
        }
        return switch (wanted.goal()) {
            case Goal.Other other -> into(access, from, new Going(entries, writers(from, entries)), other.number());
            case Goal.Merge merge -> into(access, from, new Going(entries, takingPart(from)), merge.number());
            case Goal.Fresh fresh -> toFresh(from, entries, fresh);
        };
    }

    /** Of a whole request all that was said; what happened to it stays its own. */
    private static boolean goes(RequestEntry said, Relocation wanted) {
        return wanted.goal() instanceof Goal.Merge || wanted.entries().contains(said.id());
    }

    private record Going(List<RequestEntry> entries, Set<UUID> joining) {}

    private RelocationPlan into(Access access, Request from, Going going, String number) {
        Request to = reads.find(access, number).orElse(null);
        Optional<Outcome> no = RelocationRules.target(from, to, number).or(() -> withdrawn(Objects.requireNonNull(to)));
        if (no.isPresent()) {
            return impossible(no.get());
        }
        boolean shown = going.entries().stream().anyMatch(RelocationRules::isPublic);
        // Where nothing goes that a client may read, whoever joins still comes to read what is there
        List<Person> gaining = sight.gaining(from, to, going.joining()).stream()
                .filter(person -> shown || going.joining().contains(person.id()))
                .toList();
        return new Possible(from, to, going.entries(), null, going.joining(), gaining);
    }

    private RelocationPlan toFresh(Request from, List<RequestEntry> entries, Goal.Fresh fresh) {
        Party requester = requester(from, entries, fresh.requester());
        Optional<Outcome> no = RelocationRules.fresh(fresh.subject(), entries)
                .or(() -> fresh.requester() != null && requester == null
                        ? Optional.of(RequestRules.unknownPerson())
                        : Optional.empty());
        if (no.isPresent()) {
            return impossible(no.get());
        }
        Set<UUID> joining = new HashSet<>(writers(from, entries));
        Stream.ofNullable(requester)
                .flatMap(party -> Stream.ofNullable(party.id()))
                .map(UUID::fromString)
                .filter(person -> parties.mayTakePart(from.clientId(), person))
                .forEach(joining::add);
        return new Possible(from, null, entries, requester, joining, sight.gaining(from, null, joining));
    }

    /** The one who is named, else who wrote the first of the entries, else whose the old request is. */
    private @Nullable Party requester(Request from, List<RequestEntry> entries, @Nullable UUID named) {
        if (named != null) {
            return parties.mayTakePart(from.clientId(), named)
                    ? parties.find(from.clientId(), new Party(Party.Kind.CONTACT, named.toString(), null, null))
                            .map(Party::of)
                            .orElse(null)
                    : null;
        }
        return entries.stream()
                .filter(RelocationRules::isPublic)
                .findFirst()
                .map(RequestEntry::by)
                .filter(Party::isContact)
                .orElse(from.state().requester());
    }

    /** Who of the client wrote one of them and takes part: answers have to reach them. */
    private static Set<UUID> writers(Request from, List<RequestEntry> entries) {
        Set<UUID> writers = entries.stream()
                .filter(entry -> RelocationRules.isPublic(entry) && entry.by().isContact())
                .flatMap(entry -> Stream.ofNullable(entry.by().id()))
                .map(UUID::fromString)
                .collect(Collectors.toSet());
        writers.retainAll(takingPart(from));
        return writers;
    }

    /** Only active people are told as taking part. */
    private static Set<UUID> takingPart(Request from) {
        return from.state().participants().stream()
                .flatMap(party -> Stream.ofNullable(party.id()))
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    private Optional<Outcome> withdrawn(Request request) {
        return request.withdrawn() ? Optional.of(RelocationRules.withdrawn(request)) : Optional.empty();
    }

    private static RelocationPlan impossible(Outcome no) {
        return new Impossible((Outcome.Refused) no);
    }
}
