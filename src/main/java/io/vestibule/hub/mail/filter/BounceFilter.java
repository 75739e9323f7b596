package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.filter.MailFilters.Stopped;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.util.Optional;
import java.util.stream.Collectors;

/** A mail server tells that a mail could not be delivered, in the standard form or in its own words. */
final class BounceFilter implements MailFilter {

    /** Recipients of one report whose fate is told. */
    private static final int NAMED = 10;

    @Override
    public Optional<Stopped> objection(ParsedMail mail, MailContext context) {
        if (!isReport(mail)) {
            return Optional.empty();
        }
        String detail = mail.reports().isEmpty()
                ? "A mail server reports: " + mail.subject()
                : mail.reports().stream().limit(NAMED).map(BounceFilter::words).collect(Collectors.joining(" "));
        return Optional.of(new Stopped(MailRefusal.BOUNCE, detail));
    }

    /** Whether a mail server tells about the delivery of another mail. */
    static boolean isReport(ParsedMail mail) {
        DeliveryReport report = mail.report();
        if (report != null && report.kind().equals("delivery-status")) {
            return true;
        }
        return mail.header("Content-Type")
                .filter(type -> Machine.lower(type).contains("report-type=delivery-status"))
                .isPresent();
    }

    private static String words(DeliveryReport report) {
        return "Delivery to %s %s%s%s"
                .formatted(
                        report.recipient() == null ? "a recipient" : report.recipient(),
                        report.action() == null ? "failed" : report.action(),
                        report.status() == null ? "" : " (" + report.status() + ")",
                        report.words() == null ? "." : ": " + report.words());
    }
}
