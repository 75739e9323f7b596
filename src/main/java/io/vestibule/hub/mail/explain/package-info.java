/** Tells what the hub reads in a mail and would do with it, without a server and without storing anything. */
@NullMarked
package io.vestibule.hub.mail.explain;

import org.jspecify.annotations.NullMarked;
