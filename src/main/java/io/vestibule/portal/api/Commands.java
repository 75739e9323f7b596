package io.vestibule.portal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.platform.database.BatchFailure;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.observe.Spans;
import io.vestibule.platform.observe.Spans.Step;
import io.vestibule.platform.observe.Trace;
import io.vestibule.platform.observe.Traces;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.api.CommandEffects.Change;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.NotInContract;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalCommand;
import io.vestibule.portal.contract.Refusal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Carries out the commands of a peer, in their order and each at most once per key: a key that had its effect answers
 * with the stored result. The commands of one call share a transaction as long as none of them fails; else each has its
 * own, so that a bad one never fails its neighbours.
 */
@Component
class Commands {

    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    private static final int LONGEST_KEY = 200;
    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private final Database portalDatabase;
    private final AppliedCommands applied;
    private final CommandEffects effects;
    private final Spans spans;

    Commands(Database portalDatabase, AppliedCommands applied, CommandEffects effects, Spans spans) {
        this.portalDatabase = portalDatabase;
        this.applied = applied;
        this.effects = effects;
        this.spans = spans;
    }

    /** @return one result per command, in order, after the commit */
    List<CommandResult> execute(Access peer, List<JsonNode> commands) {
        List<Read> read = commands.stream().map(Commands::read).toList();
        List<Asked> asked = read.stream()
                .filter(Asked.class::isInstance)
                .map(Asked.class::cast)
                .toList();
        Iterator<CommandResult> done = carriedOut(peer, asked).iterator();
        return read.stream()
                .map(one -> one instanceof Unreadable unreadable ? unreadable.result() : done.next())
                .toList();
    }

    private static Read read(JsonNode json) {
        String key = json.path("idempotencyKey").asText("");
        if (key.isBlank()
                || key.length() > LONGEST_KEY
                || UNSTORABLE.matcher(key).find()) {
            return new Unreadable(refused(
                    UNSTORABLE.matcher(key).replaceAll("?"),
                    "idempotencyKey is missing, has control characters or more than " + LONGEST_KEY + " characters."));
        }
        try {
            CommandEnvelope envelope = ContractJson.decode(json, CommandEnvelope.class);
            PortalCommand command = CommandTypes.decode(envelope.type(), envelope.data());
            return new Asked(key, Ids.sha256(Canonical.text(withoutTrace(json))), envelope, command);
        } catch (NotInContract e) {
            return new Unreadable(refused(key, e.getMessage() + ". See openapi.yaml for what is expected."));
        }
    }

    /** Another try of the same command is another step of its trace. */
    private static JsonNode withoutTrace(JsonNode json) {
        ObjectNode command = ((ObjectNode) json).objectNode().setAll((ObjectNode) json);
        command.remove(Trace.HEADER);
        return command;
    }

    private List<CommandResult> carriedOut(Access peer, List<Asked> asked) {
        boolean keysDiffer = asked.stream().map(Asked::key).distinct().count() == asked.size();
        if (asked.size() > 1 && keysDiffer) {
            try {
                return inTransaction(peer, asked);
            } catch (RuntimeException e) {
                if (!BatchFailure.mayBeOfOnePiece(e)) {
                    throw e;
                }
                log.info("{} commands of {} are carried out one by one: {}", asked.size(), peer.who(), e.toString());
            }
        }
        return asked.stream().map(one -> alone(peer, one)).toList();
    }

    private CommandResult alone(Access peer, Asked asked) {
        try {
            return once(peer, asked);
        } catch (DataIntegrityViolationException e) {
            log.warn("A command of {} can't be stored and was refused", peer.who(), e);
            return refused(asked.key(), "A value can't be stored as it is. See openapi.yaml for what is expected.");
        }
    }

    /** The same key or natural key may be on its way twice, or a merge: the second try meets what the other one left. */
    private CommandResult once(Access peer, Asked asked) {
        try {
            return inTransaction(peer, List.of(asked)).getFirst();
        } catch (DuplicateKeyException | ConcurrencyFailureException e) {
            return inTransaction(peer, List.of(asked)).getFirst();
        }
    }

    private List<CommandResult> inTransaction(Access peer, List<Asked> asked) {
        return portalDatabase.inTransaction(() -> {
            Map<String, AppliedCommands.Earlier> earlier =
                    applied.find(peer.who(), asked.stream().map(Asked::key).toList());
            InvoiceStretches invoices = effects.begin(
                    peer,
                    asked.stream()
                            .filter(one -> !earlier.containsKey(one.key()))
                            .map(one -> one.change(peer))
                            .toList());
            List<CommandResult> results = new ArrayList<>();
            List<AppliedCommands.Fresh> fresh = new ArrayList<>();
            for (Asked one : asked) {
                AppliedCommands.Earlier known = earlier.get(one.key());
                Supplier<Outcome> effect = () -> effects.apply(peer, one.change(peer), invoices);
                results.add(known != null ? again(one, known) : inItsTrace(one, effect, fresh));
            }
            applied.store(peer.who(), fresh);
            return results;
        });
    }

    private CommandResult inItsTrace(Asked asked, Supplier<Outcome> effect, List<AppliedCommands.Fresh> fresh) {
        Trace from = Trace.of(asked.envelope().traceparent()).orElseGet(Traces::toGoOnWith);
        Step step = new Step("carry out " + asked.envelope().type(), Optional.of(from), Map.of());
        Outcome outcome = spans.within(step, effect);
        CommandResult result = CommandResult.of(asked.key(), outcome);
        if (outcome instanceof Applied) {
            fresh.add(new AppliedCommands.Fresh(asked.key(), asked.sha256(), result));
        }
        return result;
    }

    /** One element of a call: a command, or what can be no command. */
    private sealed interface Read {}

    private record Unreadable(CommandResult result) implements Read {}

    private record Asked(String key, String sha256, CommandEnvelope envelope, PortalCommand command) implements Read {
        Change change(Access peer) {
            Party by = command instanceof PortalCommand.ChangeRequestStatus change
                    ? change.by()
                    : Party.system(
                            envelope.origin() == null
                                    ? peer.who()
                                    : envelope.origin().account());
            Cause cause = new Cause(by, envelope.origin(), envelope.sourceUpdatedAt(), envelope.expectedVersion());
            return new Change(command, cause);
        }
    }

    private static CommandResult again(Asked asked, AppliedCommands.Earlier earlier) {
        return earlier.sha256().equals(asked.sha256())
                ? earlier.result()
                : CommandResult.of(
                        asked.key(),
                        Outcome.refused(
                                Refusal.KEY_REUSED,
                                "This idempotencyKey was used for another command. Give the command a key of its own."));
    }

    private static CommandResult refused(String key, String detail) {
        return CommandResult.of(key, Outcome.refused(Refusal.INVALID_COMMAND, detail));
    }
}
