package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.canonical.CanonicalEvent.EntriesMoved;
import io.vestibule.hub.canonical.CanonicalEvent.MovedEntry;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.feed.FeedListener;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.outbox.Redirection;
import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets mails follow the entries of the portal that they became, or that told of them: an answer to one leads to the
 * request where its entry lies now, and one that still waits to be sent is about that request if its reader takes part
 * there; who doesn't learns neither number nor title of it.
 */
@Component
@Order(MovedMails.ORDER)
class MovedMails implements FeedListener {

    static final int ORDER = 50;

    private final Database hubDatabase;
    private final MailThreads threads;
    private final Redirection redirection;

    MovedMails(Database hubDatabase, MailThreads threads, Redirection redirection) {
        this.hubDatabase = hubDatabase;
        this.threads = threads;
        this.redirection = redirection;
    }

    @Override
    public boolean actsOn(CanonicalEvent event) {
        return event instanceof EntriesMoved;
    }

    @Override
    public void on(FeedEvent event, InboxMessage message) {
        if (event.event() instanceof EntriesMoved moved) {
            follow(moved, event.at());
        }
    }

    void follow(EntriesMoved moved, Instant at) {
        hubDatabase.inTransaction(() -> {
            List<String> mails = new ArrayList<>();
            moved.entries().forEach(entry -> mails.addAll(mailsOf(entry, moved.to())));
            threads.moved(mails, moved.request().id(), moved.to().id(), at);
            tellStaff(mails);
        });
    }

    private List<String> mailsOf(MovedEntry entry, RequestState to) {
        List<String> mails = new ArrayList<>();
        if (entry.origin() != null) {
            mails.addAll(received(entry.origin(), to.id()));
        }
        if (entry.change() != null) {
            mails.addAll(redirection.redirect(entry.change(), ObjectRef.request(to.id()), readers(to)));
        }
        return mails;
    }

    private static Set<String> readers(RequestState request) {
        Stream<Party> people = Stream.concat(request.participants().stream(), Stream.ofNullable(request.owner()));
        return Stream.concat(
                        people.flatMap(person -> Stream.ofNullable(person.email())),
                        Stream.ofNullable(request.teamAddress()))
                .map(address -> address.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private List<String> received(ExternalId origin, RequestId to) {
        return hubDatabase
                .sql("""
                        update hub.mail_message set request_id = :to where external_id = :origin returning message_id
                        """)
                .param("to", to.value())
                .param("origin", origin.id())
                .query(String.class)
                .list();
    }

    /** What was sent to somebody lets that very person answer, there and nowhere else. */
    private void tellStaff(List<String> mails) {
        hubDatabase.sql("""
                        update hub.mail_sent s set request_id = t.request_id
                        from hub.mail_thread t
                        where s.message_id = any(:ids) and t.message_id = s.message_id and t.direction = 'OUT'
                          and t.moved_at is not null
                        """).param("ids", mails.toArray(String[]::new)).update();
    }
}
