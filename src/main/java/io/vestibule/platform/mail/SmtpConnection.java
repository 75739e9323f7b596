package io.vestibule.platform.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an account's server, for several mails one after the other. Knows of the latest whether its content was
 * on its way: before that the server can't have taken it. What it thinks of a whole mail is waited for longer than any
 * other answer: whoever gives up here sends the mail a second time. For one thread at a time.
 */
final class SmtpConnection extends SMTPTransport {

    /** With reads of 30 seconds the ten minutes that RFC 5321 (4.5.3.2.6) asks for. */
    static final int READS_FOR_A_WHOLE_MAIL = 20;

    private final MailAccount account;
    private int mails;
    private boolean contentBegun;
    private int readsLeft;

    SmtpConnection(Session session, MailAccount account) {
        super(session, null);
        this.account = account;
    }

    MailAccount account() {
        return account;
    }

    /** Whether mails of this account in this session may go over it. */
    boolean isFor(Session wanted, MailAccount sender) {
        return session == wanted && account.equals(sender);
    }

    void signIn() throws MessagingException {
        AccessToken token = account.token();
        if (token == null) {
            connect(account.host(), account.port(), emptyToNull(account.username()), emptyToNull(account.secret()));
            return;
        }
        String current = token.current();
        try {
            connect(account.host(), account.port(), account.username(), current);
        } catch (AuthenticationFailedException e) {
            token.refused(current, e);
            throw e;
        }
    }

    /** Signs in first where that was not done. */
    void hand(MimeMessage mail) throws MessagingException {
        contentBegun = false;
        if (mails == 0) {
            signIn();
        }
        mails++;
        sendMessage(mail, mail.getAllRecipients());
    }

    /** How many were handed over, the one that failed included. */
    int mails() {
        return mails;
    }

    /** Whether the server may have the latest mail, whatever it answered. */
    boolean contentBegun() {
        return contentBegun;
    }

    @Override
    protected OutputStream data() throws MessagingException {
        contentBegun = true;
        return super.data();
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        readsLeft = READS_FOR_A_WHOLE_MAIL;
        try {
            super.finishData();
        } finally {
            readsLeft = 0;
        }
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        while (true) {
            try {
                return super.readServerResponse();
            } catch (MessagingException e) {
                readsLeft--;
                if (readsLeft <= 0 || !(e.getNextException() instanceof SocketTimeoutException)) {
                    throw e;
                }
            }
        }
    }

    static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
