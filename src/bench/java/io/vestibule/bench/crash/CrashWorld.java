package io.vestibule.bench.crash;

import io.vestibule.bench.Patience;
import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.bench.machine.BenchServer;
import io.vestibule.bench.machine.CrashHub;
import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.machine.HubProcess.Plan;
import io.vestibule.bench.machine.KeptClasses;
import io.vestibule.platform.database.ServerAddress;
import io.vestibule.support.MailServer;
import io.vestibule.support.vendors.SimulatedHubSpot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What outlives every kill: the data, a mail server, a CRM; and how a hub on that data is started. */
final class CrashWorld implements AutoCloseable {

    /** Short, so that what a dead hub held is soon taken up; no call here lasts so long. */
    static final Duration LEASE = Duration.ofSeconds(8);

    private static final int TICKETS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final Path staff;
    private final BenchServer server;
    private final ServerAddress database;
    private final MailServer mails = MailServer.asRealAsPossible();
    private final SimulatedHubSpot crm = new SimulatedHubSpot(BenchFirm.CRM_SECRET, BenchFirm.CRM_PORTAL);

    CrashWorld(Path folder) {
        this.folder = folder;
        Path work = folder.resolve("work");
        this.staff = work.resolve("staff-is-at-work");
        this.server = BenchServer.start(work);
        if (KeptClasses.missing()) {
            KeptClasses.keep(Plan.onDatabase("keeps-classes", server.newDatabase()), folder, hub -> {});
        }
        this.database = server.newDatabase();
        mails.addMailbox(BenchFirm.MAILBOX, BenchFirm.MAILBOX_PASSWORD);
        crm.acceptToken(BenchFirm.CRM_TOKEN);
        write(work.resolve("sla/standard.yaml"), """
                policy: standard
                calendar: always
                firstResponse: 6s
                resolution: 12s
                remindBefore: 3s
                """);
    }

    /** @param name of its log file */
    HubProcess launch(String name) {
        String retries = "1s" + ",2s".repeat(40);
        Plan plan = Plan.onDatabase(name, database)
                .jvm(HubProcess.SOON_READY)
                .with(
                        "bench.mail-ports[0]=" + mails.imapPort(),
                        "bench.mail-ports[1]=" + mails.smtpPort(),
                        "bench.vendors[0]=api.hubapi.com=" + crm.port(),
                        "bench.staff-file=" + staff,
                        "vestibule.sla.policies=file:" + folder.resolve("work/sla") + "/*.yaml",
                        "vestibule.mailboxes.poll=500ms",
                        "vestibule.inbox.lease=" + LEASE.toSeconds() + "s",
                        "vestibule.outbox.lease=" + LEASE.toSeconds() + "s",
                        "vestibule.outbox.retries=" + retries,
                        "vestibule.database.patience=2s",
                        "schedules.remind-sla=0/1 * * * * ?",
                        "schedules.balance-inbox=0/5 * * * * ?");
        return HubProcess.launch(new Plan(name, CrashHub.class.getName(), plan.jvm(), plan.settings()), folder);
    }

    static void awaitReady(HubProcess hub) {
        hub.awaitAnswer("/actuator/health/readiness");
    }

    /** Records of the CRM that become requests; returns when they have. */
    void openTickets(HubProcess hub) {
        URI hook = URI.create("http://127.0.0.1:" + hub.port() + "/hooks/" + BenchFirm.CRM_APP);
        for (int number = 1; number <= TICKETS; number++) {
            String id = crm.create(
                    "tickets",
                    Map.of(
                            "subject",
                            "Ticket " + number,
                            "content",
                            "Please call",
                            "hs_pipeline",
                            "0",
                            "hs_pipeline_stage",
                            "1",
                            BenchFirm.CRM_MARKER,
                            "true"),
                    Map.of("companies", List.of(BenchFirm.company(number))));
            crm.webhook(hook, crm.event("tickets", id, "creation").put("changeFlag", "CREATED"))
                    .sendTo(hook);
        }
        String opened = "select count(*) from portal.request where origin_account = '" + BenchFirm.CRM_APP + "'";
        Patience.await(PATIENCE, () -> jdbc().sql(opened).query(Long.class).single() == TICKETS);
    }

    void staffGoesToWork() {
        write(staff, "");
    }

    void staffGoesHome() throws IOException {
        Files.delete(staff);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BenchServer server() {
        return server;
    }

    MailServer mails() {
        return mails;
    }

    SimulatedHubSpot crm() {
        return crm;
    }

    JdbcClient jdbc() {
        return BenchServer.jdbc(database);
    }

    int receivedMails() {
        return jdbc().sql("select count(*) from hub.inbox_message where app = :mailbox")
                .param("mailbox", BenchFirm.MAILBOX_APP)
                .query(Integer.class)
                .single();
    }

    @Override
    public void close() {
        crm.close();
        mails.close();
        server.close();
    }
}
