package io.vestibule.hub.outbox;

import io.vestibule.hub.connection.App;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.RefusedSignatures;
import io.vestibule.hub.inbox.RefusedSignatures.Refusals;
import io.vestibule.hub.outbox.FailingConnections.Failing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * What has stopped right now: connections and apps with a problem, deliveries or news that failed for ten minutes without
 * a success, and apps whose deliveries carry wrong signatures only. One entry per connection or app. Reads only; asked by
 * the alerts and the health page.
 */
@Component
public class Troubles {

    private static final Duration SIGNATURES = Duration.ofHours(24);
    private static final int FEW_REFUSALS = 3;

    private final Connections connections;
    private final Apps apps;
    private final FailingConnections failing;
    private final InboxRows inbox;
    private final RefusedSignatures signatures;
    private final List<TroubleSource> others;
    private final ZoneId firmZone;

    Troubles(
            Connections connections,
            Apps apps,
            FailingConnections failing,
            InboxRows inbox,
            RefusedSignatures signatures,
            List<TroubleSource> others,
            ZoneId firmZone) {
        this.connections = connections;
        this.apps = apps;
        this.failing = failing;
        this.inbox = inbox;
        this.signatures = signatures;
        this.others = others;
        this.firmZone = firmZone;
    }

    public List<Trouble> all() {
        Map<String, Trouble> troubles = new LinkedHashMap<>();
        signatures.within(SIGNATURES).stream()
                .filter(this::onlyWrongSignatures)
                .map(this::refused)
                .forEach(trouble -> troubles.put(trouble.subject(), trouble));
        failing.tooLong().forEach(each -> put(troubles, failed(each)));
        // A mailbox may fail in both directions, each for a reason of its own
        others.stream()
                .flatMap(room -> room.troubles().stream())
                .forEach(trouble -> troubles.merge(trouble.subject(), trouble, Trouble::and));
        inbox.stuck(FailingConnections.TOO_LONG).forEach(name -> troubles.putIfAbsent(name, stuck(name)));
        stopped().forEach(trouble -> put(troubles, trouble));
        List<String> off = connections.all().stream()
                .filter(connection -> !connection.enabled())
                .map(Connection::name)
                .toList();
        return troubles.values().stream()
                .filter(trouble -> !off.contains(trouble.subject()))
                .toList();
    }

    private static void put(Map<String, Trouble> troubles, Trouble trouble) {
        troubles.put(trouble.subject(), trouble);
    }

    private Collection<Trouble> stopped() {
        List<Trouble> stopped = new ArrayList<>();
        for (App app : apps.all()) {
            if (app.enabled() && app.problem() != null) {
                stopped.add(Trouble.ofApp(app.name(), app.problem()));
            }
        }
        for (Connection connection : connections.all()) {
            if (connection.enabled() && connection.problem() != null) {
                stopped.add(Trouble.of(connection.name(), Objects.requireNonNull(connection.problem())));
            }
        }
        return stopped;
    }

    private Trouble failed(Failing failing) {
        String kept = failing.leftAlone()
                ? " Its queue is kept, and one of it is tried every few minutes."
                : " Its queue is kept.";
        String words = failing.words() == null ? failing.reason() : failing.words();
        return Trouble.of(
                failing.connection(),
                "Nothing could be delivered since %s (%d attempts). It says: %s."
                                .formatted(said(failing.since()), failing.failures(), words)
                        + kept + " Check that it is up, and its settings in the console under Connections > "
                        + failing.connection() + ".");
    }

    private static Trouble stuck(String connection) {
        return Trouble.of(
                connection,
                "Its news has been waiting for more than ten minutes because it can't be read or applied."
                        + " Look at the reasons in the console under Messages > " + connection + ".");
    }

    private Trouble refused(Refusals refusals) {
        return Trouble.ofApp(
                refusals.app(),
                ("%d deliveries refused since %s and none genuine in between, the last for: %s."
                                + " Check the key in the console under Apps > %s. If it is right,"
                                + " somebody else posts to the app's address.")
                        .formatted(refusals.refused(), said(refusals.since()), refusals.reason(), refusals.app()));
    }

    /** A vendor whose key is wrong tries again within minutes; one forged post now and then is noise. */
    private boolean onlyWrongSignatures(Refusals refusals) {
        return refusals.together() >= FEW_REFUSALS
                && apps.find(refusals.app()).filter(App::enabled).isPresent();
    }

    private String said(Instant time) {
        return DateTimeFormatter.ofPattern("EEE d MMM HH:mm zzz", Locale.ENGLISH)
                .format(time.atZone(firmZone));
    }
}
