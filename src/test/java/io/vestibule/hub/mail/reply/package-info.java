@NullMarked
package io.vestibule.hub.mail.reply;

import org.jspecify.annotations.NullMarked;
