package io.vestibule.hub.mail.parse;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox as a header names it.
 *
 * @param name display name, null when there is none
 * @param email in lower case, without angle brackets
 */
public record MailAddress(@Nullable String name, String email) {

    public MailAddress {
        email = email.strip().toLowerCase(Locale.ROOT);
    }

    /** What stands before the last at sign; the whole text when there is none. */
    public String localPart() {
        int at = email.lastIndexOf('@');
        return at < 0 ? email : email.substring(0, at);
    }

    /** What stands behind the last at sign; empty when there is none. */
    public String domain() {
        int at = email.lastIndexOf('@');
        return at < 0 ? "" : email.substring(at + 1);
    }
}
