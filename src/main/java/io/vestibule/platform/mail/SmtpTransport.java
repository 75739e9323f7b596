package io.vestibule.platform.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The last step of the route {@code send-mail}: speaks SMTP with the account's server. Accounts come and go while the
 * product runs, and their credentials must not be part of an endpoint address. A mail whose content was on its way is
 * never tried again here: whether the server has it, nobody knows.
 */
@Component("smtpTransport")
public class SmtpTransport {

    static final String ACCOUNT = "mailAccount";

    /** Where the connection is made with; absent for the configured account. */
    static final String SOCKETS = "mailSockets";

    private static final int FIRST_PERMANENT_REPLY = 500;

    /** Enhanced status codes (RFC 3463) and words of servers that let a sender send only so much. */
    private static final Pattern OUR_QUOTA =
            Pattern.compile("\\b[45]\\.4\\.5\\b|\\b(?:quota|limit|rate)\\b", Pattern.CASE_INSENSITIVE);

    /** "Message size exceeds fixed limit" is about the mail. */
    private static final Pattern SIZE = Pattern.compile("\\bsize\\b|\\b5\\.3\\.4\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern OUR_RIGHTS = Pattern.compile("\\b5\\.7\\.\\d");

    private final MailComposer composer;
    private final SmtpConnections connections;

    SmtpTransport(MailComposer composer, SmtpConnections connections) {
        this.composer = composer;
        this.connections = connections;
    }

    /** Called by the route; sends the mail and leaves the outcome as the body. */
    public void send(
            @ExchangeProperty(ACCOUNT) MailAccount account,
            @ExchangeProperty(SOCKETS) @Nullable SocketFactory sockets,
            @Body OutgoingMail mail,
            Exchange exchange) {
        exchange.getMessage().setBody(attempt(account, sockets, mail));
    }

    /** Signs in and leaves again without a mail; answers with what went wrong. */
    Optional<String> refusal(MailAccount account, @Nullable SocketFactory sockets) {
        try (SmtpConnection connection = new SmtpConnection(connections.session(account, sockets), account)) {
            connection.signIn();
            return Optional.empty();
        } catch (NoAccessToken e) {
            return Optional.of(words(e));
        } catch (AuthenticationFailedException e) {
            return Optional.of(account.host() + " refused the sign-in for sending (" + words(e)
                    + "). Check the SMTP user and password.");
        } catch (MessagingException e) {
            return Optional.of("Mail can't be sent through %s:%d (%s). Check the SMTP host, port and security."
                    .formatted(account.host(), account.port(), words(e)));
        }
    }

    MailOutcome attempt(MailAccount account, @Nullable SocketFactory sockets, OutgoingMail mail) {
        Session session = connections.session(account, sockets);
        MimeMessage message;
        try {
            message = composer.compose(session, account, mail);
        } catch (AddressException e) {
            return new MailOutcome.Refused("An address is not valid: " + words(e));
        } catch (MessagingException e) {
            return outcome(account, e);
        }
        return overKept(session, account, message).orElseGet(() -> over(new SmtpConnection(session, account), message));
    }

    /** Empty where none was kept, or it was of no use any more: then the server can't have taken the mail. */
    private Optional<MailOutcome> overKept(Session session, MailAccount account, MimeMessage message) {
        return connections.kept(session, account).flatMap(kept -> {
            MailOutcome outcome = over(kept, message);
            boolean useless = outcome instanceof MailOutcome.TryLater && !kept.contentBegun();
            return useless ? Optional.empty() : Optional.of(outcome);
        });
    }

    private MailOutcome over(SmtpConnection connection, MimeMessage message) {
        MailAccount account = connection.account();
        boolean taken = false;
        try {
            connection.hand(message);
            taken = true;
            return new MailOutcome.Sent(message.getMessageID());
        } catch (NoAccessToken e) {
            return new MailOutcome.TryLater(words(e));
        } catch (AuthenticationFailedException e) {
            return new MailOutcome.TryLater(account.host() + " refused the sign-in of " + account.fromAddress() + ".");
        } catch (MessagingException e) {
            return outcome(account, e);
        } finally {
            connections.giveBack(connection, taken);
        }
    }

    /** A 5xx answer is final, unless it is about us (sender, rights, quota) and not about this mail and whom it is to. */
    private static MailOutcome outcome(MailAccount account, MessagingException failure) {
        for (Throwable e = failure; e != null; e = next(e)) {
            if (replyCode(e) >= FIRST_PERMANENT_REPLY) {
                return isAboutUs(e)
                        ? new MailOutcome.TryLater(
                                account.host() + " takes no mail of " + account.fromAddress() + " now: " + words(e))
                        : new MailOutcome.Refused(words(e));
            }
        }
        boolean noValidAddress = failure instanceof SendFailedException sent
                && sent.getInvalidAddresses() != null
                && sent.getInvalidAddresses().length > 0
                && replyCode(failure) == 0
                && failure.getNextException() == null;
        return noValidAddress
                ? new MailOutcome.Refused(words(failure))
                : new MailOutcome.TryLater(
                        account.host() + ":" + account.port() + " did not take it: " + words(failure));
    }

    private static boolean isAboutUs(Throwable e) {
        if (OUR_QUOTA.matcher(words(e)).find() && !SIZE.matcher(words(e)).find()) {
            return true;
        }
        return e instanceof SMTPSendFailedException failed
                && (failed.getCommand().startsWith("MAIL")
                        || OUR_RIGHTS.matcher(words(e)).find());
    }

    private static @Nullable Throwable next(Throwable e) {
        Exception next = e instanceof MessagingException messaging ? messaging.getNextException() : null;
        return next;
    }

    private static int replyCode(Throwable e) {
        return switch (e) {
            case SMTPSendFailedException failed -> failed.getReturnCode();
            case SMTPAddressFailedException failed -> failed.getReturnCode();
            case SMTPSenderFailedException failed -> failed.getReturnCode();
            default -> 0;
        };
    }

    private static String words(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.strip().replaceAll("\\s+", " ");
    }
}
