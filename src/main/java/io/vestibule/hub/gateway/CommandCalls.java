package io.vestibule.hub.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.Resource;
import io.vestibule.platform.batch.Together;
import io.vestibule.platform.observe.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Commands in calls to the portal. Those that different messages have at the same time travel together; each gets its
 * own answer, and what a call as a whole was refused or failed for is asked again one by one, so that it meets only the
 * command it is about. A call that hangs is given up by its limit, with all its commands: they come again by themselves.
 */
final class CommandCalls {

    private static final int MOST_COMMANDS = 100;

    /** Some, so that one that hangs leaves the way open; few, so that under load each takes many. */
    private static final int CALLS_AT_ONCE = 4;

    /** Of JSON; far below what the contract takes in one call. */
    private static final long ENOUGH = 4_000_000;

    /** The first command does not wait; of many in work each waits a moment, for calls that take many commands. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Longer than a call that hangs and the tries one by one after it may take. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Two calls that touch the same records must do it in the same order, or they wait for each other in the portal. */
    private static final Comparator<Parcel> BY_RECORD = Comparator.comparing(
                    (Parcel parcel) -> parcel.envelope().origin(),
                    Comparator.nullsLast(
                            Comparator.comparing(ExternalId::account).thenComparing(ExternalId::id)))
            .thenComparing(parcel -> parcel.envelope().key());

    private final PortalCalls calls;
    private final Together<Parcel, Answer> together;

    CommandCalls(PortalCalls calls) {
        this.calls = calls;
        this.together = new Together<>(
                "commands",
                new Together.Limits(CALLS_AT_ONCE, MOST_COMMANDS, ENOUGH, PAUSE, PATIENCE),
                parcel -> parcel.json().length(),
                PortalFailed.class::isInstance,
                this::inOrderOfRecords);
    }

    /** A command as it is sent: with a trace of its own, because a call carries commands of many. */
    private record Parcel(Envelope envelope, String json) {
        static Parcel of(Envelope envelope) {
            return new Parcel(
                    envelope,
                    CanonicalJson.command(envelope, Traces.toGoOnWith().traceparent()));
        }
    }

    /** Carries out one command, in one call with others that are on their way. */
    Answer sharing(Envelope envelope) {
        return together.result(Parcel.of(envelope));
    }

    /** Carries out commands in the order given, in a call of their own. */
    List<Answer> inOneCall(List<Envelope> envelopes) {
        if (envelopes.isEmpty() || envelopes.size() > MOST_COMMANDS) {
            throw new IllegalArgumentException("1 to 100 commands in a call, not " + envelopes.size());
        }
        return answers(envelopes.stream().map(Parcel::of).toList());
    }

    private List<Answer> inOrderOfRecords(List<Parcel> parcels) {
        List<Parcel> sorted = parcels.stream().sorted(BY_RECORD).toList();
        List<Answer> answers = answers(sorted);
        Map<Parcel, Answer> byParcel = new IdentityHashMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            byParcel.put(sorted.get(i), answers.get(i));
        }
        return parcels.stream()
                .map(parcel -> Objects.requireNonNull(byParcel.get(parcel)))
                .toList();
    }

    private List<Answer> answers(List<Parcel> parcels) {
        String body = parcels.stream().map(Parcel::json).collect(Collectors.joining(",", "{\"commands\":[", "]}"));
        PortalCalls.Reply reply = calls.post("/commands", body);
        if (reply.refused()) {
            return refusedWhole(parcels, reply);
        }
        JsonNode results = reply.json().path("results");
        if (results.size() != parcels.size()) {
            throw new PortalFailed(
                    "The portal answered %d commands with %d results".formatted(parcels.size(), results.size()));
        }
        List<Answer> answers = new ArrayList<>();
        results.forEach(result -> answers.add(answer(result)));
        return answers;
    }

    /** Sent alone, only those are refused that the portal really does not take. */
    private List<Answer> refusedWhole(List<Parcel> parcels, PortalCalls.Reply reply) {
        return parcels.size() == 1
                ? List.of(new Answer.Refused("invalid-command", reply.words()))
                : parcels.stream()
                        .map(parcel -> answers(List.of(parcel)).getFirst())
                        .toList();
    }

    private static Answer answer(JsonNode result) {
        String outcome = result.path("outcome").asText();
        return switch (outcome) {
            case "applied" -> new Answer.Applied(resource(result));
            case "duplicate" -> new Answer.Duplicate(resource(result));
            case "stale" -> new Answer.Stale(resource(result));
            case "refused" ->
                new Answer.Refused(
                        result.path("reason").asText("invalid-command"),
                        result.path("detail").asText(""));
            default -> throw new PortalFailed("The portal gave an outcome we don't know: " + outcome);
        };
    }

    /** Some commands (confirm-seen, note-delivery) touch nothing that has a page. */
    private static Resource resource(JsonNode result) {
        JsonNode resource = result.path("resource");
        return new Resource(
                resource.path("type").asText(""),
                resource.path("id").asText(""),
                resource.path("number").asText(""),
                resource.path("version").asLong(),
                resource.path("path").asText(""));
    }
}
