package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.filter.MailFilters.Stopped;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.Optional;

/** A mail by which we tried out a mailbox. Only one from our own address counts: others could hide mails so. */
final class ProbeFilter implements MailFilter {

    @Override
    public Optional<Stopped> objection(ParsedMail mail, MailContext context) {
        MailAddress from = mail.from();
        return mail.header(MailContext.PROBE).isPresent()
                        && from != null
                        && context.ownAddress().test(from.email())
                ? Optional.of(new Stopped(MailRefusal.PROBE, "We sent it to ourselves to try out the mailbox."))
                : Optional.empty();
    }
}
