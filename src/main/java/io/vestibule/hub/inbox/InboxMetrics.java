package io.vestibule.hub.inbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.observe.NamedGauges;
import io.vestibule.platform.observe.NamedGauges.Title;
import io.vestibule.platform.observe.Reading;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** How much waits in the inbox and for how long, per app, and whether the daily sums balance. */
@Component
class InboxMetrics implements Reading {

    private final Database hubDatabase;
    private final NamedGauges open;
    private final NamedGauges oldest;
    private final NamedGauges held;
    private final NamedGauges dead;
    private final AtomicLong unbalanced = new AtomicLong();

    InboxMetrics(Database hubDatabase, MeterRegistry meters) {
        this.hubDatabase = hubDatabase;
        this.open = gauges(meters, "vestibule.inbox.open", "", "Messages not at their end");
        this.oldest = gauges(meters, "vestibule.inbox.oldest.open", "seconds", "Age of the oldest of them");
        this.held = gauges(meters, "vestibule.inbox.held", "", "Messages that wait for a person's answer");
        this.dead = gauges(meters, "vestibule.inbox.dead", "", "Messages that were given up");
        Gauge.builder("vestibule.conservation.unbalanced", unbalanced, AtomicLong::get)
                .description("Daily sums of the last 30 days, one per app and day, that do not balance")
                .register(meters);
    }

    private static NamedGauges gauges(MeterRegistry meters, String meter, String unit, String description) {
        return NamedGauges.of(meters, new Title(meter, "app", unit, description, 0));
    }

    /** Reads the indexes of what is open and what is stuck; both are small however long the history grows. */
    @Override
    public void read() {
        List<String> apps = apps();
        readOpen(apps);
        readStuck(apps);
        unbalanced.set(hubDatabase
                .sql("select count(*) from hub.conservation where day > current_date - 30 and not balanced")
                .query(Long.class)
                .single());
    }

    /** All that ever brought news: one look into the index per app. */
    private List<String> apps() {
        return hubDatabase.sql("""
                        with recursive apps (name) as (
                            select min(app) from hub.inbox_message
                            union all
                            select (select min(app) from hub.inbox_message where app > name)
                            from apps where name is not null
                        )
                        select name from apps where name is not null
                        """).query(String.class).list();
    }

    private void readOpen(List<String> apps) {
        Map<String, Double> count = NamedGauges.zeros(apps);
        Map<String, Double> age = NamedGauges.zeros(apps);
        hubDatabase.sql("""
                        select app, count(*) as open,
                            extract(epoch from clock_timestamp() - min(received_at)) as age
                        from hub.inbox_message where is_open group by app
                        """).query(row -> {
            count.put(row.getString("app"), row.getDouble("open"));
            age.put(row.getString("app"), row.getDouble("age"));
        });
        open.set(count);
        oldest.set(age);
    }

    private void readStuck(List<String> apps) {
        Map<String, Double> waiting = NamedGauges.zeros(apps);
        Map<String, Double> givenUp = NamedGauges.zeros(apps);
        hubDatabase.sql("""
                        select app, count(*) filter (where state = 'HELD') as held,
                            count(*) filter (where state = 'DEAD') as dead
                        from hub.inbox_message where state in ('HELD', 'DEAD') group by app
                        """).query(row -> {
            waiting.put(row.getString("app"), row.getDouble("held"));
            givenUp.put(row.getString("app"), row.getDouble("dead"));
        });
        held.set(waiting);
        dead.set(givenUp);
    }
}
