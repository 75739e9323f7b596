/** Parts what a person wrote now from what the mail program put around it; knows mail programs and languages. */
@NullMarked
package io.vestibule.hub.mail.reply;

import org.jspecify.annotations.NullMarked;
