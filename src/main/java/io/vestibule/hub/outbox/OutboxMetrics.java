package io.vestibule.hub.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.observe.NamedGauges;
import io.vestibule.platform.observe.NamedGauges.Title;
import io.vestibule.platform.observe.Reading;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How much waits to be delivered and for how long, per connection, and what has stopped. */
@Component
class OutboxMetrics implements Reading {

    private final Database hubDatabase;
    private final Connections connections;
    private final Troubles troubles;
    private final FailingConnections failing;
    private final NamedGauges open;
    private final NamedGauges due;
    private final NamedGauges oldest;
    private final NamedGauges stopped;
    private final NamedGauges leftAlone;

    OutboxMetrics(
            Database hubDatabase,
            Connections connections,
            Troubles troubles,
            FailingConnections failing,
            MeterRegistry meters) {
        this.hubDatabase = hubDatabase;
        this.connections = connections;
        this.troubles = troubles;
        this.failing = failing;
        this.open = gauges(meters, "vestibule.outbox.open", "connection", "", "Deliveries not at their end");
        this.due = gauges(meters, "vestibule.outbox.due", "connection", "", "Those of them that could leave now");
        this.oldest =
                gauges(meters, "vestibule.outbox.oldest.open", "connection", "seconds", "Age of the oldest of them");
        this.stopped = gauges(
                meters,
                "vestibule.stopped",
                "subject",
                "",
                "1 while a connection, an app (app:name) or mail to somebody (mail-brake) has stopped");
        this.leftAlone = gauges(
                meters,
                "vestibule.outbox.left.alone",
                "connection",
                "",
                "1 while a connection does not answer and is tried with one delivery at a time");
    }

    private static NamedGauges gauges(MeterRegistry meters, String meter, String tag, String unit, String description) {
        return NamedGauges.of(meters, new Title(meter, tag, unit, description, 0));
    }

    /** How an attempt ended, as a tag: sent, not-needed, ... */
    static String word(Outcome outcome) {
        return outcome.getClass()
                .getSimpleName()
                .replaceAll("(?<=.)([A-Z])", "-$1")
                .toLowerCase(Locale.ROOT);
    }

    /** Reads the index of the open rows, and what the alerts of the product itself look at. */
    @Override
    public void read() {
        List<String> names = connections();
        Map<String, Double> all = NamedGauges.zeros(names);
        Map<String, Double> ready = NamedGauges.zeros(names);
        Map<String, Double> age = NamedGauges.zeros(names);
        hubDatabase.sql("""
                        select connection, count(*) as open,
                            count(*) filter (where state <> 'SENDING' and due_at <= clock_timestamp()) as due,
                            extract(epoch from clock_timestamp() - min(created_at)) as age
                        from hub.outbox_message where finished_at is null group by connection
                        """).query(row -> {
            all.put(row.getString("connection"), row.getDouble("open"));
            ready.put(row.getString("connection"), row.getDouble("due"));
            age.put(row.getString("connection"), row.getDouble("age"));
        });
        open.set(all);
        due.set(ready);
        oldest.set(age);
        readStopped();
    }

    /** All that ever had a delivery: one look into the index per connection. */
    private List<String> connections() {
        return hubDatabase.sql("""
                        with recursive connections (name) as (
                            select min(connection) from hub.outbox_message
                            union all
                            select (select min(connection) from hub.outbox_message where connection > name)
                            from connections where name is not null
                        )
                        select name from connections where name is not null
                        """).query(String.class).list();
    }

    private void readStopped() {
        Map<String, Double> subjects = NamedGauges.zeros(
                connections.all().stream().map(Connection::name).toList());
        // A brake's subject is somebody's address: all of them are one figure
        troubles.all()
                .forEach(trouble ->
                        subjects.put(trouble.kind() == Trouble.Kind.MAIL ? "mail-brake" : trouble.subject(), 1.0));
        stopped.set(subjects);
        Map<String, Double> silent = NamedGauges.zeros(
                connections.all().stream().map(Connection::name).toList());
        failing.leftAlone().forEach(each -> silent.put(each.connection(), 1.0));
        leftAlone.set(silent);
    }
}
