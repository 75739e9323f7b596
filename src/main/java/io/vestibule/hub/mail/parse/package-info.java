/** Reads mails of any quality into {@code ParsedMail}; pure, knows neither database nor portal. */
@NullMarked
package io.vestibule.hub.mail.parse;

import org.jspecify.annotations.NullMarked;
