package io.vestibule.hub.mail.mailbox;

import jakarta.mail.AuthenticationFailedException;
import java.util.regex.Pattern;

/** Jakarta Mail calls every NO to a sign-in a failed authentication; some say that it isn't the password. */
final class BusyServer {

    private static final Pattern WORDS = Pattern.compile(
            "\\[(UNAVAILABLE|LIMIT|INUSE|SERVERBUG|IN-USE|LOGIN-DELAY|SYS/TEMP)]|too many|temporar|try again",
            Pattern.CASE_INSENSITIVE);

    private BusyServer() {}

    static boolean says(AuthenticationFailedException refused) {
        return WORDS.matcher(String.valueOf(refused.getMessage())).find();
    }
}
