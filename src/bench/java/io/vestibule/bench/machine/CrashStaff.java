package io.vestibule.bench.machine;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.Links;
import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.request.Requests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.event.EventListener;

/**
 * Makes the CRM's app, and stands for a person of the firm who sets the status of the CRM's requests all the time, as
 * long as a certain file is there. Through the portal's own store, so each change is one transaction with its news.
 */
@TestConfiguration(proxyBeanMethods = false)
class CrashStaff {

    private static final Logger LOG = LoggerFactory.getLogger(CrashStaff.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final List<RequestStatus> STATUSES =
            List.of(RequestStatus.IN_PROGRESS, RequestStatus.WAITING_ON_CLIENT, RequestStatus.DONE);

    private final Requests requests;
    private final People people;
    private final Database portalDatabase;
    private final Path atWork;
    private final Random random = new Random();

    CrashStaff(Requests requests, People people, Database portalDatabase, @Value("${bench.staff-file}") Path atWork) {
        this.requests = requests;
        this.people = people;
        this.portalDatabase = portalDatabase;
        this.atWork = atWork;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        crm(event);
        Thread.ofPlatform().daemon().name("staff").start(this::work);
    }

    private void crm(ApplicationReadyEvent event) {
        Apps apps = event.getApplicationContext().getBean(Apps.class);
        Connections connections = event.getApplicationContext().getBean(Connections.class);
        Links links = event.getApplicationContext().getBean(Links.class);
        String name = BenchFirm.CRM_APP;
        if (apps.find(name).isEmpty()) {
            apps.save(new AppDraft(name, "hubspot", Map.of("clientSecret", BenchFirm.CRM_SECRET), true), null, name);
        }
        if (connections.find(name).isPresent()) {
            return;
        }
        Map<String, String> settings = Map.of(
                "portalId", Long.toString(BenchFirm.CRM_PORTAL),
                "accessToken", BenchFirm.CRM_TOKEN,
                "markerProperty", BenchFirm.CRM_MARKER);
        for (int number = 1; number <= BenchFirm.CLIENTS; number++) {
            String client = portalDatabase
                    .sql("select id::text from portal.client where name = :name")
                    .param("name", BenchFirm.clientName(number))
                    .query(String.class)
                    .single();
            links.put(
                    new Links.Key(name, "company", BenchFirm.company(number)),
                    null,
                    new ClientId(client),
                    new Links.By(name, client));
        }
        connections.save(new ConnectionDraft(name, name, "", null, settings, Map.of(), true), null, name);
    }

    private void work() {
        while (true) {
            try {
                if (Files.exists(atWork)) {
                    changeOne();
                }
            } catch (RuntimeException databaseAway) {
                LOG.info("A status could not be set: {}", databaseAway.getMessage());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void changeOne() {
        List<UUID> all = portalDatabase
                .sql("select id from portal.request where origin_account = :crm order by id")
                .param("crm", BenchFirm.CRM_APP)
                .query(UUID.class)
                .list();
        if (!all.isEmpty()) {
            UUID owner = portalDatabase
                    .sql("select id from portal.person where email = 'ada@bench.example'")
                    .query(UUID.class)
                    .single();
            requests.changeStatus(
                    Access.of(people.find(Access.system("bench"), owner).orElseThrow()),
                    all.get(random.nextInt(all.size())),
                    STATUSES.get(random.nextInt(STATUSES.size())),
                    Cause.PORTAL);
        }
    }
}
