package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.mail.MailAccount;
import io.vestibule.platform.mail.SystemMailAccountSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Offers the firm's first mailbox for sign-in and invitation mails when the configuration names no account. */
@Component
class FirmMailAccount implements SystemMailAccountSource {

    private final Mailboxes mailboxes;

    FirmMailAccount(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    @Override
    public Optional<MailAccount> account() {
        return mailboxes.writing(null, null).map(Mailbox::account);
    }
}
