package io.vestibule.hub.mail;

import io.vestibule.hub.inbox.HeldGroups;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.mail.mailbox.MailboxSettings;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Holds the mails of a sender who writes more than a person does, until he was quiet for a while or somebody lets them in,
 * all with one answer. Nobody is acknowledged for a mail that waited so.
 */
@Component("mailBursts")
public class MailBursts {

    private static final String BURST = "burst";

    private static final String KEY = BURST + ":";

    private final Database hubDatabase;
    private final Inbox inbox;
    private final HeldGroups groups;
    private final MailIdentities identities;
    private final AllowedSenders allowed;
    private final MailboxSettings.Burst limit;

    MailBursts(
            Database hubDatabase,
            Inbox inbox,
            HeldGroups groups,
            MailIdentities identities,
            AllowedSenders allowed,
            MailboxSettings settings) {
        this.hubDatabase = hubDatabase;
        this.inbox = inbox;
        this.groups = groups;
        this.identities = identities;
        this.allowed = allowed;
        this.limit = settings.burst();
    }

    /** Empty when the mail goes on. */
    Optional<Handling> held(MailCase mailCase) {
        MailAddress from = mailCase.from();
        if (from == null) {
            return Optional.empty();
        }
        long id = mailCase.message().id();
        if (mailCase.accepts(BURST)) {
            identities.leaveUnanswered(id, BURST);
            return Optional.empty();
        }
        return arrivedBefore(from.email(), mailCase.message()) < limit.mails() || allowed.covers(mailCase, BURST)
                ? Optional.empty()
                : Optional.of(new Handling.Held(BURST, words(from.email()), KEY + from.email(), List.of()));
    }

    private String words(String sender) {
        return "More than %d mails of %s came within %s. They are taken by themselves when no further one waited for %s; let them in if they are meant."
                .formatted(limit.mails(), sender, minutes(limit.within()), minutes(limit.quiet()));
    }

    private static String minutes(Duration time) {
        return time.toMinutes() == 1 ? "a minute" : time.toMinutes() + " minutes";
    }

    /** By their arrival, in the order of the mailbox: what piled up while nothing was handled is no burst. */
    private int arrivedBefore(String sender, InboxMessage mail) {
        return hubDatabase
                .sql("""
                        select count(*) from hub.mail_message m join hub.inbox_message i on i.id = m.inbox_id
                        where m.sender = :sender and m.noted_at > :since::timestamptz
                          and i.received_at > :since::timestamptz
                          and (i.received_at, i.id) < (:arrived::timestamptz, :id)
                        """)
                .param("sender", sender)
                .param("id", mail.id())
                .param("since", Database.at(mail.receivedAt().minus(limit.within())))
                .param("arrived", Database.at(mail.receivedAt()))
                .query(Integer.class)
                .single();
    }

    /** Lets in the mails of senders who have become quiet. Called every minute by the route {@code end-bursts}. */
    public void letInEnded() {
        groups.quiet(KEY, limit.quiet()).forEach(key -> inbox.letIn(0, key, BURST, "The end of the burst"));
    }
}
