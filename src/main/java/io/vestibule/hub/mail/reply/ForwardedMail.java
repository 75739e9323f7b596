package io.vestibule.hub.mail.reply;

import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail that somebody handed on, as far as the mail that carries it tells.
 *
 * @param comment what the one who handed it on wrote above it, null when nothing but a signature or a device's line
 * @param from who wrote it, null when it doesn't say
 * @param sent when it was written, in the words of the mail program
 * @param text its own text
 * @param file the mail itself where it was attached as a whole, null when its words stand in the text
 */
public record ForwardedMail(
        @Nullable String comment,
        @Nullable MailAddress from,
        List<MailAddress> to,
        List<MailAddress> cc,
        @Nullable String subject,
        @Nullable String sent,
        String text,
        @Nullable Attachment file) {}
