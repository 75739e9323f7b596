package io.vestibule.hub.mail.reply;

import org.jspecify.annotations.Nullable;

/**
 * What a person wrote now, apart from what the mail program put around it.
 *
 * @param text never blank when the mail had any text
 * @param elided all that was cut (quoted text, signature, disclaimer) in its order, null when nothing was
 * @param signature the part of it that is a signature or the line of a device, null when there is none
 */
public record Reply(
        String text, @Nullable String elided, @Nullable String signature) {}
