package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.filter.MailFilters.Stopped;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.Optional;

/** Our own mail coming back, by forwarders, copies to ourselves or loops. */
final class OwnMailFilter implements MailFilter {

    @Override
    public Optional<Stopped> objection(ParsedMail mail, MailContext context) {
        String mark = mail.header(MailContext.OWN_MARK)
                .map(value -> value.replaceAll("[<>\\s]", ""))
                .orElse("");
        if (!mark.isEmpty() && context.sentByUs().test(mark)) {
            return stopped("It carries the mark of a mail we sent (" + mark + ").");
        }
        String id = mail.messageId();
        if (id != null && context.sentByUs().test(id)) {
            return stopped("It has the Message-ID of a mail we sent (" + id + ").");
        }
        MailAddress from = mail.from();
        if (from != null && context.ownAddress().test(from.email())) {
            return stopped("Its sender " + from.email() + " is one of our own addresses.");
        }
        return Optional.empty();
    }

    private static Optional<Stopped> stopped(String detail) {
        return Optional.of(new Stopped(MailRefusal.OWN_MAIL, detail));
    }
}
