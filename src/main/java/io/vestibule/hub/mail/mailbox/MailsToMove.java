package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.database.Database;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Where received mails lie at their servers, and which of them belong into another folder by now. */
@Repository
class MailsToMove {

    private static final int AT_ONCE = 200;

    private final Database hubDatabase;

    MailsToMove(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** A received mail, by where it was last seen. */
    record Lying(String folder, String number, String externalId) {}

    /**
     * A mail that was moved, or is no longer there.
     *
     * @param folder where it lies now; null = unknown, nothing more is done about it
     */
    record Moved(
            Lying mail, @Nullable String folder, @Nullable String number) {}

    /** Those that came to an end; one that is dead needs a person and stays where it is. */
    List<Lying> done(Mailbox mailbox, String to) {
        return lying(mailbox, to, "m.state in ('APPLIED', 'IGNORED', 'REFUSED')");
    }

    /** Those that wait for a person. */
    List<Lying> held(Mailbox mailbox, String to) {
        return lying(mailbox, to, "m.state = 'HELD'");
    }

    /** Those in the folders of now, by numbers of IMAP: it may have been read from another one or over POP3 before. */
    private List<Lying> lying(Mailbox mailbox, String to, String state) {
        return hubDatabase
                .sql("""
                        select s.folder, s.number, s.external_id from hub.mailbox_seen s
                        join hub.inbox_message m on m.app = s.connection and m.external_id = s.external_id
                        where s.connection = :connection and s.moved_at is null
                          and s.folder = any(:folders) and s.folder <> :to
                          and s.number ~ '^[0-9]+:[0-9]+$' and %s
                        order by s.seen_at limit :most
                        """.formatted(state))
                .param("connection", mailbox.name())
                .param("folders", folders(mailbox))
                .param("to", to)
                .param("most", AT_ONCE)
                .query(Lying.class)
                .list();
    }

    private static String[] folders(Mailbox mailbox) {
        return Stream.concat(mailbox.folders().stream(), Stream.ofNullable(mailbox.heldFolder()))
                .toArray(String[]::new);
    }

    void moved(Mailbox mailbox, Moved moved) {
        Lying mail = moved.mail();
        hubDatabase
                .sql("""
                        update hub.mailbox_seen set moved_at = clock_timestamp()
                        where connection = :connection and folder = :folder and number = :number
                        """)
                .param("connection", mailbox.name())
                .param("folder", mail.folder())
                .param("number", mail.number())
                .update();
        if (moved.folder() != null && moved.folder().equals(mailbox.heldFolder())) {
            hubDatabase
                    .sql("""
                            insert into hub.mailbox_seen (connection, folder, number, external_id)
                            values (:connection, :folder, :number, :externalId) on conflict do nothing
                            """)
                    .param("connection", mailbox.name())
                    .param("folder", moved.folder())
                    .param("number", moved.number())
                    .param("externalId", mail.externalId())
                    .update();
        }
    }
}
