/** Tests of the feed. */
@NullMarked
package io.vestibule.portal.feed;

import org.jspecify.annotations.NullMarked;
