package io.vestibule.portal.request;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.RequestEntry.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is allowed when entries go from one request to another. Pure: says the refusal, or nothing when it is allowed. */
final class RelocationRules {

    private RelocationRules() {}

    static Optional<Outcome> asking(Access access, Request from, long version) {
        if (!access.isPerson() || !access.may(Permission.REARRANGE)) {
            return RequestRules.no(
                    Refusal.NOT_PERMITTED, "Only the firm's people move entries between requests. Ask one of them.");
        }
        return from.state().version() == version
                ? Optional.empty()
                : RequestRules.no(
                        Refusal.VERSION_MOVED,
                        from.state().number() + " went on since you looked at it. Look again, then decide.");
    }

    static Optional<Outcome> merging(Request from) {
        return from.state().mergedInto() == null
                ? Optional.empty()
                : invalid(from.state().number() + " is merged into another request already.");
    }

    /** What went on to a third request comes back in the order it went. */
    static Optional<Outcome> undoing(Request merged, Optional<Request> into) {
        if (into.isEmpty()) {
            return invalid(merged.state().number() + " is merged into no other request.");
        }
        return into.get().state().mergedInto() == null
                ? Optional.empty()
                : invalid("%s was merged, too. Take that back first."
                        .formatted(into.get().state().number()));
    }

    static Optional<Outcome> marked(List<RequestEntry> found, Set<UUID> wanted) {
        if (wanted.isEmpty()) {
            return invalid("Mark at least one entry.");
        }
        boolean all = found.size() == wanted.size() && found.stream().allMatch(entry -> entry.kind() == Kind.COMMENT);
        return all ? Optional.empty() : invalid("Only comments and notes of this request can go. Mark them again.");
    }

    static Optional<Outcome> target(Request from, @Nullable Request to, String number) {
        if (to == null) {
            return invalid("%s. Enter a number such as %s."
                    .formatted(nowhere(number), from.state().number()));
        }
        if (to.id().equals(from.id())) {
            return invalid("This is %s itself. Enter the number of another request."
                    .formatted(to.state().number()));
        }
        if (to.clientId().equals(from.clientId()) && to.state().mergedInto() != null) {
            return invalid(to.state().number() + " was merged into another request. Enter the number of that one.");
        }
        return to.clientId().equals(from.clientId())
                ? Optional.empty()
                : RequestRules.no(
                        Refusal.BELONGS_TO_ANOTHER_CLIENT,
                        "%s belongs to another client than %s. Nothing ever goes from one client to another."
                                .formatted(to.state().number(), from.state().number()));
    }

    /** What was typed is not repeated: it may be of any length. */
    private static String nowhere(String typed) {
        OptionalLong number = Numbers.parse(typed);
        return number.isPresent()
                ? "There is no request " + Numbers.shown(number.getAsLong())
                : "This is no number of a request";
    }

    static Optional<Outcome> fresh(String subject, List<RequestEntry> entries) {
        if (subject.isBlank() || subject.length() > RequestRules.LONGEST_SUBJECT) {
            return invalid("A new request needs a subject of at most %d characters. Enter one."
                    .formatted(RequestRules.LONGEST_SUBJECT));
        }
        return entries.stream().anyMatch(RelocationRules::isPublic)
                ? Optional.empty()
                : invalid("A new request begins with something that its client may read. Mark a comment, too.");
    }

    static Outcome withdrawn(Request request) {
        return Outcome.refused(
                Refusal.INVALID_COMMAND,
                request.state().number() + " is shown to no client. Say whose it is under Links first.");
    }

    /** Nobody comes to see anything by it of whom the person did not say so. */
    static Optional<Outcome> consent(List<Person> gaining, Set<UUID> consented) {
        String names = gaining.stream()
                .filter(person -> !consented.contains(person.id()))
                .map(Person::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? Optional.empty()
                : invalid("It would let people see what they can't see now: %s. Agree to that, or leave it."
                        .formatted(names));
    }

    static boolean isPublic(RequestEntry entry) {
        return entry.visibility() == Visibility.PUBLIC;
    }

    private static Optional<Outcome> invalid(String detail) {
        return RequestRules.no(Refusal.INVALID_COMMAND, detail);
    }
}
