package io.vestibule.portal.api;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.contract.ContractJson;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Remembers which commands had their effect. Written in the transaction of the effect, and only for applied ones: what
 * was refused or stale may succeed at the next try.
 */
@Component
class AppliedCommands {

    private final Database portalDatabase;

    AppliedCommands(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** @param sha256 hash of the command that had this key */
    record Earlier(String sha256, CommandResult result) {}

    Optional<Earlier> find(String peer, String key) {
        return portalDatabase
                .sql("select sha256, result::text result from portal.applied_command where peer = ? and key = ?")
                .params(peer, key)
                .query((row, number) -> new Earlier(
                        row.getString("sha256"), ContractJson.read(row.getString("result"), CommandResult.class)))
                .optional();
    }

    /**
     * Remembers the result.
     *
     * @throws org.springframework.dao.DuplicateKeyException when the same command runs at the same moment and was quicker
     */
    void store(String peer, String key, String sha256, CommandResult result) {
        portalDatabase
                .sql("insert into portal.applied_command (peer, key, sha256, result) values (?, ?, ?, ?::jsonb)")
                .params(peer, key, sha256, ContractJson.write(result))
                .update();
    }

    /** Removes what is older than any retry, in portions. Returns how many went. */
    int forgetOld() {
        return portalDatabase.sql("""
                        delete from portal.applied_command where (peer, key) in (
                            select peer, key from portal.applied_command
                            where applied_at < now() - interval '180 days' limit 5000)
                        """).update();
    }
}
