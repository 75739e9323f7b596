package io.vestibule.bench;

import io.vestibule.bench.load.Generator;
import io.vestibule.bench.load.Pacing;
import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.bench.machine.BenchServer;
import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.machine.HubProcess.Plan;
import io.vestibule.bench.machine.KeptClasses;
import io.vestibule.platform.database.ServerAddress;
import io.vestibule.support.MailServer;
import java.time.Duration;

/**
 * Lets one hub do a little of everything before it is ended, for all others: Java keeps its classes as they are then, and
 * what it has learned of its work.
 */
final class Training {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Training() {}

    /** Nothing where an earlier run of the same classes did it. */
    static void once(Workshop workshop) {
        if (!KeptClasses.missing()) {
            return;
        }
        ServerAddress database = workshop.server().newDatabase();
        try (MailServer mails = MailServer.asRealAsPossible()) {
            mails.addMailbox(BenchFirm.MAILBOX, BenchFirm.MAILBOX_PASSWORD);
            Plan plan = Plan.onDatabase("keeps-classes", database)
                    .with("bench.mail-ports[0]=" + mails.imapPort(), "bench.mail-ports[1]=" + mails.smtpPort());
            KeptClasses.keep(plan, workshop.folder(), hub -> work(workshop.sizes(), hub, database, mails));
        }
    }

    private static void work(Sizes sizes, HubProcess hub, ServerAddress database, MailServer mails) {
        Pushed pushed = new Pushed(BenchServer.jdbc(database), sizes.invoices());
        Generator generator = new Generator(hub.port(), EndToEndPart.CONNECTIONS);
        pushed.send(generator, sizes.warmUp() / 2, Pacing.asFastAsAnswered(), PATIENCE);
        int count = sizes.mails() / 10;
        for (int number = 0; number < count; number++) {
            mails.send(MailNews.made("training", number));
        }
        MailRows rows = new MailRows(pushed.jdbc());
        Patience.await(PATIENCE, () -> pushed.rows().noneOpen() && rows.applied("training") == count);
    }
}
