package io.vestibule.platform.database;

import java.time.Duration;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * How old rows are removed everywhere: in portions, each a short transaction of its own, until nothing old is left.
 * Several nodes at once do no harm; what fails is tried again when the schedule comes round.
 */
public final class Tidying {

    private static final Logger log = LoggerFactory.getLogger(Tidying.class);

    private Tidying() {}

    /** @param statement removes some of those that are older than the seconds {@code :kept} */
    public static void older(Database database, String what, Duration kept, String statement) {
        inPortions(
                what,
                () -> database.sql(statement).param("kept", kept.toSeconds()).update());
    }

    /** @param portion removes some and says how many */
    public static void inPortions(String what, IntSupplier portion) {
        try {
            int gone;
            do {
                gone = portion.getAsInt();
            } while (gone > 0);
        } catch (DataAccessException | TransactionException e) {
            log.info("Old {} were not removed this time; the next try is in an hour. {}", what, e.getMessage());
        }
    }
}
