/** Mail out: how one mail is built and sent, and the mails of the product itself. */
@NullMarked
package io.vestibule.platform.mail;

import org.jspecify.annotations.NullMarked;
