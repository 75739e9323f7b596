package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.filter.MailFilters.Stopped;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A mail server tells that a mail could not be delivered, in the standard form or in its own words. */
final class BounceFilter implements MailFilter {

    /** Recipients of one report whose fate is told. */
    private static final int NAMED = 10;

    private static final Pattern SUBJECT = Pattern.compile(
            "(?:undeliver(?:able|ed)|delivery (?:status notification|failure|has failed|incomplete|delayed)|"
                    + "mail delivery (?:failed|system|subsystem)|returned mail|failure notice|non[- ]?delivery|"
                    + "message could not be delivered|unzustellbar|nicht zustellbar|non remis|échec de la remise|"
                    + "no se puede entregar|mancato recapito|onbestelbaar|niet bezorgd|nie dostarczono)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

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
        boolean reportType = mail.header("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("report-type=delivery-status"))
                .isPresent();
        boolean failedRecipients = mail.header("X-Failed-Recipients").isPresent();
        boolean postmaster = Machine.isNullSender(mail) || Machine.isMailSystem(mail);
        return reportType
                || failedRecipients
                || (postmaster && SUBJECT.matcher(mail.subject()).find());
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
