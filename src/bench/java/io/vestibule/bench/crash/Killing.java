package io.vestibule.bench.crash;

import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kills the hub, its database, and both, at random moments under load; what is left is then compared with what was sent. */
final class Killing {

    private static final Logger LOG = LoggerFactory.getLogger(Killing.class);
    private static final int SENDERS = 4;
    private static final int LONGEST_LIFE_MILLIS = 3_000;
    private static final int LONGEST_ABSENCE_MILLIS = 1_500;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** The database is away for a moment only: a hub that does not start after that is at fault itself. */
    private static final int MOST_STARTS = 3;

    private enum Victim {
        HUB,
        DATABASE,
        BOTH
    }

    private final CrashWorld world;
    private final Random random;
    private final List<Victim> victims = new ArrayList<>();
    private final Set<Long> sendingAtAKill = new HashSet<>();
    private volatile HubProcess hub;
    private int refusedStarts;

    Killing(CrashWorld world, CrashOptions options) {
        this.world = world;
        this.random = new Random(options.seed());
        victims.addAll(Collections.nCopies(options.hubKills(), Victim.HUB));
        victims.addAll(Collections.nCopies(options.otherKills(), Victim.DATABASE));
        victims.addAll(Collections.nCopies(options.otherKills(), Victim.BOTH));
        Collections.shuffle(victims, random);
        this.hub = world.launch("killed");
    }

    void run(Report.Section section) throws IOException {
        CrashWorld.awaitReady(hub);
        world.openTickets(hub);
        Load load = new Load(SENDERS, () -> hub.port());
        try (load) {
            world.staffGoesToWork();
            load.start(world.mails(), world::receivedMails);
            for (int kill = 0; kill < victims.size(); kill++) {
                live();
                LOG.info("Kill {} of {}: {}", kill + 1, victims.size(), victims.get(kill));
                kill(victims.get(kill));
            }
            awaitReady();
            live();
            world.staffGoesHome();
        }
        try {
            long open = Idle.await(world.jdbc(), load.mails(), PATIENCE);
            section.figure("kills", victims.size(), "")
                    .figure("starts refused because the database was away", refusedStarts, "")
                    .figure("webhooks acknowledged", load.acknowledged(), "")
                    .figure("of them sent again because no answer came", load.repeats(), "times")
                    .figure("mails in the mailbox, read from " + world.mails().reader(), load.mails(), "")
                    .same("everything came to an end", 0, open);
            new Counted(world, section).compare(load);
            new Delivered(world, section).compare(sendingAtAKill);
        } finally {
            hub.close();
        }
    }

    /** Most live until some time after they are ready; some don't live to see it. */
    private void live() {
        if (random.nextInt(4) > 0) {
            awaitReady();
        }
        pause(LONGEST_LIFE_MILLIS);
    }

    /** A hub refuses the start when its database goes meanwhile; whoever runs it starts it again. */
    private void awaitReady() {
        for (int tries = 1; ; tries++) {
            try {
                CrashWorld.awaitReady(hub);
                return;
            } catch (HubProcess.Ended e) {
                if (tries == MOST_STARTS) {
                    throw e;
                }
                refusedStarts++;
                hub = world.launch("killed");
            }
        }
    }

    private void pause(int longestMillis) {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(longestMillis)).toNanos());
    }

    private void kill(Victim victim) {
        switch (victim) {
            case HUB -> hub.kill();
            case DATABASE -> killDatabase();
            case BOTH -> {
                killDatabase(() -> hub.kill());
            }
        }
        noteSending();
        if (victim != Victim.DATABASE) {
            hub = world.launch("killed");
        }
    }

    private void killDatabase() {
        killDatabase(() -> {});
    }

    private void killDatabase(Runnable meanwhile) {
        world.server().kill();
        meanwhile.run();
        pause(LONGEST_ABSENCE_MILLIS);
        world.server().restart();
    }

    /** A hub that outlived its database may have sent these and not been able to say so. */
    private void noteSending() {
        sendingAtAKill.addAll(world.jdbc()
                .sql("select id from hub.outbox_message where state = 'SENDING'")
                .query(Long.class)
                .list());
    }
}
