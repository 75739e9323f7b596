package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.mail.mailbox.Mailbox.Protocol;
import io.vestibule.platform.database.Database;
import jakarta.mail.Session;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.ReceivedDateTerm;
import jakarta.mail.search.SearchTerm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.springframework.stereotype.Component;

/**
 * Starts the route of a mailbox from the template {@code receive-mail}. What is secret reaches Camel as beans; the
 * endpoint's address names host, port and the first folder only.
 */
@Component
class MailboxRouteFactory {

    private static final int FETCH_SIZE = 50;

    private final CamelContext camel;
    private final Database hubDatabase;
    private final MailSessions sessions;
    private final MailboxWatches watches;
    private final FolderWatches folders;
    private final MailboxSettings settings;
    private final AtomicLong numbers = new AtomicLong();

    MailboxRouteFactory(
            CamelContext camel,
            Database hubDatabase,
            MailSessions sessions,
            MailboxWatches watches,
            FolderWatches folders,
            MailboxSettings settings) {
        this.camel = camel;
        this.hubDatabase = hubDatabase;
        this.sessions = sessions;
        this.watches = watches;
        this.folders = folders;
        this.settings = settings;
    }

    boolean isReady() {
        return camel.isStarted();
    }

    MailboxRoute start(Mailbox mailbox) {
        String id = "receive-mail-" + mailbox.name();
        PinnedSockets sockets = sessions.sockets(mailbox);
        Map<String, Object> beans = beans(id + "-" + numbers.incrementAndGet() + "-", mailbox, sockets);
        beans.forEach((name, bean) -> camel.getRegistry().bind(name, bean));
        MailboxRoute route = new MailboxRoute(camel, id, beans.keySet(), sockets);
        try {
            TemplatedRouteBuilder template = TemplatedRouteBuilder.builder(camel, "receive-mail")
                    .routeId(id)
                    .parameter("mailbox", mailbox.name())
                    .parameter("protocol", MailSessions.protocol(mailbox))
                    .parameter("host", mailbox.reading().host())
                    .parameter("port", mailbox.reading().port())
                    .parameter("folder", mailbox.folders().getFirst())
                    .parameter("leave", mailbox.protocol() == Protocol.POP3)
                    .parameter("delete", mailbox.deletes())
                    .parameter("delay", settings.poll().toMillis())
                    .parameter("fetchSize", FETCH_SIZE)
                    .parameter("beans", id + "-" + numbers.get());
            template.add();
            return route;
        } catch (RuntimeException e) {
            route.remove();
            throw e;
        }
    }

    private Map<String, Object> beans(String prefix, Mailbox mailbox, PinnedSockets sockets) {
        Session session = sessions.of(mailbox, sockets);
        SeenMails seen = new SeenMails(hubDatabase, mailbox.name(), mailbox.folders());
        SignIn signIn = new SignIn(mailbox);
        QuietFaults quiet = QuietFaults.watch(session);
        UpcomingMails upcoming =
                new UpcomingMails(FETCH_SIZE, settings.maxSize().toBytes());
        Look look = mailbox.protocol() == Protocol.POP3
                ? pop3(mailbox, session, seen)
                : imap(mailbox, session, seen, upcoming);
        Map<String, Object> beans = new LinkedHashMap<>();
        beans.put(prefix + "session", session);
        beans.put(prefix + "signin", signIn);
        beans.put(prefix + "seen", seen);
        beans.put(prefix + "upcoming", upcoming);
        beans.put(prefix + "numbers", look.numbers());
        beans.put(prefix + "window", look.window());
        beans.put(prefix + "report", new PollReport(mailbox.name(), watches, signIn, seen, quiet, look.complete()));
        return beans;
    }

    /**
     * How a look into a mailbox finds mails.
     *
     * @param complete whether one that took so many left nothing over
     */
    private record Look(MailNumbers numbers, SearchTerm window, IntPredicate complete) {}

    private Look pop3(Mailbox mailbox, Session session, SeenMails seen) {
        folders.onlyRead(mailbox.name(), List.of());
        QuietFaults.tell(session, MailSessions.protocol(mailbox));
        MailNumbers numbers = new Pop3Numbers(seen);
        Instant start = folders.windowStart(mailbox.name(), Mailbox.INBOX);
        return new Look(numbers, new ArrivedSince(start, seen, numbers), taken -> taken < FETCH_SIZE);
    }

    private Look imap(Mailbox mailbox, Session session, SeenMails seen, UpcomingMails upcoming) {
        folders.onlyRead(mailbox.name(), mailbox.folders());
        MailNumbers numbers = new ImapNumbers();
        List<ReadFolder> read = new ArrayList<>();
        Instant earliest = Instant.MAX;
        for (String folder : mailbox.folders()) {
            Instant start = folders.windowStart(mailbox.name(), folder);
            read.add(new ReadFolder(folder, start, seen, numbers));
            earliest = start.isBefore(earliest) ? start : earliest;
        }
        seen.forgetBefore(mailbox.folders(), earliest);
        FolderRound round = new FolderRound(mailbox.name(), read, folders, upcoming);
        MailboxFolders.read(session, MailSessions.protocol(mailbox), round);
        return new Look(
                numbers,
                new ReceivedDateTerm(ComparisonTerm.GE, Date.from(earliest)),
                taken -> taken < FETCH_SIZE && round.gotToAll());
    }
}
