package io.vestibule.hub.mail.parse;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox as a header names it.
 *
 * @param name display name, null when there is none
 * @param email in lower case, without angle brackets
 */
public record MailAddress(@Nullable String name, String email) {

    private static final Pattern MAIL_SYSTEM =
            Pattern.compile("mailer|mailer[-_.]?daemon|mail-daemon|mdaemon|post[-_]?master"
                    + "|mail[-_.]?delivery.*|microsoftexchange.*|bounces?(?:[+=-].*)?");

    public MailAddress {
        email = email.strip().toLowerCase(Locale.ROOT);
    }

    /** What stands before the last at sign; the whole text when there is none. */
    public String localPart() {
        int at = email.lastIndexOf('@');
        return at < 0 ? email : email.substring(0, at);
    }

    /** Whether mail servers report from addresses of this name. */
    public boolean isOfMailSystem() {
        return MAIL_SYSTEM.matcher(localPart()).matches();
    }

    /** What stands behind the last at sign; empty when there is none. */
    public String domain() {
        int at = email.lastIndexOf('@');
        return at < 0 ? "" : email.substring(at + 1);
    }
}
