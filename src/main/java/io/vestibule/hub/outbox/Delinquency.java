package io.vestibule.hub.outbox;

import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.observe.LogWords;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Mails the admins once when a connection or app stops or a daily sum does not add up, and once when it is well again. Called by the clock; on several
 * nodes at once it still tells once, since what was told is a row and every mail is unique by its episode.
 */
@Component
public class Delinquency {

    private static final Logger log = LoggerFactory.getLogger(Delinquency.class);
    private static final String PURPOSE = "alert";

    private final Troubles troubles;
    private final Database hubDatabase;
    private final Outbox outbox;
    private final PortalGateway portal;
    private final TroubleWords words;

    Delinquency(Troubles troubles, Database hubDatabase, Outbox outbox, PortalGateway portal, TroubleWords words) {
        this.troubles = troubles;
        this.hubDatabase = hubDatabase;
        this.outbox = outbox;
        this.portal = portal;
        this.words = words;
    }

    /** On schedule. What can't be told now is told next time. */
    public void run() {
        try {
            check();
        } catch (PortalUnreachable | DataAccessException e) {
            log.warn("Troubles of connections can't be told now; trying again. {}", e.getMessage());
        }
    }

    private record Told(String subject, UUID episode, String title) {}

    void check() {
        List<Trouble> present = troubles.all();
        List<Told> told = told();
        Set<String> known = told.stream().map(Told::subject).collect(Collectors.toSet());
        Set<String> troubled = present.stream().map(Trouble::subject).collect(Collectors.toSet());
        List<Trouble> fresh = present.stream()
                .filter(trouble -> !known.contains(trouble.subject()))
                .toList();
        List<Told> over =
                told.stream().filter(each -> !troubled.contains(each.subject())).toList();
        if (fresh.isEmpty() && over.isEmpty()) {
            return;
        }
        List<String> admins = admins();
        fresh.forEach(trouble -> tell(trouble, admins));
        over.forEach(each -> tellWell(each, admins));
    }

    private List<String> admins() {
        return portal.people().stream()
                .filter(PersonView::active)
                .filter(person -> person.role().equals("internal-admin"))
                .map(person -> person.email().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private void tell(Trouble trouble, List<String> admins) {
        log.warn("{}; the health page says why", LogWords.withoutAddresses(words.headline(trouble)));
        hubDatabase.inTransaction(() -> {
            List<UUID> episode = hubDatabase
                    .sql("""
                            insert into hub.told_trouble (subject, title) values (:subject, :title)
                            on conflict (subject) do nothing returning episode
                            """)
                    .param("subject", trouble.subject())
                    .param("title", words.title(trouble))
                    .query(UUID.class)
                    .list();
            for (UUID id : episode) {
                outbox.enqueue(PlainMails.of("trouble:" + id, PURPOSE, admins, words.begun(trouble)));
            }
        });
    }

    private void tellWell(Told told, List<String> admins) {
        log.info("{}: over", LogWords.withoutAddresses(told.title()));
        hubDatabase.inTransaction(() -> {
            int ended = hubDatabase
                    .sql("delete from hub.told_trouble where subject = :subject and episode = :episode")
                    .param("subject", told.subject())
                    .param("episode", told.episode())
                    .update();
            if (ended > 0) {
                outbox.enqueue(PlainMails.of(
                        "well:" + told.episode(), PURPOSE, admins, words.over(told.subject(), told.title())));
            }
        });
    }

    private List<Told> told() {
        return hubDatabase
                .sql("select subject, episode, title from hub.told_trouble")
                .query(Told.class)
                .list();
    }
}
