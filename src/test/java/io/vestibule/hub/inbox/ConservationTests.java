package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.inbox.Conservation.Sum;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.platform.database.RetentionSettings;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The daily sums notice what is lost behind the product's back, and follow what the product does itself. */
class ConservationTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final InboxAlone INBOX = new InboxAlone(DATABASE);
    private static final RetentionSettings KEPT =
            new RetentionSettings(Duration.ofDays(30), Duration.ofDays(100), Duration.ofDays(30));
    private static final Handling.Dead DEAD = new Handling.Dead("mapping-failed", "/total");
    private static final Handling.Ignored IGNORED = new Handling.Ignored("not-marked", null);

    private final Conservation conservation = new Conservation(DATABASE, KEPT);

    @AfterAll
    static void close() {
        INBOX.close();
        FRESH.close();
    }

    @BeforeEach
    void empty() {
        DATABASE.sql(
                        "truncate hub.inbox_message, hub.inbox_claim, hub.payload, hub.inbox_event, hub.inbox_batch, hub.conservation cascade")
                .update();
        DATABASE.sql("drop table if exists hub.taken_away").update();
    }

    @Test
    void aRowOfAnEarlierDayThatIsGoneIsNoticedThoughNothingElseChangedAndItsReturnToo() {
        INBOX.ended("0", "k0", IGNORED);
        age(1);
        INBOX.ended("1", "k1", IGNORED);
        long lost = INBOX.ended("2", "k2", IGNORED);
        age(5);
        LocalDate day = today().minusDays(5);
        conservation.store(day);
        conservation.store(day.minusDays(1));
        assertThat(conservation.unbalanced()).isEmpty();

        takeAway(lost);
        conservation.storeRecent();
        assertThat(conservation.unbalanced()).containsExactly(new Sum(day, "a", 2, 0, 0, 1, 0, 0, 0, 0, false));

        bringBack();
        conservation.storeRecent();
        assertThat(conservation.unbalanced()).isEmpty();
    }

    @Test
    void everyDayOfTheLastTwoWeeksHasItsTurn() {
        for (int day = 0; day < 13; day++) {
            INBOX.ended("m" + day, "k", IGNORED);
            age(1);
        }
        for (int day = 1; day < 14; day++) {
            conservation.store(today().minusDays(day));
        }
        DATABASE.sql("update hub.conservation set stored_at = stored_at - interval '1 hour'")
                .update();
        LocalDate first = today().minusDays(13);
        DATABASE.sql("delete from hub.inbox_message where external_id = 'm0'").update();

        for (int run = 0; run < 14; run++) {
            conservation.storeRecent();
        }

        assertThat(conservation.unbalanced()).extracting(Sum::day).containsExactly(first);
    }

    @Test
    void aSourceThatIsGoneWithItsCountsIsNoticed() {
        INBOX.ended("1", "k1", IGNORED);
        conservation.store(today());
        DATABASE.sql("truncate hub.inbox_message, hub.inbox_claim, hub.inbox_event, hub.inbox_batch cascade")
                .update();

        conservation.storeRecent();

        assertThat(conservation.unbalanced()).containsExactly(new Sum(today(), "a", 1, 0, 0, 0, 0, 0, 0, 0, false));
    }

    @Test
    void aReplayOfAnEarlierDayMovesTheMessageAndTheSumStaysTrue() {
        long id = INBOX.ended("1", "k1", DEAD);
        age(5);
        LocalDate day = today().minusDays(5);
        conservation.store(day);

        INBOX.inbox().replay(id, "Olga");
        conservation.storeRecent();
        assertThat(conservation.of(day)).containsExactly(new Sum(day, "a", 1, 0, 0, 0, 0, 0, 0, 1, true));
        INBOX.inbox().record(INBOX.claim(1).getFirst(), IGNORED);
        conservation.storeRecent();

        assertThat(conservation.of(day)).containsExactly(new Sum(day, "a", 1, 0, 0, 1, 0, 0, 0, 0, true));
    }

    @Test
    void whatRetentionRemovesRaisesNoAlarm() {
        INBOX.ended("1", "k1", IGNORED);
        INBOX.ended("2", "k2", DEAD);
        age(120);
        LocalDate day = today().minusDays(120);
        conservation.store(day);

        new InboxTidy(DATABASE, KEPT).forget();
        conservation.storeRecent();

        assertThat(conservation.unbalanced()).isEmpty();
        assertThat(conservation.of(day)).containsExactly(new Sum(day, "a", 2, 0, 0, 1, 0, 0, 1, 0, true));
    }

    private static LocalDate today() {
        return DATABASE.sql("select (clock_timestamp() at time zone 'UTC')::date")
                .query(LocalDate.class)
                .single();
    }

    private static void takeAway(long id) {
        DATABASE.sql("create table hub.taken_away as select * from hub.inbox_message where id = " + id)
                .update();
        DATABASE.sql("delete from hub.inbox_message where id = " + id).update();
    }

    private static void bringBack() {
        String columns = DATABASE.sql("""
                        select string_agg(column_name, ', ') from information_schema.columns
                        where table_schema = 'hub' and table_name = 'inbox_message' and is_generated = 'NEVER'
                        """).query(String.class).single();
        DATABASE.sql("insert into hub.inbox_message (" + columns + ") overriding system value select " + columns
                        + " from hub.taken_away")
                .update();
    }

    /** As if everything had come and happened so many UTC days earlier: a day of the session's zone may have 23 hours. */
    private static void age(int days) {
        for (String column : new String[] {
            "inbox_message set received_at = received_at",
            "inbox_message set changed_at = changed_at",
            "inbox_event set at = at",
            "payload set stored_at = stored_at"
        }) {
            DATABASE.sql("update hub." + column + " - :days * interval '24 hours'")
                    .param("days", days)
                    .update();
        }
        DATABASE.sql("update hub.inbox_batch set day = day - :days")
                .param("days", days)
                .update();
    }
}
