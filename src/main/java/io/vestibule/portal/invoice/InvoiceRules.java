package io.vestibule.portal.invoice;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.InvoiceFacts;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Refusal;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an invoice must be like to be stored. Pure: says the refusal, or nothing. */
final class InvoiceRules {

    private static final int LONGEST = 500;
    private static final int LONGEST_URL = 2000;
    private static final int MOST_DIGITS = 24;

    private InvoiceRules() {}

    static Optional<Outcome> refusal(Access access, InvoiceFacts facts, @Nullable ExternalId origin) {
        if (access.isPerson() || !access.may(Permission.CHANGE_CONSOLE)) {
            return Optional.of(notPermitted());
        }
        if (origin == null) {
            return invalid("An invoice needs an origin: the account and the id it has there.");
        }
        if (facts.number().isBlank()) {
            return invalid("data.facts.number is blank; an invoice has a number.");
        }
        if (!facts.total().currency().matches("[A-Z]{3}")) {
            return invalid("data.facts.total.currency is not a currency of ISO 4217 like EUR.");
        }
        if (!facts.total().currency().equals(facts.amountDue().currency())) {
            return invalid("data.facts.total and amountDue have different currencies; an invoice has one.");
        }
        if (isOdd(facts.total().amount()) || isOdd(facts.amountDue().amount())) {
            return invalid("data.facts: an amount has at most " + MOST_DIGITS + " digits.");
        }
        if (facts.sourceUrl() != null && !isWebAddress(facts.sourceUrl())) {
            return invalid("data.facts.sourceUrl is not an https address.");
        }
        return tooLong(facts)
                ? Optional.of(Outcome.refused(
                        Refusal.TOO_LARGE, "A number, reference or source may have " + LONGEST + " characters."))
                : Optional.empty();
    }

    static Outcome notPermitted() {
        return Outcome.refused(Refusal.NOT_PERMITTED, "Nobody edits invoices here; correct it in the ledger.");
    }

    private static boolean isOdd(BigDecimal amount) {
        return amount.precision() > MOST_DIGITS || Math.abs(amount.scale()) > MOST_DIGITS;
    }

    /** It becomes a link on a page: nothing but https, so that no script can hide in it. */
    private static boolean isWebAddress(String url) {
        try {
            URI uri = new URI(url);
            return url.length() <= LONGEST_URL && "https".equals(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean tooLong(InvoiceFacts facts) {
        return facts.number().length() > LONGEST
                || facts.source().length() > LONGEST
                || (facts.reference() != null && facts.reference().length() > LONGEST);
    }

    private static Optional<Outcome> invalid(String detail) {
        return Optional.of(Outcome.refused(Refusal.INVALID_COMMAND, detail));
    }
}
