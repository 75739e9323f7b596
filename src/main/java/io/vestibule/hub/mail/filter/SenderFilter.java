package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.filter.MailFilters.Stopped;
import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.Optional;

/** A mail without a readable sender belongs to nobody until a person says so. */
final class SenderFilter implements MailFilter {

    @Override
    public Optional<Stopped> objection(ParsedMail mail, MailContext context) {
        return mail.from() == null
                ? Optional.of(new Stopped(
                        MailRefusal.NO_SENDER,
                        "The mail names no readable sender. Look at the original and say whose it is."))
                : Optional.empty();
    }
}
