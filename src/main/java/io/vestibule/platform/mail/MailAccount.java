package io.vestibule.platform.mail;

import org.jspecify.annotations.Nullable;

/**
 * An SMTP account that mail leaves through; prints without its secret.
 *
 * @param username null or empty when the server asks for no sign-in
 * @param secret its password
 * @param token in place of a password; null where one is used
 * @param fromAddress the address in From and in the envelope
 */
public record MailAccount(
        String host,
        int port,
        MailSecurity security,
        @Nullable String username,
        @Nullable String secret,
        @Nullable AccessToken token,
        String fromAddress,
        String fromName) {

    public MailAccount(
            String host,
            int port,
            MailSecurity security,
            @Nullable String username,
            @Nullable String secret,
            String fromAddress,
            String fromName) {
        this(host, port, security, username, secret, null, fromAddress, fromName);
    }

    @Override
    public String toString() {
        return fromAddress + " at " + host + ":" + port;
    }
}
