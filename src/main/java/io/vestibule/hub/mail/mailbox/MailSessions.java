package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.mail.MailSecurity;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.Locale;
import java.util.Properties;
import org.springframework.stereotype.Component;

/** Makes the session in which a mailbox is read: limits in time, encryption as configured, addresses checked. */
@Component
class MailSessions {

    /** One for what is asked of the whole mailbox, one for the folder that is open: none is made anew to change folders. */
    private static final String CONNECTIONS = "2";

    private static final String CONNECT_MILLIS = "10000";

    /** Large pieces: a mail of 30 MB in the library's own 16 kB would take two thousand round trips. */
    private static final String FETCH_BYTES = Integer.toString(1024 * 1024);

    private final MailServerAddresses addresses;
    private final String patienceMillis;

    MailSessions(MailServerAddresses addresses, MailboxSettings settings) {
        this.addresses = addresses;
        this.patienceMillis = String.valueOf(settings.patience().toMillis());
    }

    /** With an s at its end for encryption from the first byte. */
    static String protocol(Mailbox mailbox) {
        String name = mailbox.protocol().name().toLowerCase(Locale.ROOT);
        return mailbox.reading().security() == MailSecurity.TLS ? name + "s" : name;
    }

    /** Signed in, over a connection of its own. */
    Store signIn(Mailbox mailbox) throws MessagingException {
        Mailbox.Server server = mailbox.reading();
        Store store = of(mailbox, sockets(mailbox)).getStore();
        store.connect(server.host(), server.port(), server.user(), mailbox.readingSecret());
        return store;
    }

    PinnedSockets sockets(Mailbox mailbox) {
        return addresses.sockets(mailbox.reading().host());
    }

    /** @param sockets what it connects with, for whoever may want to cut that */
    Session of(Mailbox mailbox, PinnedSockets sockets) {
        String prefix = "mail." + protocol(mailbox) + ".";
        boolean startTls = mailbox.reading().security() == MailSecurity.STARTTLS;
        Properties properties = new Properties();
        properties.put("mail.store.protocol", protocol(mailbox));
        properties.put(prefix + "connectiontimeout", CONNECT_MILLIS);
        properties.put(prefix + "timeout", patienceMillis);
        properties.put(prefix + "writetimeout", patienceMillis);
        properties.put(prefix + "fetchsize", FETCH_BYTES);
        properties.put(prefix + "connectionpoolsize", CONNECTIONS);
        properties.put(prefix + "starttls.enable", Boolean.toString(startTls));
        properties.put(prefix + "starttls.required", Boolean.toString(startTls));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        if (mailbox.token() != null) {
            properties.put(prefix + "auth.mechanisms", "XOAUTH2");
        }
        properties.put(prefix + "socketFactory", sockets);
        // Without this a refused address would be tried again around the check.
        properties.put(prefix + "socketFactory.fallback", "false");
        return Session.getInstance(properties);
    }
}
