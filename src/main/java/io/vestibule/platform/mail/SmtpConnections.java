package io.vestibule.platform.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Connections to mail servers. One over which all went well waits a moment for another mail of the very same account,
 * password included, and is closed when none comes; one that failed is closed at once.
 */
@Component
class SmtpConnections implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnections.class);

    /** What comes behind so many in one connection some servers (Exim) lay aside until their next round. */
    static final int MOST_MAILS = 10;

    /** Far less than servers wait, which is minutes. */
    private static final Duration IDLE = Duration.ofSeconds(5);

    /** Mailboxes of a firm; the session of one more is made anew at each mail. */
    private static final int MOST_SESSIONS = 500;

    private static final String CONNECT_MILLIS = "10000";

    /** For one answer; what ends a mail may take longer, see {@link SmtpConnection}. */
    private static final Duration READ = Duration.ofSeconds(30);

    private final Duration idle;
    private final String readMillis;
    private final Map<Way, Session> sessions = new HashMap<>();
    private final Deque<SmtpConnection> waiting = new ArrayDeque<>();
    private final ScheduledExecutorService closer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("smtp-idle").daemon().factory());

    @Autowired
    SmtpConnections() {
        this(IDLE, READ);
    }

    SmtpConnections(Duration idle, Duration read) {
        this.idle = idle;
        this.readMillis = Long.toString(read.toMillis());
    }

    /**
     * What decides how is connected; who signs in, and with what, is not part of it.
     *
     * @param checked whether the sockets look at the host's address at each connection
     */
    private record Way(
            String host, MailSecurity security, boolean signsIn, boolean token, String fromAddress, boolean checked) {

        static Way of(MailAccount account, @Nullable SocketFactory sockets) {
            return new Way(
                    account.host(),
                    account.security(),
                    SmtpConnection.emptyToNull(account.username()) != null,
                    account.token() != null,
                    account.fromAddress(),
                    sockets != null);
        }
    }

    /** Kept, because making one looks for files in every library. */
    Session session(MailAccount account, @Nullable SocketFactory sockets) {
        Way way = Way.of(account, sockets);
        synchronized (sessions) {
            Session known = sessions.get(way);
            return known == null ? made(way, sockets) : known;
        }
    }

    private Session made(Way way, @Nullable SocketFactory sockets) {
        Session session = Session.getInstance(properties(way, sockets));
        if (sessions.size() < MOST_SESSIONS) {
            sessions.put(way, session);
        }
        return session;
    }

    private Properties properties(Way way, @Nullable SocketFactory sockets) {
        Properties properties = new Properties();
        if (sockets != null) {
            properties.put("mail.smtp.socketFactory", sockets);
            // Without this a refused address would be tried again around the check.
            properties.put("mail.smtp.socketFactory.fallback", "false");
        }
        properties.put("mail.smtp.connectiontimeout", CONNECT_MILLIS);
        properties.put("mail.smtp.timeout", readMillis);
        properties.put("mail.smtp.writetimeout", readMillis);
        properties.put("mail.smtp.from", way.fromAddress());
        properties.put("mail.smtp.auth", Boolean.toString(way.signsIn()));
        if (way.token()) {
            properties.put("mail.smtp.auth.mechanisms", "XOAUTH2");
        }
        boolean startTls = way.security() == MailSecurity.STARTTLS;
        properties.put("mail.smtp.ssl.enable", Boolean.toString(way.security() == MailSecurity.TLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        return properties;
    }

    /** Whose it is now; the caller gives it back. Its server may have closed it meanwhile. */
    Optional<SmtpConnection> kept(Session session, MailAccount account) {
        synchronized (waiting) {
            Optional<SmtpConnection> found = waiting.stream()
                    .filter(connection -> connection.isFor(session, account))
                    .findFirst();
            found.ifPresent(waiting::remove);
            return found;
        }
    }

    /** @param well whether the server took the latest mail and said so */
    void giveBack(SmtpConnection connection, boolean well) {
        if (well && connection.mails() < MOST_MAILS) {
            keep(connection);
        } else {
            close(connection);
        }
    }

    private void keep(SmtpConnection connection) {
        int mails = connection.mails();
        synchronized (waiting) {
            waiting.addFirst(connection);
        }
        try {
            var unused = closer.schedule(() -> closeUnused(connection, mails), idle.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            closeUnused(connection, mails);
        }
    }

    private void closeUnused(SmtpConnection connection, int mails) {
        boolean unused;
        synchronized (waiting) {
            unused = connection.mails() == mails && waiting.remove(connection);
        }
        if (unused) {
            close(connection);
        }
    }

    /** Whether the server says goodbye makes no difference to what it took. */
    private static void close(SmtpConnection connection) {
        try {
            connection.close();
        } catch (MessagingException e) {
            LOG.debug("The connection to {} ended without a goodbye", connection.account(), e);
        }
    }

    @Override
    public void destroy() {
        closer.shutdownNow();
        Deque<SmtpConnection> left;
        synchronized (waiting) {
            left = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        left.forEach(SmtpConnections::close);
    }
}
