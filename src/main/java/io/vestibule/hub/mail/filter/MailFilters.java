package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.List;
import java.util.Optional;

/** The filters in their order. Reports come before auto-replies, because a report is also one. */
public final class MailFilters {

    private static final List<MailFilter> IN_ORDER = List.of(
            new ProbeFilter(),
            new OwnMailFilter(),
            new ComplaintFilter(),
            new BounceFilter(),
            new ReadReceiptFilter(),
            new AutoReplyFilter(),
            new SenderFilter(),
            new EncryptedFilter());

    private MailFilters() {}

    /** @param detail what gave it away, in words */
    public record Stopped(MailRefusal refusal, String detail) {}

    /** The first objection; empty when the mail may become a request or comment. */
    public static Optional<Stopped> objection(ParsedMail mail, MailContext context) {
        return IN_ORDER.stream()
                .flatMap(filter -> filter.objection(mail, context).stream())
                .findFirst();
    }
}
