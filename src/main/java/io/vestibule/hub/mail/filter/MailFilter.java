package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.Optional;

/** One question about a mail. A filter has no effect; the first one that objects decides. */
@FunctionalInterface
interface MailFilter {

    Optional<MailFilters.Stopped> objection(ParsedMail mail, MailContext context);
}
