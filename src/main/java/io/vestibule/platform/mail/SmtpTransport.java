package io.vestibule.platform.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import java.util.Properties;
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
 * product runs, and their credentials must not be part of an endpoint address, so the session is made per mail.
 */
@Component("smtpTransport")
public class SmtpTransport {

    static final String ACCOUNT = "mailAccount";

    /** Where the connection is made with; absent for the configured account. */
    static final String SOCKETS = "mailSockets";

    private static final String CONNECT_MILLIS = "10000";
    private static final String READ_MILLIS = "30000";
    private static final int FIRST_PERMANENT_REPLY = 500;

    /** Enhanced status codes (RFC 3463) and words of servers that let a sender send only so much. */
    private static final Pattern OUR_QUOTA =
            Pattern.compile("\\b[45]\\.4\\.5\\b|\\b(?:quota|limit|rate)\\b", Pattern.CASE_INSENSITIVE);

    /** "Message size exceeds fixed limit" is about the mail. */
    private static final Pattern SIZE = Pattern.compile("\\bsize\\b|\\b5\\.3\\.4\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern OUR_RIGHTS = Pattern.compile("\\b5\\.7\\.\\d");

    private final MailComposer composer;

    SmtpTransport(MailComposer composer) {
        this.composer = composer;
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
        try (Transport transport =
                Session.getInstance(properties(account, sockets)).getTransport("smtp")) {
            connect(transport, account);
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

    private static void connect(Transport transport, MailAccount account) throws MessagingException {
        AccessToken token = account.token();
        if (token == null) {
            transport.connect(
                    account.host(), account.port(), emptyToNull(account.username()), emptyToNull(account.secret()));
            return;
        }
        String current = token.current();
        try {
            transport.connect(account.host(), account.port(), account.username(), current);
        } catch (AuthenticationFailedException e) {
            token.refused(current, e);
            throw e;
        }
    }

    private MailOutcome attempt(MailAccount account, @Nullable SocketFactory sockets, OutgoingMail mail) {
        Session session = Session.getInstance(properties(account, sockets));
        try {
            MimeMessage message = composer.compose(session, account, mail);
            try (Transport transport = session.getTransport("smtp")) {
                connect(transport, account);
                transport.sendMessage(message, message.getAllRecipients());
            }
            return new MailOutcome.Sent(mail.messageId());
        } catch (AddressException e) {
            return new MailOutcome.Refused("An address is not valid: " + words(e));
        } catch (NoAccessToken e) {
            return new MailOutcome.TryLater(words(e));
        } catch (AuthenticationFailedException e) {
            return new MailOutcome.TryLater(account.host() + " refused the sign-in of " + account.fromAddress() + ".");
        } catch (MessagingException e) {
            return outcome(account, e);
        }
    }

    private static Properties properties(MailAccount account, @Nullable SocketFactory sockets) {
        Properties properties = new Properties();
        if (sockets != null) {
            properties.put("mail.smtp.socketFactory", sockets);
            // Without this a refused address would be tried again around the check.
            properties.put("mail.smtp.socketFactory.fallback", "false");
        }
        properties.put("mail.smtp.connectiontimeout", CONNECT_MILLIS);
        properties.put("mail.smtp.timeout", READ_MILLIS);
        properties.put("mail.smtp.writetimeout", READ_MILLIS);
        properties.put("mail.smtp.from", account.fromAddress());
        properties.put("mail.smtp.auth", Boolean.toString(emptyToNull(account.username()) != null));
        if (account.token() != null) {
            properties.put("mail.smtp.auth.mechanisms", "XOAUTH2");
        }
        properties.put("mail.smtp.ssl.enable", Boolean.toString(account.security() == MailSecurity.TLS));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.starttls.enable", Boolean.toString(account.security() == MailSecurity.STARTTLS));
        properties.put("mail.smtp.starttls.required", Boolean.toString(account.security() == MailSecurity.STARTTLS));
        return properties;
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

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
