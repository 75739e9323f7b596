/** What the portal tells: its events come in through the inbox and go on to the rooms that act on them. */
@NullMarked
package io.vestibule.hub.feed;

import org.jspecify.annotations.NullMarked;
