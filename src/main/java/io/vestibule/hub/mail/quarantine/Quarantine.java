package io.vestibule.hub.mail.quarantine;

import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRow;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Ends the wait of held mails that nobody decided about; they are kept as every other mail and can be handled again. */
@Component("quarantine")
public class Quarantine {

    static final String KIND = "mail";

    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);

    private final Inbox inbox;
    private final QuarantineSettings settings;

    Quarantine(Inbox inbox, QuarantineSettings settings) {
        this.inbox = inbox;
        this.settings = settings;
    }

    /** When a held mail is refused unless somebody decides. */
    public Instant endsAt(InboxRow held) {
        return held.changedAt().plus(settings.kept());
    }

    /** Called hourly by the route {@code expire-quarantine}; on several nodes at once each mail still ends once. */
    public void expire() {
        try {
            int expired = inbox.expire(KIND, settings.kept());
            if (expired > 0) {
                log.info("{} held mails ended: nobody decided about them in time", expired);
            }
        } catch (DataAccessException e) {
            log.warn("Held mails can't be looked through now; trying again. {}", e.getMessage());
        }
    }
}
