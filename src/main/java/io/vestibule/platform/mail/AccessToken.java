package io.vestibule.platform.mail;

import jakarta.mail.AuthenticationFailedException;

/**
 * Stands for a password where a person signed in at the provider (XOAUTH2). Lives short, so it is asked for at each sign-in.
 */
public interface AccessToken {

    /** May ask the provider for a new one. */
    String current() throws NoAccessToken;

    /** The mail server did not take this one; {@code said}: with what words */
    void refused(String token, AuthenticationFailedException said);
}
