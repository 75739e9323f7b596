package io.vestibule.hub.mail.mailbox;

/**
 * Which files of a mail go into the portal.
 *
 * @param fileBytes the most bytes of one file
 * @param mailBytes the most bytes of a mail's files together
 * @param files the most files of a mail
 * @param holdsMacros whether a mail with a document that holds macros waits for a person
 */
public record FileLimits(long fileBytes, long mailBytes, int files, boolean holdsMacros) {

    static final long MEGABYTE = 1024 * 1024;

    /** Where the mailbox says nothing else. */
    public static final FileLimits USUAL = new FileLimits(30 * MEGABYTE, 36 * MEGABYTE, 50, true);
}
