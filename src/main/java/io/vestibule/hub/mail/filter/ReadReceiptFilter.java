package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.filter.MailFilters.Stopped;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.util.Optional;

/** A mail program's note that a mail was read or deleted (RFC 8098). */
final class ReadReceiptFilter implements MailFilter {

    @Override
    public Optional<Stopped> objection(ParsedMail mail, MailContext context) {
        DeliveryReport report = mail.report();
        return report != null && report.kind().equals("disposition-notification")
                ? Optional.of(new Stopped(MailRefusal.READ_RECEIPT, "A read receipt: " + mail.subject()))
                : Optional.empty();
    }
}
