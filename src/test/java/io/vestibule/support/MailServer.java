package io.vestibule.support;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A real SMTP and IMAP server on 127.0.0.1. A subaddress ({@code firm+key@}) arrives in the mailbox of the plain
 * address; an address nobody made gets a mailbox at its first mail, with the address as login and password.
 */
public final class MailServer implements AutoCloseable {

    private final GreenMail server;

    public static MailServer onRandomPorts() {
        return new MailServer(0, 0);
    }

    public MailServer(int smtpPort, int imapPort) {
        server = new GreenMail(new ServerSetup[] {
            setup(smtpPort, ServerSetup.PROTOCOL_SMTP), setup(imapPort, ServerSetup.PROTOCOL_IMAP)
        });
        server.start();
        deliverSubaddresses(true);
    }

    private static ServerSetup setup(int port, String protocol) {
        var setup = new ServerSetup(port, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(20_000);
        return setup;
    }

    /** Off: a subaddress is a mailbox of its own, as with a provider that doesn't know plus addresses. */
    public void deliverSubaddresses(boolean on) {
        var users = server.getUserManager();
        users.setMessageDeliveryHandler(
                (message, address) -> mailbox(users, on ? plain(address.getEmail()) : address.getEmail()));
    }

    private static GreenMailUser mailbox(UserManager users, String address) throws UserException {
        var user = users.getUserByEmail(address);
        return user != null ? user : users.createUser(address, address, address);
    }

    private static String plain(String address) {
        var lower = address.toLowerCase(Locale.ROOT);
        var at = lower.lastIndexOf('@');
        var plus = lower.indexOf('+');
        return plus > 0 && plus < at ? lower.substring(0, plus) + lower.substring(at) : lower;
    }

    public int smtpPort() {
        return server.getSmtp().getPort();
    }

    public int imapPort() {
        return server.getImap().getPort();
    }

    /** A mailbox with this password, its login being the address. */
    public void addMailbox(String address, String password) {
        server.setUser(address.toLowerCase(Locale.ROOT), address.toLowerCase(Locale.ROOT), password);
    }

    /** Hands the mail over by SMTP, byte for byte as built. */
    public void send(TestMail mail) {
        mail.recipients().forEach(to -> sendRaw(mail.envelopeFrom(), to, mail.bytes()));
    }

    /**
     * Hands any bytes over by SMTP, also such as are no valid mail. GreenMail refuses the empty sender of a bounce at
     * its SMTP door, so such a mail is laid into the mailbox with the Return-Path a real server would write.
     */
    public void sendRaw(String envelopeFrom, String to, byte[] bytes) {
        if (!envelopeFrom.isEmpty()) {
            new SmtpDelivery(smtpPort()).send(envelopeFrom, List.of(to), bytes);
            return;
        }
        var stream = new SequenceInputStream(
                new ByteArrayInputStream("Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII)),
                new ByteArrayInputStream(bytes));
        try {
            mailbox(server.getUserManager(), plain(to)).deliver(new MimeMessage((Session) null, stream));
        } catch (MessagingException | UserException e) {
            throw new IllegalStateException("Can't lay the mail into the mailbox of " + to, e);
        }
    }

    /** Every mail in the mailbox of this address, oldest first; empty when nobody ever wrote there. */
    public List<MimeMessage> mailsOf(String address) {
        var user = server.getUserManager().getUserByEmail(address.toLowerCase(Locale.ROOT));
        if (user == null) {
            return List.of();
        }
        try {
            var inbox = server.getManagers().getImapHostManager().getInbox(user);
            return inbox.getNonDeletedMessages().stream()
                    .map(stored -> stored.getMimeMessage())
                    .toList();
        } catch (FolderException e) {
            throw new IllegalStateException("Can't open the mailbox of " + address, e);
        }
    }

    /** Every mail in every mailbox, in no certain order. */
    public List<MimeMessage> allMails() {
        return Arrays.asList(server.getReceivedMessages());
    }

    public List<String> addresses() {
        return server.getUserManager().listUser().stream()
                .map(GreenMailUser::getEmail)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        server.stop();
    }
}
