package io.vestibule.support;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A mail server on 127.0.0.1, for SMTP always GreenMail. A subaddress ({@code firm+key@}) arrives in the mailbox of the
 * plain address; an address nobody made gets a mailbox at its first mail, with the address as login and password. On
 * demand the mailboxes that are made are those of a real Dovecot.
 */
public final class MailServer implements AutoCloseable {

    private final GreenMail server;
    private final @Nullable Dovecot dovecot;
    private final TlsFront smtps;
    private final TlsFront imaps;
    private final TlsFront pop3s;
    private final Set<String> apart = ConcurrentHashMap.newKeySet();

    public static MailServer onRandomPorts() {
        return new MailServer(0, 0);
    }

    /** Mailboxes that were made are read from a Dovecot; they get what is sent to them by SMTP, too. */
    public static MailServer withDovecot() {
        return new MailServer(0, 0, Dovecot.start());
    }

    /** With Dovecot where it is installed: GreenMail's IMAP takes 44 ms for whatever it is asked. */
    public static MailServer asRealAsPossible() {
        return Dovecot.isInstalled() ? withDovecot() : onRandomPorts();
    }

    public MailServer(int smtpPort, int imapPort) {
        this(smtpPort, imapPort, null);
    }

    private MailServer(int smtpPort, int imapPort, @Nullable Dovecot dovecot) {
        this.dovecot = dovecot;
        server = new GreenMail(new ServerSetup[] {
            setup(smtpPort, ServerSetup.PROTOCOL_SMTP),
            setup(imapPort, ServerSetup.PROTOCOL_IMAP),
            setup(0, ServerSetup.PROTOCOL_POP3)
        });
        server.start();
        smtps = new TlsFront(smtpPort());
        imaps = new TlsFront(imapPort());
        pop3s = new TlsFront(pop3Port());
        layMailsIntoMailboxes();
    }

    private static ServerSetup setup(int port, String protocol) {
        var setup = new ServerSetup(port, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(20_000);
        return setup;
    }

    private void layMailsIntoMailboxes() {
        var users = server.getUserManager();
        users.setMessageDeliveryHandler((message, address) -> {
            var plain = plain(address.getEmail());
            var to = apart.contains(plain) ? address.getEmail() : plain;
            if (isAtDovecot(to)) {
                dovecot().deliver(to, bytes(message.getMessage()));
            }
            return mailbox(users, to);
        });
    }

    /**
     * Off: the subaddresses of this address are mailboxes of their own, as with a provider that doesn't know plus addresses.
     * Those of others are delivered all the same: other tests use the same server.
     */
    public void deliverSubaddresses(String address, boolean on) {
        if (on) {
            apart.remove(plain(address));
        } else {
            apart.add(plain(address));
        }
    }

    private boolean isAtDovecot(String address) {
        return dovecot != null && dovecot.has(address);
    }

    private static byte[] bytes(MimeMessage mail) {
        var bytes = new ByteArrayOutputStream();
        try {
            mail.writeTo(bytes);
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** The real server behind the mailboxes. */
    public Dovecot dovecot() {
        return Objects.requireNonNull(dovecot, "The mailboxes are GreenMail's");
    }

    /** Who serves the mailboxes, for people who read figures. */
    public String reader() {
        return dovecot == null
                ? "GreenMail (44 ms for whatever its IMAP is asked: rates say nothing)"
                : "Dovecot " + Dovecot.version();
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
        return dovecot == null ? server.getImap().getPort() : dovecot.imapPort();
    }

    public int pop3Port() {
        return dovecot == null ? server.getPop3().getPort() : dovecot.pop3Port();
    }

    /** These three speak TLS; Dovecot's own, where the mailboxes are there. */
    public int smtpsPort() {
        return smtps.port();
    }

    public int imapsPort() {
        return dovecot == null ? imaps.port() : dovecot.imapsPort();
    }

    public int pop3sPort() {
        return dovecot == null ? pop3s.port() : dovecot.pop3sPort();
    }

    /** All its ports. */
    public List<Integer> ports() {
        return List.of(smtpPort(), imapPort(), pop3Port(), smtpsPort(), imapsPort(), pop3sPort());
    }

    /** A mailbox with this password, its login being the address. */
    public void addMailbox(String address, String password) {
        if (dovecot != null) {
            dovecot.setMailbox(address, password);
        }
        server.setUser(address.toLowerCase(Locale.ROOT), address.toLowerCase(Locale.ROOT), password);
    }

    /** Hands the mail over by SMTP, byte for byte as built. */
    public void send(TestMail mail) {
        mail.recipients().forEach(to -> sendRaw(mail.envelopeFrom(), to, mail.bytes()));
    }

    /**
     * Hands any bytes over by SMTP, also such as are no valid mail. GreenMail refuses the empty sender of a bounce at
     * its SMTP door, and Dovecot has none: into their mailboxes such a mail is laid with the Return-Path that a
     * delivering server would write.
     */
    public void sendRaw(String envelopeFrom, String to, byte[] bytes) {
        if (isAtDovecot(plain(to))) {
            dovecot().deliver(plain(to), delivered(envelopeFrom, bytes));
            return;
        }
        if (!envelopeFrom.isEmpty()) {
            new SmtpDelivery(smtpPort()).send(envelopeFrom, List.of(to), bytes);
            return;
        }
        try {
            mailbox(server.getUserManager(), plain(to))
                    .deliver(new MimeMessage((Session) null, new ByteArrayInputStream(delivered("", bytes))));
        } catch (MessagingException | UserException e) {
            throw new IllegalStateException("Can't lay the mail into the mailbox of " + to, e);
        }
    }

    private static byte[] delivered(String envelopeFrom, byte[] bytes) {
        var mail = new ByteArrayOutputStream();
        mail.writeBytes(("Return-Path: <" + envelopeFrom + ">\r\n").getBytes(StandardCharsets.US_ASCII));
        mail.writeBytes(bytes);
        return mail.toByteArray();
    }

    /** Every mail that came by SMTP for this address, oldest first; empty when nobody ever wrote there. */
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

    /** The plain text of a mail, or the one in its first readable part. */
    public static String textOf(Part mail) throws MessagingException, IOException {
        return partOf(mail, "text/plain").orElse("").replace("\r\n", "\n");
    }

    public static String htmlOf(Part mail) throws MessagingException, IOException {
        return partOf(mail, "text/html").orElse("").replace("\r\n", "\n");
    }

    private static Optional<String> partOf(Part mail, String type) throws MessagingException, IOException {
        if (mail.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                var found = partOf(parts.getBodyPart(i), type);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        return mail.isMimeType(type) ? Optional.of(mail.getContent().toString()) : Optional.empty();
    }

    public List<String> addresses() {
        return server.getUserManager().listUser().stream()
                .map(GreenMailUser::getEmail)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        smtps.close();
        imaps.close();
        pop3s.close();
        server.stop();
        if (dovecot != null) {
            dovecot.close();
        }
    }
}
