package io.vestibule.support;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.MessageIDTerm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPFolder;

/** A person's mail program beside the product, signed in to the same mailbox over IMAP. */
public final class MailProgram implements AutoCloseable {

    private final Store store;

    public MailProgram(int imapPort, String user, String password) {
        try {
            store = Session.getInstance(new Properties()).getStore("imap");
            store.connect("127.0.0.1", imapPort, user, password);
        } catch (MessagingException e) {
            throw new IllegalStateException("The mail program can't sign in as " + user, e);
        }
    }

    /** The person opens a mail: it has been read. */
    public void read(String folder, String messageId) {
        with(folder, messageId, (open, mail) -> mail.setFlag(Flags.Flag.SEEN, true));
    }

    /** The person deletes a mail, and may still think better of it. */
    public void markDeleted(String folder, String messageId) {
        with(folder, messageId, (open, mail) -> mail.setFlag(Flags.Flag.DELETED, true));
    }

    public void move(String folder, String messageId, String to) {
        with(folder, messageId, (open, mail) -> open.moveMessages(new Message[] {mail}, store.getFolder(to)));
    }

    public void copy(String folder, String messageId, String to) {
        with(folder, messageId, (open, mail) -> open.copyMessages(new Message[] {mail}, store.getFolder(to)));
    }

    /** Lays a mail into a folder, as filters of a server do; it arrived on its own date. */
    public void lay(TestMail mail, String folder) {
        try {
            MimeMessage message = new MimeMessage((Session) null, new ByteArrayInputStream(mail.bytes()));
            store.getFolder(folder).appendMessages(new Message[] {message});
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** UIDVALIDITY and UID of the mail that arrives next. */
    public String nextNumber(String folder) {
        try (IMAPFolder open = (IMAPFolder) store.getFolder(folder)) {
            open.open(Folder.READ_ONLY);
            return open.getUIDValidity() + ":" + open.getUIDNext();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The mail as the server hands it out. */
    public byte[] bytes(String folder, String messageId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        with(folder, messageId, (open, mail) -> {
            try {
                mail.writeTo(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return bytes.toByteArray();
    }

    public int count(String folder) {
        try (Folder open = store.getFolder(folder)) {
            open.open(Folder.READ_ONLY);
            return open.getMessageCount();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Subjects of the mails that nobody has opened. */
    public List<String> unread(String folder) {
        try (Folder open = store.getFolder(folder)) {
            open.open(Folder.READ_ONLY);
            List<String> subjects = new ArrayList<>();
            for (Message mail : open.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false))) {
                subjects.add(mail.getSubject());
            }
            return subjects;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    public void createFolder(String name) {
        try {
            if (!store.getFolder(name).create(Folder.HOLDS_MESSAGES)) {
                throw new IllegalStateException("No folder " + name);
            }
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    public void deleteFolder(String name) {
        try {
            if (!store.getFolder(name).delete(true)) {
                throw new IllegalStateException(name + " stays");
            }
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    public void renameFolder(String name, String to) {
        try {
            if (!store.getFolder(name).renameTo(store.getFolder(to))) {
                throw new IllegalStateException(name + " keeps its name");
            }
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Deed {
        void with(IMAPFolder open, Message mail) throws MessagingException;
    }

    private void with(String folder, String messageId, Deed deed) {
        try {
            IMAPFolder open = (IMAPFolder) store.getFolder(folder);
            open.open(Folder.READ_WRITE);
            Message[] found = open.search(new MessageIDTerm(messageId));
            if (found.length != 1) {
                throw new IllegalStateException(found.length + " mails " + messageId + " in " + folder);
            }
            deed.with(open, found[0]);
            open.close(false);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
