/** Mail as a door of the hub: what arrives becomes requests and comments, what happens in the portal becomes mail. */
@NullMarked
package io.vestibule.hub.mail;

import org.jspecify.annotations.NullMarked;
