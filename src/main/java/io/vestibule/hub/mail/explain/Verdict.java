package io.vestibule.hub.mail.explain;

import io.vestibule.hub.mail.filter.Machine;
import io.vestibule.hub.mail.filter.MailContext;
import io.vestibule.hub.mail.filter.MailFilters;
import io.vestibule.hub.mail.filter.MailFilters.Stopped;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.reply.Reply;
import io.vestibule.hub.mail.status.StatusCheck;
import io.vestibule.hub.mail.status.StatusCheck.Reading.Asks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What intake would do with a mail, as far as the mail alone decides it.
 *
 * @param intake {@code request-or-comment}, or {@code ignored: <reason>}, or {@code held: <reason>}
 * @param why what says so, in words
 */
record Verdict(String intake, List<String> why) {

    /** Nothing is known here of mailboxes and of mails that were sent. */
    private static final MailContext NOTHING_KNOWN = new MailContext(address -> false, id -> false);

    private static final StatusCheck.About NO_REQUEST = new StatusCheck.About("", "");

    private static final StatusCheck STATUS_CHECK = new StatusCheck(List.of("en", "de", "fr", "es", "it"));

    static Verdict of(ParsedMail mail, Reply reply) {
        List<String> why = new ArrayList<>(mail.problems());
        if (!mail.protection().words().isEmpty()) {
            why.add(mail.protection().words());
        }
        mail.skipped().forEach(file -> why.add(file.name() + " is left out: " + file.reason()));
        Optional<Stopped> stopped = MailFilters.objection(mail, NOTHING_KNOWN);
        stopped.ifPresent(objection -> why.add(objection.detail()));
        String machine = Machine.reason(mail, NOTHING_KNOWN);
        if (machine != null) {
            why.add("It is never answered automatically (" + machine + ").");
        }
        if (stopped.isEmpty()) {
            why.add(
                    "No filter stops it: it becomes a comment where it answers a mail of a request its sender takes part"
                            + " in, else a new request of the sender's client; a sender nobody knows is held.");
        }
        if (stopped.isEmpty() && STATUS_CHECK.read(mail, reply, NO_REQUEST) instanceof Asks asks) {
            why.add("It only asks how a request stands (" + asks.language()
                    + "): answered automatically where its sender is proved and takes part in that request.");
        }
        return new Verdict(stopped.map(Verdict::named).orElse("request-or-comment"), List.copyOf(why));
    }

    private static String named(Stopped stopped) {
        return (stopped.refusal().asksAPerson() ? "held: " : "ignored: ")
                + stopped.refusal().symbol();
    }
}
