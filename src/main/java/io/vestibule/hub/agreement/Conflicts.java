package io.vestibule.hub.agreement;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.RetentionSettings;
import io.vestibule.platform.database.Tidying;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.stereotype.Component;

/** Keeps every conflict that is met, for whoever looks at the message or the delivery that met it. */
@Component("conflicts")
public class Conflicts {

    private static final String SENT = "outbox.";

    private final Database hubDatabase;
    private final RetentionSettings settings;

    Conflicts(Database hubDatabase, RetentionSettings settings) {
        this.hubDatabase = hubDatabase;
        this.settings = settings;
    }

    /**
     * Both sides had changed a field.
     *
     * @param base what they agreed on before, as the portal calls it
     * @param ours what the portal had
     * @param theirs what the record had, as the vendor calls it
     * @param recordWon whose value stayed: the record's, else the portal's
     */
    public record Met(Instant at, String connection, String base, String ours, String theirs, boolean recordWon) {}

    /** Kept once per cause, however often the cause is handled. */
    void keep(Conflict conflict) {
        hubDatabase
                .sql("""
                        insert into hub.conflict
                            (connection, object_type, object_id, field, base, ours, theirs, winner, cause)
                        values (:connection, :type, :id, :field, :base, :ours, :theirs, :winner, :cause)
                        on conflict (connection, object_type, object_id, field, cause) do nothing
                        """)
                .param("connection", conflict.connection())
                .param("type", conflict.object().type())
                .param("id", conflict.object().id())
                .param("field", conflict.field())
                .param("base", conflict.base())
                .param("ours", conflict.ours())
                .param("theirs", conflict.theirs())
                .param("winner", conflict.winner())
                .param("cause", conflict.cause())
                .update();
    }

    /** Those that this message of the inbox met, oldest first. */
    public List<Met> ofReceived(long message) {
        return found("cause like :cause", message + ".%");
    }

    /** Those that this delivery met, oldest first. */
    public List<Met> ofSent(long delivery) {
        return found("cause = :cause", causeOfSent(delivery));
    }

    /** Key of what a delivery does, see {@link VendorStatus#key}. */
    public static String causeOfSent(long delivery) {
        return SENT + delivery;
    }

    private List<Met> found(String condition, String cause) {
        return hubDatabase
                .sql("select at, connection, base, ours, theirs, winner from hub.conflict where " + condition
                        + " order by id")
                .param("cause", cause)
                .query((row, number) -> new Met(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("connection"),
                        row.getString("base"),
                        row.getString("ours"),
                        row.getString("theirs"),
                        row.getString("winner").equals("record")))
                .list();
    }

    /** As long as messages are. Called hourly by the route {@code tidy-hub}. */
    public void forget() {
        Tidying.older(hubDatabase, "conflicts", settings.messages(), """
                delete from hub.conflict where id in (
                    select id from hub.conflict
                    where at < clock_timestamp() - make_interval(secs => :kept) limit 5000)
                """);
    }
}
