package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.Connection;
import io.vestibule.platform.mail.AccessToken;
import io.vestibule.platform.mail.MailAccount;
import io.vestibule.platform.mail.MailSecurity;
import io.vestibule.platform.mail.NoAccessToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox of the firm, as its connection describes it; the connector is one that receives mail.
 *
 * @param name of the connection
 * @param address in lower case; what clients write to
 * @param client whose mailbox it is, null = the whole firm's
 * @param folders that are read; over POP3 there is but one
 * @param deletes whether a mail is deleted at the server once it is stored; over POP3 only
 * @param token in place of a password, for reading and sending; null where passwords are used
 * @param doneFolder where mail is moved that came to an end, null = it stays; not over POP3
 * @param heldFolder the same for mail that waits for a person
 * @param replies how answers find their request
 * @param strangers what becomes of mail of people whom no client has
 * @param handedOnBy addresses of web forms and lists, which hand on what others wrote; in lower case
 * @param answersStatusChecks whether mails that only ask how a request stands are answered at once
 * @param files which files of a mail are taken
 * @param receivers names of the firm's receiving servers, whose findings about a mail count
 */
public record Mailbox(
        String name,
        String address,
        String fromName,
        @Nullable ClientId client,
        Protocol protocol,
        Server reading,
        List<String> folders,
        boolean deletes,
        @Nullable String doneFolder,
        @Nullable String heldFolder,
        Server smtp,
        @Nullable AccessToken token,
        ReplyAddresses replies,
        Strangers strangers,
        List<String> handedOnBy,
        boolean answersStatusChecks,
        FileLimits files,
        List<String> receivers,
        boolean enabled,
        long version) {

    static final String INBOX = "INBOX";

    /** What becomes of mail of people whom no client has. */
    public enum Strangers {
        /** It waits for a person. */
        HOLD,
        /** They become contacts of the client whose mailbox it is. */
        CONTACT,
        /** They are told that the mailbox is for known people. */
        REFUSE
    }

    /** How mail is fetched. */
    public enum Protocol {
        IMAP,
        POP3;

        private int port(MailSecurity security) {
            boolean tls = security == MailSecurity.TLS;
            return switch (this) {
                case IMAP -> tls ? 993 : 143;
                case POP3 -> tls ? 995 : 110;
            };
        }
    }

    /** One side of the mailbox's server; prints without its secret. */
    public record Server(
            String host,
            int port,
            MailSecurity security,
            @Nullable String user,
            @Nullable String secret) {

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    static Mailbox of(Connection connection, boolean working, @Nullable AccessToken token) {
        Fields fields = new Fields(connection.settings(), connection.secrets());
        String address = fields.text("address", connection.account()).toLowerCase(Locale.ROOT);
        Protocol protocol = fields.text("protocol", "imap").equals("pop3") ? Protocol.POP3 : Protocol.IMAP;
        MailSecurity imapSecurity = fields.security("imapSecurity");
        MailSecurity smtpSecurity = fields.security("smtpSecurity");
        String user = fields.text("imapUser", address);
        String secret = fields.secret("imapPassword");
        return new Mailbox(
                connection.name(),
                address,
                fields.text("fromName", address),
                connection.client(),
                protocol,
                new Server(
                        fields.text("imapHost", ""),
                        fields.port("imapPort", protocol.port(imapSecurity)),
                        imapSecurity,
                        user,
                        secret),
                protocol == Protocol.POP3 ? List.of(INBOX) : fields.folders("imapFolder"),
                protocol == Protocol.POP3 && fields.text("afterReading", "keep").equals("delete"),
                protocol == Protocol.POP3 ? null : fields.optional("doneFolder"),
                protocol == Protocol.POP3 ? null : fields.optional("heldFolder"),
                new Server(
                        fields.text("smtpHost", fields.text("imapHost", "")),
                        fields.port("smtpPort", smtpSecurity == MailSecurity.TLS ? 465 : 587),
                        smtpSecurity,
                        token == null ? fields.smtpUser(user, secret) : user,
                        fields.smtpSecret(secret)),
                token,
                ReplyAddresses.of(address, fields.text("replyMode", "none"), fields.text("replyPattern", "")),
                fields.strangers("unknownSenders"),
                fields.list("handedOnBy"),
                !fields.text("statusChecks", "answer").equals("people"),
                fields.files(),
                fields.list("receivingServers"),
                working,
                connection.version());
    }

    /** The account mail from this mailbox leaves through. */
    public MailAccount account() {
        return new MailAccount(
                smtp.host(), smtp.port(), smtp.security(), smtp.user(), smtp.secret(), token, address, fromName);
    }

    /** What stands for the password now. */
    @Nullable
    String readingSecret() throws NoAccessToken {
        return token == null ? reading.secret() : token.current();
    }

    @Override
    public String toString() {
        return "Mailbox[" + name + ", " + address + "]";
    }

    /** The values as entered; empty ones count as not entered. */
    private record Fields(Map<String, String> settings, Map<String, String> secrets) {

        String text(String name, String otherwise) {
            String value = settings.getOrDefault(name, "").strip();
            return value.isEmpty() ? otherwise : value;
        }

        @Nullable
        String optional(String name) {
            String value = text(name, "");
            return value.isEmpty() ? null : value;
        }

        /** Separated by commas or spaces, in lower case. */
        List<String> list(String name) {
            return Stream.of(text(name, "").toLowerCase(Locale.ROOT).split("[,\\s]+"))
                    .filter(entry -> !entry.isEmpty())
                    .toList();
        }

        /** Separated by commas, each once; a name may have spaces. */
        List<String> folders(String name) {
            List<String> folders = new ArrayList<>();
            for (String entry : text(name, INBOX).split(",")) {
                String folder = entry.strip();
                if (!folder.isEmpty() && folders.stream().noneMatch(other -> isSame(other, folder))) {
                    folders.add(folder);
                }
            }
            return folders.isEmpty() ? List.of(INBOX) : List.copyOf(folders);
        }

        /** The name of this one folder counts in any case. */
        private static boolean isSame(String one, String other) {
            return one.equals(other) || (one.equalsIgnoreCase(INBOX) && other.equalsIgnoreCase(INBOX));
        }

        @Nullable
        String secret(String name) {
            String value = secrets.getOrDefault(name, "");
            return value.isEmpty() ? null : value;
        }

        Strangers strangers(String name) {
            return switch (text(name, "hold")) {
                case "contact" -> Strangers.CONTACT;
                case "refuse" -> Strangers.REFUSE;
                default -> Strangers.HOLD;
            };
        }

        int port(String name, int otherwise) {
            String value = text(name, "");
            return value.matches("\\d{1,5}") ? Integer.parseInt(value) : otherwise;
        }

        FileLimits files() {
            FileLimits usual = FileLimits.USUAL;
            return new FileLimits(
                    megabytes("fileMegabytes", usual.fileBytes()),
                    megabytes("mailMegabytes", usual.mailBytes()),
                    number("files", usual.files()),
                    !text("macros", "hold").equals("take"));
        }

        private long megabytes(String name, long otherwise) {
            return number(name, Math.toIntExact(otherwise / FileLimits.MEGABYTE)) * FileLimits.MEGABYTE;
        }

        private int number(String name, int otherwise) {
            String value = text(name, "");
            return value.matches("\\d{1,4}") ? Integer.parseInt(value) : otherwise;
        }

        MailSecurity security(String name) {
            return switch (text(name, "tls").toLowerCase(Locale.ROOT)) {
                case "none" -> MailSecurity.NONE;
                case "starttls" -> MailSecurity.STARTTLS;
                default -> MailSecurity.TLS;
            };
        }

        /** SMTP signs in as IMAP does unless it has a user of its own. */
        @Nullable
        String smtpUser(String imapUser, @Nullable String imapSecret) {
            return smtpSecret(imapSecret) == null ? null : text("smtpUser", imapUser);
        }

        @Nullable
        String smtpSecret(@Nullable String imapSecret) {
            String own = secret("smtpPassword");
            return own != null ? own : imapSecret;
        }
    }
}
