package io.vestibule.platform.mail;

/** How much of a request our mails about it carry. */
public enum MailContent {
    /** What was written, and the title. */
    FULL,
    /** Neither: only that there is something, and the way to it. */
    LINK
}
