/** Looks at the whole hub from above: how every connection does. */
@NullMarked
package io.vestibule.hub.control;

import org.jspecify.annotations.NullMarked;
