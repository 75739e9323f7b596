package io.vestibule.portal.api;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.contract.ContractJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** A command that has just had its effect. */
    record Fresh(String key, String sha256, CommandResult result) {}

    /**
     * By key. Runs with every call, so it is planned once per connection: the planner does not see how long the array in a
     * sub-select is, and looks keys up one by one for the limit.
     */
    Map<String, Earlier> find(String peer, List<String> keys) {
        Map<String, Earlier> found = new HashMap<>();
        portalDatabase
                .sql("""
                        select asked.key, known.sha256, known.result
                        from unnest((select :keys::text[])) as asked (key)
                        cross join lateral (
                            select a.sha256, a.result::text result from portal.applied_command a
                            where a.peer = :peer and a.key = asked.key limit 1) known
                        """)
                .param("peer", peer)
                .param("keys", keys.toArray(String[]::new))
                .query(row -> {
                    CommandResult result = ContractJson.read(row.getString("result"), CommandResult.class);
                    found.put(row.getString("key"), new Earlier(row.getString("sha256"), result));
                });
        return found;
    }

    /**
     * Remembers results.
     *
     * @throws org.springframework.dao.DuplicateKeyException when one of them runs at the same moment and was quicker
     */
    void store(String peer, List<Fresh> commands) {
        if (commands.isEmpty()) {
            return;
        }
        portalDatabase
                .sql("""
                        insert into portal.applied_command (peer, key, sha256, result)
                        select :peer, key, sha256, result::jsonb
                        from unnest(:key, :sha256, :result) as c (key, sha256, result) order by key
                        """)
                .param("peer", peer)
                .param("key", commands.stream().map(Fresh::key).toArray(String[]::new))
                .param("sha256", commands.stream().map(Fresh::sha256).toArray(String[]::new))
                .param(
                        "result",
                        commands.stream()
                                .map(command -> ContractJson.write(command.result()))
                                .toArray(String[]::new))
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
