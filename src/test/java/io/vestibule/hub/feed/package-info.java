/** Tests of the room. */
@NullMarked
package io.vestibule.hub.feed;

import org.jspecify.annotations.NullMarked;
