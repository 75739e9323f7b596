package io.vestibule.platform.mail;

import jakarta.mail.AuthenticationFailedException;

/** The provider gives no access token; the message says for people why and what to do. */
public final class NoAccessToken extends AuthenticationFailedException {

    private static final long serialVersionUID = 1L;

    public NoAccessToken(String words) {
        super(words);
    }
}
