/** The portal's own outbox: the log of what happened, to be read by cursor, and pushed to who subscribed. */
@NullMarked
package io.vestibule.portal.feed;

import org.jspecify.annotations.NullMarked;
