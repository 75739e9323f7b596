package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.filter.MailFilters.Stopped;
import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.Optional;

/** A mail that can't be read here is no request that anybody could answer: a person decides. */
final class EncryptedFilter implements MailFilter {

    @Override
    public Optional<Stopped> objection(ParsedMail mail, MailContext context) {
        return mail.protection().hidesText()
                ? Optional.of(
                        new Stopped(
                                MailRefusal.ENCRYPTED,
                                mail.protection().words()
                                        + " Ask the sender to write without, or let it in to open a request with the encrypted file."))
                : Optional.empty();
    }
}
