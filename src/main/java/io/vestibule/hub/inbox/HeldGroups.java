package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Held messages by the one answer that they wait for, for the console. Changes nothing. */
@Repository
public class HeldGroups {

    private static final String OF_KIND = "state = 'HELD' and starts_with(hold_key, :prefix)";

    private final Database hubDatabase;

    HeldGroups(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** @param newest has the latest suggestions */
    public record Group(InboxRow newest, long waiting) {}

    /** @param next cursor of the page of older groups, null on the last one */
    public record Page(List<Group> groups, @Nullable Long next) {}

    /**
     * Those that heard something last come first.
     *
     * @param prefix how their hold keys begin
     * @param before cursor of {@link Page#next}, null for the newest
     */
    public Page page(String prefix, @Nullable Long before, int limit) {
        List<Group> groups = hubDatabase
                .sql("select " + InboxRow.COLUMNS + """
                        , g.waiting from (
                            select max(id) as newest, count(*) as waiting from hub.inbox_message
                            where %s group by hold_key having max(id) < :before order by 1 desc limit :limit) g
                        join hub.inbox_message m on m.id = g.newest order by m.id desc
                        """.formatted(OF_KIND))
                .param("prefix", prefix)
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("limit", limit + 1)
                .query((row, number) -> new Group(InboxRow.read(row), row.getLong("waiting")))
                .list();
        return groups.size() <= limit
                ? new Page(groups, null)
                : new Page(
                        groups.subList(0, limit), groups.get(limit - 1).newest().id());
    }

    /** Hold keys whose latest message has waited for longer than this. */
    public List<String> quiet(String prefix, Duration longer) {
        return hubDatabase
                .sql("""
                        select hold_key from hub.inbox_message where %s group by hold_key
                        having max(changed_at) < clock_timestamp() - make_interval(secs => :seconds)
                        """.formatted(OF_KIND))
                .param("prefix", prefix)
                .param("seconds", longer.toSeconds())
                .query(String.class)
                .list();
    }

    /** Hold keys under which a message was held within that time. */
    public List<String> recent(String prefix, Duration within) {
        return hubDatabase
                .sql("select distinct hold_key from hub.inbox_message where " + OF_KIND
                        + " and changed_at > clock_timestamp() - make_interval(secs => :seconds)")
                .param("prefix", prefix)
                .param("seconds", within.toSeconds())
                .query(String.class)
                .list();
    }

    /** How many answers are waited for. */
    public long count(String prefix) {
        return hubDatabase
                .sql("select count(distinct hold_key) from hub.inbox_message where " + OF_KIND)
                .param("prefix", prefix)
                .query(Long.class)
                .single();
    }
}
