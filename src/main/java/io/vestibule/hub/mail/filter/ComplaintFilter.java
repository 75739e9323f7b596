package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.filter.MailFilters.Stopped;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.util.Optional;

/** A mail provider tells that somebody marked one of our mails as unwanted (RFC 5965). */
final class ComplaintFilter implements MailFilter {

    @Override
    public Optional<Stopped> objection(ParsedMail mail, MailContext context) {
        DeliveryReport report = mail.report();
        if (report == null || !report.kind().equals("feedback-report")) {
            return Optional.empty();
        }
        String who = report.recipient() == null ? "Somebody" : report.recipient();
        return Optional.of(new Stopped(MailRefusal.COMPLAINT, who + " marked a mail as unwanted: " + mail.subject()));
    }
}
