package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.mail.mailbox.Mailbox.Protocol;
import io.vestibule.platform.database.Database;
import jakarta.mail.Session;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.ReceivedDateTerm;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.springframework.stereotype.Component;

/**
 * Starts the route of a mailbox from the template {@code receive-mail}. What is secret reaches Camel as beans; the
 * endpoint's address names host, port and folder only.
 */
@Component
class MailboxRouteFactory {

    private static final int FETCH_SIZE = 50;

    private final CamelContext camel;
    private final Database hubDatabase;
    private final MailSessions sessions;
    private final MailboxWatches watches;
    private final MailboxSettings settings;
    private final AtomicLong numbers = new AtomicLong();

    MailboxRouteFactory(
            CamelContext camel,
            Database hubDatabase,
            MailSessions sessions,
            MailboxWatches watches,
            MailboxSettings settings) {
        this.camel = camel;
        this.hubDatabase = hubDatabase;
        this.sessions = sessions;
        this.watches = watches;
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
                    .parameter("folder", mailbox.folder())
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
        SeenMails seen = new SeenMails(hubDatabase, mailbox.name(), mailbox.folder());
        Session session = sessions.of(mailbox, sockets);
        QuietFaults quiet = QuietFaults.watch(session, MailSessions.protocol(mailbox));
        Instant start = watches.windowStart(mailbox.name());
        SignIn signIn = new SignIn(mailbox);
        Map<String, Object> beans = new LinkedHashMap<>();
        beans.put(prefix + "session", session);
        beans.put(prefix + "signin", signIn);
        beans.put(prefix + "seen", seen);
        if (mailbox.protocol() == Protocol.POP3) {
            MailNumbers numbers = new Pop3Numbers(seen);
            beans.put(prefix + "numbers", numbers);
            beans.put(prefix + "window", new ArrivedSince(start, seen, numbers));
        } else {
            seen.forgetBefore(start);
            beans.put(prefix + "numbers", new ImapNumbers());
            beans.put(prefix + "window", new ReceivedDateTerm(ComparisonTerm.GE, Date.from(start)));
        }
        beans.put(prefix + "report", new PollReport(mailbox.name(), watches, signIn, seen, quiet, FETCH_SIZE));
        return beans;
    }
}
