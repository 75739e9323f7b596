/** How fast the pages are over a full store: {@code mvn verify -Pspeed}. */
@NullMarked
package io.vestibule.speed;

import org.jspecify.annotations.NullMarked;
