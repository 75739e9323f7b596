package io.vestibule.hub.mail.mailbox;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.eclipse.angus.mail.pop3.POP3Store;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong in a look into a mailbox and Camel keeps to itself: a POP3 folder that could not be opened, a mail that was
 * not handed over. It goes on as if all were well, and the mailbox would count as read.
 */
final class QuietFaults {

    private static final String KEY = QuietFaults.class.getName();

    private final AtomicReference<@Nullable Exception> last = new AtomicReference<>();

    /** From now on noted for all that is done with this session. */
    static QuietFaults watch(Session session) {
        QuietFaults faults = new QuietFaults();
        session.getProperties().put(KEY, faults);
        return faults;
    }

    /** The session's folder tells when it can't be opened. */
    static void tell(Session session, String protocol) {
        try {
            session.setProvider(
                    new Provider(Provider.Type.STORE, protocol, TellingPop3Store.class.getName(), "Vestibule", null));
        } catch (NoSuchProviderException e) {
            throw new IllegalStateException(e);
        }
    }

    private static QuietFaults of(Session session) {
        return (QuietFaults) Objects.requireNonNull(session.getProperties().get(KEY), "The session is not watched");
    }

    /** A mail of this session was not handed over. */
    static void note(Session session, Exception fault) {
        of(session).last.set(fault);
    }

    /** The fault since the last time it was asked for. */
    @Nullable
    Exception take() {
        return last.getAndSet(null);
    }

    /** Made by the mail library, by its name. */
    public static final class TellingPop3Store extends POP3Store {

        public TellingPop3Store(Session session, URLName url) {
            super(session, url, url.getProtocol(), url.getProtocol().equals("pop3s"));
        }

        @Override
        public Folder getFolder(String name) {
            Session watched = session;
            return new POP3Folder(this, name) {
                @Override
                public synchronized void open(int mode) throws MessagingException {
                    try {
                        super.open(mode);
                    } catch (MessagingException e) {
                        note(watched, e);
                        throw e;
                    }
                }
            };
        }
    }
}
