package io.vestibule.hub.mail.parse;

import org.jspecify.annotations.Nullable;

/**
 * What a person wrote now, apart from what the mail program put below it.
 *
 * @param text never blank when the mail had any text
 * @param elided the quoted text and signature that were cut, null when nothing was
 */
public record Reply(String text, @Nullable String elided) {}
