package io.vestibule.portal.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.NotInContract;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalCommand;
import io.vestibule.portal.contract.Refusal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Carries out the commands of a peer, each in a transaction of its own and at most once per key: a key that had its
 * effect answers with the stored result. Called by the API for every element of a batch.
 */
@Component
class Commands {

    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    private static final int LONGEST_KEY = 200;
    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private final Database portalDatabase;
    private final AppliedCommands applied;
    private final CommandEffects effects;

    Commands(Database portalDatabase, AppliedCommands applied, CommandEffects effects) {
        this.portalDatabase = portalDatabase;
        this.applied = applied;
        this.effects = effects;
    }

    CommandResult execute(Access peer, JsonNode json) {
        String key = json.path("idempotencyKey").asText("");
        if (key.isBlank()
                || key.length() > LONGEST_KEY
                || UNSTORABLE.matcher(key).find()) {
            return refused(
                    UNSTORABLE.matcher(key).replaceAll("?"),
                    "idempotencyKey is missing, has control characters or more than " + LONGEST_KEY + " characters.");
        }
        try {
            CommandEnvelope envelope = ContractJson.decode(json, CommandEnvelope.class);
            PortalCommand command = CommandTypes.decode(envelope.type(), envelope.data());
            return once(peer, new Asked(key, Ids.sha256(Canonical.text(json)), envelope, command));
        } catch (NotInContract e) {
            return refused(key, e.getMessage() + ". See openapi.yaml for what is expected.");
        } catch (DataIntegrityViolationException e) {
            log.warn("A command of {} can't be stored and was refused", peer.who(), e);
            return refused(key, "A value can't be stored as it is. See openapi.yaml for what is expected.");
        }
    }

    private record Asked(String key, String sha256, CommandEnvelope envelope, PortalCommand command) {
        Cause cause(Access peer) {
            Party by = command instanceof PortalCommand.ChangeRequestStatus change
                    ? change.by()
                    : Party.system(
                            envelope.origin() == null
                                    ? peer.who()
                                    : envelope.origin().account());
            return new Cause(by, envelope.origin(), envelope.sourceUpdatedAt(), envelope.expectedVersion());
        }
    }

    /** The same key or natural key may be on its way twice: the second try then meets what the first one left. */
    private CommandResult once(Access peer, Asked asked) {
        try {
            return inTransaction(peer, asked);
        } catch (DuplicateKeyException e) {
            return inTransaction(peer, asked);
        }
    }

    private CommandResult inTransaction(Access peer, Asked asked) {
        return portalDatabase.inTransaction(() -> {
            Optional<AppliedCommands.Earlier> earlier = applied.find(peer.who(), asked.key());
            if (earlier.isPresent()) {
                return again(asked, earlier.get());
            }
            Outcome outcome = effects.apply(peer, asked.command(), asked.cause(peer));
            CommandResult result = CommandResult.of(asked.key(), outcome);
            if (outcome instanceof Applied) {
                applied.store(peer.who(), asked.key(), asked.sha256(), result);
            }
            return result;
        });
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
