package io.vestibule.portal.api;

import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Outcome.Duplicate;
import io.vestibule.portal.contract.Outcome.Refused;
import io.vestibule.portal.contract.Outcome.Stale;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What became of one command, as it goes over the wire.
 *
 * @param outcome applied, duplicate, stale or refused
 * @param reason from the closed list, only when refused
 * @param detail what is wrong and what to do, only when refused
 */
record CommandResult(
        String idempotencyKey,
        String outcome,
        @Nullable Refusal reason,
        @Nullable String detail,
        @Nullable Resource resource) {

    static CommandResult of(String key, Outcome outcome) {
        if (outcome instanceof Refused refused) {
            return new CommandResult(key, "refused", refused.reason(), refused.detail(), null);
        }
        return new CommandResult(key, ContractJson.word(outcome.getClass()), null, null, resource(outcome));
    }

    private static @Nullable Resource resource(Outcome outcome) {
        if (outcome instanceof Applied applied) {
            return applied.resource();
        }
        if (outcome instanceof Duplicate duplicate) {
            return duplicate.resource();
        }
        return outcome instanceof Stale stale ? stale.resource() : null;
    }
}
