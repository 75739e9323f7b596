package io.vestibule.platform.mail;

/** How the connection to a mail server is protected. */
public enum MailSecurity {
    /** Not at all; for servers on the same machine. */
    NONE,
    /** Starts plain, must become encrypted before anything is said. */
    STARTTLS,
    /** Encrypted from the first byte. */
    TLS
}
