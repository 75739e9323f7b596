package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.mail.AccessToken;
import io.vestibule.platform.mail.NoAccessToken;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.PasswordAuthentication;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.mail.MailAuthenticator;
import org.jspecify.annotations.Nullable;

/** Hands the credentials to Camel without making them part of an address; asked at each sign-in. */
final class SignIn extends MailAuthenticator {

    private final Mailbox mailbox;
    private volatile @Nullable String given;

    SignIn(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public PasswordAuthentication getPasswordAuthentication() {
        try {
            String secret = mailbox.readingSecret();
            given = secret;
            return new PasswordAuthentication(mailbox.reading().user(), secret);
        } catch (NoAccessToken e) {
            throw new RuntimeCamelException(e);
        }
    }

    /**
     * The server did not take what was given.
     *
     * @return whether another try at once makes sense, because it will be with another token
     */
    boolean refused(AuthenticationFailedException said) {
        AccessToken token = mailbox.token();
        String refused = given;
        if (token == null || refused == null) {
            return false;
        }
        token.refused(refused, said);
        return true;
    }
}
