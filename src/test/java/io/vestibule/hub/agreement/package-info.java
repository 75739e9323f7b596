/** Tests of the room. */
@NullMarked
package io.vestibule.hub.agreement;

import org.jspecify.annotations.NullMarked;
