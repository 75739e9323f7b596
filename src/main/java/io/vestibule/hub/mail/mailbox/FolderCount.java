package io.vestibule.hub.mail.mailbox;

/** What a server counts in a folder: while it is the same, no mail came in. {@code next}: the UID of the next one */
record FolderCount(long validity, long next, int mails) {}
