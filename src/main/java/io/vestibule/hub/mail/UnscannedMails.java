package io.vestibule.hub.mail;

import io.vestibule.hub.inbox.Inbox;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.file.VirusScanner;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Lets mails that wait for the virus scanner go on when it answers, the oldest first and some at a time, so that a scanner
 * that just came back is not overrun. A scan that fails again holds its mail again.
 */
@Component("unscannedMails")
public class UnscannedMails {

    private static final Logger log = LoggerFactory.getLogger(UnscannedMails.class);

    private static final int AT_A_TIME = 25;

    private final Database hubDatabase;
    private final Inbox inbox;
    private final VirusScanner scanner;

    UnscannedMails(Database hubDatabase, Inbox inbox, VirusScanner scanner) {
        this.hubDatabase = hubDatabase;
        this.inbox = inbox;
        this.scanner = scanner;
    }

    /** Called every minute by the route {@code scan-held-mails}. Stops where the scanner falls silent. */
    public void goOn() {
        try {
            for (long mail : waiting()) {
                if (!scanner.isWell()) {
                    return;
                }
                inbox.resume(mail, "scanner-answers");
            }
        } catch (DataAccessException e) {
            log.warn(
                    "Mails that wait for the virus scanner can't be looked through now; trying again. {}",
                    e.getMessage());
        }
    }

    private List<Long> waiting() {
        return hubDatabase
                .sql("""
                        select id from hub.inbox_message
                        where state = 'HELD' and kind = 'mail' and reason = :reason order by id limit :most
                        """)
                .param("reason", MailFiles.NOT_SCANNED)
                .param("most", AT_A_TIME)
                .query(Long.class)
                .list();
    }
}
