/** Tests of mail out. */
@NullMarked
package io.vestibule.platform.mail;

import org.jspecify.annotations.NullMarked;
